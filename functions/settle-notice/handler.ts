import { notice as notices, noticeStream } from "../../events/notice/decider";
import { byRun, type Appending } from "../kernel/appending";
import { clock } from "../kernel/clock";
import { eventLog } from "../kernel/event-log";
import { Failure } from "../kernel/failure";
import { lambdaTask, type Run } from "../kernel/lambda-task";
import { transact } from "../kernel/transact";
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
