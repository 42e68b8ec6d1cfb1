import { setTimeout as sleep } from "node:timers/promises";
import type { ExecutionView, StateMachines } from "../../functions/kernel/aws/state-machines";

/** How often to look, in milliseconds: often enough for a moving bar, rarely enough for DescribeExecution's quota (15 a second). */
const LOOK_EVERY = 250;

/** Watches an execution until it ends. @param look is called each time, last after the end; the watch is over, too, when it answers true */
export const watchExecution = async (machines: Pick<StateMachines, "view">, execution: string, look: () => Promise<unknown>): Promise<ExecutionView> => {
  for (;;) {
    const view = await machines.view(execution);
    if ((await look()) === true || view.status !== "RUNNING") return view;
    await sleep(LOOK_EVERY);
  }
};
