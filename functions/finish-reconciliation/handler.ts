import { reconciliation as reconciliations, reconciliationStream } from "../../events/reconciliation/decider";
import { byRun, type Appending } from "../kernel/streams/appending";
import { clock } from "../kernel/task/clock";
import { eventLog } from "../kernel/streams/event-log";
import { lambdaTask, type Run } from "../kernel/task/lambda-task";
import { reconciliationLanes, type ReconciliationLanes } from "../kernel/reconciliation/reconciliation-lanes";
import { EMPTY_TALLY } from "../kernel/reconciliation/reconciliation-position";
import { transact } from "../kernel/streams/transact";
import { FinishReconciliation } from "./contract";

interface Dependencies extends Appending {
  readonly lanes: Pick<ReconciliationLanes, "leave">;
}

export const finishReconciliation =
  ({ store, clock, lanes }: Dependencies): Run<typeof FinishReconciliation> =>
  async ({ walk, position: { products, tallies } }, caller) => {
    for (const code of products) {
      const data = { walk, turn: caller.run, tally: tallies[code] ?? EMPTY_TALLY };
      await transact({ store, clock }, reconciliations, reconciliationStream(code), { type: "Finish", data }, byRun(caller, caller.run));
    }
    const sum = (name: keyof typeof EMPTY_TALLY): number => Object.values(tallies).reduce((total, tally) => total + tally[name], 0);
    const summary = `${sum("listed")} ${walk} of AWS's looked at, ${sum("differences")} differences found, ${sum("reread")} looked at again`;
    await lanes.leave(walk, caller.run, "finished");
    return { outcome: "finished", summary };
  };

export const handler = lambdaTask(FinishReconciliation, () =>
  finishReconciliation({ store: eventLog(), clock, lanes: reconciliationLanes(() => clock.now()) }),
);
