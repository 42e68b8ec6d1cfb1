import { notice as noticeStreams, noticeStream } from "../../../events/notice/decider";
import { noticeIdentity } from "../../../events/notice/message";
import { subscription as subscriptions, subscriptionStream } from "../../../events/subscription/decider";
import { inParallel } from "../../../functions/kernel/batches";
import type { EventStore } from "../../../functions/kernel/event-store";
import { hash } from "../../../functions/kernel/hash";
import type { Purchase } from "../../../infra/local/marketplace/purchase";
import type { Stall } from "../../../infra/local/stall";
import { eventually } from "../eventually";
import { right, same } from "../right";
import { DEAD_LETTERS, inFolder, isQuiet, NAMES, quiet, withStall } from "./stall";

const CONTRACT = "harbourlight0contract0001";

/** Each subscription is told of so often: once bought, then changed; every fifth is cancelled in the end. */
const NOTICES_EACH = 10;
const CANCELLED_OF = 5;

/**
 * A little more than the longest wait of EntitlementChange, which reads a contract again after ten minutes and, what is
 * still empty, fifty later. Two turns of the clock are past both; those that meet a rival pause, and need one more.
 */
const PAST_A_WAIT_MS = 51 * 60_000;
const MOST_TURNS = 10;

/** At a twentieth of the usual pace a thousand notices still come through. */
const PATIENCE_MS = 600_000;

/** What working off so many notices came to. */
export interface NoticesWorkedOff {
  readonly notices: number;
  readonly subscriptions: number;
  /** From the release of the first to the settling of the last. */
  readonly settledMs: number;
  /** What the processor did meanwhile: of whatever else the machine does it knows nothing. */
  readonly settledCpuMs: number;
  /** From the turn of the clock to the end of the last run: each contract is read again. */
  readonly readAgainMs: number;
  /** Of the whole process, with everything in it. */
  readonly peakBytes: number;
  /** The heap after a collection: before the first notice, and after the last was settled, each run still waiting. */
  readonly heapBefore: number;
  readonly heapAfter: number;
}

export interface WorkOff {
  /** A multiple of ten. */
  readonly count: number;
  /** Where data is kept, and left; in a folder that goes if left out. */
  readonly dataDir?: string;
  /** Whether the clock is moved on until every run has ended; else they are left waiting. */
  readonly readAgain: boolean;
}

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const heapInUse = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};

/** Buys and changes while notices are held, so that making them is not measured. @returns each purchase as it is in the end */
const make = async ({ marketplace: { desk, buy, amend, end } }: Stall, count: number): Promise<readonly Purchase[]> => {
  await desk.hold();
  const made: Purchase[] = [];
  for (let one = 0; one < count; one += 1) {
    const { agreementId } = await buy({ product: CONTRACT, quantities: { seats: 1 } });
    for (let seats = 2; seats < NOTICES_EACH; seats += 1) await amend(agreementId, { quantities: { seats } });
    made.push(one % CANCELLED_OF === 0 ? await end(agreementId, "cancelled") : await amend(agreementId, { quantities: { seats: NOTICES_EACH } }));
  }
  return made;
};

interface Made {
  readonly purchases: readonly Purchase[];
  readonly count: number;
}

/** The notice's stream in the log, by what identifies the message. */
const streamOf = (event: unknown): `notice-${string}` => noticeStream(hash(...noticeIdentity({ body: JSON.stringify(event), messageId: "" }).parts));

const checkNotices = async ({ marketplace: { desk } }: Stall, log: EventStore, { purchases, count }: Made): Promise<void> => {
  const ours = new Set(purchases.map(({ agreementId }) => agreementId));
  const sent = (await desk.list()).filter(({ agreementId }) => ours.has(agreementId));
  const streams = [...new Set(sent.map(({ event }) => streamOf(event)))];
  same("different notices", streams.length, count);
  const outcomes = await inParallel(streams, 16, async (stream) => (await log.load(noticeStreams, stream)).state.settled);
  same("notices that are settled as applied", outcomes.filter((outcome) => outcome === "applied").length, count);
};

