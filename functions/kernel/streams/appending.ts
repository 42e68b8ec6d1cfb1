import type { Clock } from "../task/clock";
import type { CommitMeta, EventStore } from "./event-store";
import type { Caller } from "../task/task-request";

/** What every task that appends works with. */
export interface Appending {
  readonly store: EventStore;
  readonly clock: Clock;
}

/** Who appends, when a state of a run does. */
export const byRun = ({ run, state }: Caller, correlation: string): CommitMeta => ({ correlation, causation: run, actor: "stallkeeper", run, state });
