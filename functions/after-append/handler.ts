import { setTimeout as sleep } from "node:timers/promises";
import { bus } from "../kernel/aws/bus";
import { catalogue } from "../kernel/task/catalogue";
import { clock } from "../kernel/task/clock";
import { cursors } from "../kernel/projections/cursors";
import { dueRuns } from "../kernel/runs/due-runs";
import { eventLog } from "../kernel/streams/event-log";
import { generations } from "../kernel/projections/generations";
import { Failure } from "../kernel/task/failure";
import { lagging } from "../kernel/projections/lagging";
import { lastHourRuns } from "../kernel/runs/last-hour-runs";
import { log } from "../kernel/task/log";
import { mailRuns } from "../kernel/runs/mail-runs";
import { count } from "../kernel/task/metrics";
import { projectionRows } from "../kernel/projections/projection-rows";
import { projector } from "../kernel/projections/projector";
import { liveProjections } from "../kernel/projections/read-projections";
import { sellerNoticeRuns } from "../kernel/runs/seller-notice-runs";
import { setting } from "../kernel/task/settings";
import { starter } from "../kernel/aws/starter";
import { usageBooks } from "../kernel/usage/usage-books";
import { deployedUsageTable } from "../kernel/usage/usage-records";
import { storedUsageWork } from "../kernel/usage/usage-work";
import { consumers } from "./consumers";
import { kin } from "./kin";
import { publisher } from "./publisher";
import { watch } from "./watch";
import { watchUsage } from "./watch-usage";
import { watchVisits } from "./watch-visits";
import { wakeUps, type BatchAnswer } from "./wake-ups";

/** Full jitter over 100 ms, then 200 ms: a refused entry is mostly a moment's throttling. */
const pause = async (attempt: number): Promise<void> => {
  await sleep(Math.random() * 50 * 2 ** (attempt - 1));
};

const serve = () => {
  const store = eventLog();
  const sellerMachine = setting("SELLER_NOTICE_MACHINE");
  const tellsSeller = sellerMachine === "off" ? undefined : sellerNoticeRuns({ starter: starter(), machine: sellerMachine });
  return wakeUps({
    consumers: consumers({
      projector: projector({ store, rows: projectionRows() }),
      publisher: publisher({ store, cursors: cursors(), bus: bus(), othersGrant: liveProjections().othersGrant, pause }),
      watches: [
        watch({
          dueRuns: dueRuns({ starter: starter(), machine: setting("ENTITLEMENT_CHANGE_MACHINE") }),
          mailRuns: mailRuns({ starter: starter(), machine: setting("BUYER_MAIL_MACHINE") }),
          sellerNoticeRuns: tellsSeller,
          catalogue: catalogue(),
          clock,
        }),
        watchUsage({
          catalogue: catalogue(),
          books: usageBooks({ store, clock }),
          work: storedUsageWork(deployedUsageTable()),
          lastHours: lastHourRuns({ starter: starter(), machine: setting("METERING_MACHINE"), clock }),
          clock,
        }),
      ],
      visits: watchVisits({ store, sellerNoticeRuns: tellsSeller }),
      kin: kin({ store, clock }),
    }),
    targets: generations().all,
    lag: lagging().send,
    failed: (stream, error) => {
      // Of an error that is none of ours only the name: its text may quote anything.
      const failure = error instanceof Failure ? { failure: error.name, message: error.message } : { failure: error instanceof Error ? error.name : "unknown" };
      log.error("A consumer failed; the stream is tried again", { stream, ...failure });
      count("StreamLagging");
    },
    tampered: (stream, version, how) => {
      log.error("The log was tampered with: nothing of ours changes or removes an item", { stream, version, how });
      count("LogTampered");
    },
  });
};

let served: ReturnType<typeof serve> | undefined;

/** Follows the log: woken by its stream's records, and by the lagging queue. */
export const handler = async (event: unknown): Promise<BatchAnswer> => await (served ??= serve())(event);