const checkAccess = async (log: EventStore, purchases: readonly Purchase[]): Promise<void> => {
  await inParallel(purchases, 16, async ({ licenseArn = "", status, agreementId }) => {
    const { state } = await log.load(subscriptions, subscriptionStream(licenseArn.slice(licenseArn.lastIndexOf(":") + 1)));
    same(`the access of ${agreementId}, which is ${status}`, state.access.status, status === "active" ? "granted" : "revoked");
  });
};

const checkRuns = async ({ engine, queues }: Stall, expected: number): Promise<void> => {
  // Runs for what is due by time are the clock's, not a notice's.
  const runs = (await engine.records.all()).filter(({ name }) => name.startsWith("notice-"));
  same("runs of EntitlementChange", runs.length, expected);
  same(
    "runs that did not succeed",
    runs.filter(({ status }) => status !== "SUCCEEDED").map(({ name, error }) => [name, error]),
    [],
  );
  for (const queue of [NAMES.notices, ...DEAD_LETTERS]) same(`messages in ${queue}`, queues.size(queue), { visible: 0, inFlight: 0 });
};

/** Works off notices of a contract product, ten for each subscription, as fast as the embedded cloud can. */
export const notices = async ({ count, dataDir, readAgain }: WorkOff, tell: (step: string) => void): Promise<NoticesWorkedOff> => {
  const work = (folder: string) =>
    withStall({ dataDir: folder }, async (stall, log): Promise<NoticesWorkedOff> => {
      const { marketplace, functions, engine, advance } = stall;
      tell("warming up");
      // License events alone are counted; in the API's own spelling, so that entitlements are found before the buyer
      // arrives, who would tell the license's full name.
      await marketplace.kept.settings.change((before) => ({ ...before, eventArn: "contract", agreementEvents: false }));
      await marketplace.buy({ product: CONTRACT });
      await quiet(stall);
      const warmedUp = functions.invocations()[NAMES.settle] ?? 0;
      tell("making them");
      const purchases = await make(stall, count / NOTICES_EACH);
      const heapBefore = heapInUse();

      const until = (what: string, holds: () => boolean): Promise<void> =>
        eventually(what, () => holds() && isQuiet(stall), { withinMs: PATIENCE_MS, everyMs: 20 });
      const settled = (): number => (functions.invocations()[NAMES.settle] ?? 0) - warmedUp;
      const [started, cpuBefore] = [performance.now(), cpuMs()];
      const released = marketplace.desk.release();
      await until(`${count} notices are settled`, () => {
        tell(`${settled()} of ${count} settled`);
        return settled() >= count;
      });
      await released;
      const settledMs = performance.now() - started;
      const settledCpuMs = cpuMs() - cpuBefore;
      const heapAfter = heapInUse();
      tell("checking");
      await checkNotices(stall, log, { purchases, count });
      await checkAccess(log, purchases);

      right(settled() === count, `${settled()} settlings for ${count} notices: some were tried more than once.`);

      const again = performance.now();
      if (readAgain) {
        tell("reading all again");
        for (let turn = 0; engine.running() > 0; turn += 1) {
          right(turn < MOST_TURNS, `${engine.running()} runs still wait after ${turn} turns of the clock.`);
          await advance(PAST_A_WAIT_MS);
          await quiet(stall);
        }
        await checkRuns(stall, count + warmedUp);
        await checkAccess(log, purchases);
      }
      const readAgainMs = performance.now() - again;

      const peakBytes = process.resourceUsage().maxRSS * 1024;
      return { notices: count, subscriptions: purchases.length, settledMs, settledCpuMs, readAgainMs, peakBytes, heapBefore, heapAfter };
    });
  return dataDir === undefined ? inFolder(work) : work(dataDir);
};
