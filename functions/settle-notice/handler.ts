import { notice as notices, noticeStream } from "../../events/notice/decider";
import { byRun, type Appending } from "../kernel/streams/appending";
import { clock } from "../kernel/task/clock";
import { eventLog } from "../kernel/streams/event-log";
import { Failure } from "../kernel/task/failure";
import { lambdaTask, type Run } from "../kernel/task/lambda-task";
import { transact } from "../kernel/streams/transact";
import { SettleNotice } from "./contract";

export const settleNotice =
  ({ store, clock }: Appending): Run<typeof SettleNotice> =>
  async ({ notice, outcome, subscription }, caller) => {
    const command = { type: "Settle", data: { outcome, ...(subscription !== "" && { subscription }) } } as const;
    const settled = await transact({ store, clock }, notices, noticeStream(notice), command, byRun(caller, notice));
    if (settled.outcome === "refused") throw new Failure("Permanent", `The notice ${notice} can't be settled: ${settled.refusal}.`);
    return { outcome: "settled", subscription };
  };

export const handler = lambdaTask(SettleNotice, () => settleNotice({ store: eventLog(), clock }));
