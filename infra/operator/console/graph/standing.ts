import type { ExecutionStatus } from "../../../../functions/kernel/aws/state-machines";
import type { HistoryEntry } from "../../../../functions/kernel/aws/executions";

/** How a state stands in one execution. */
export type StateStanding = "untouched" | "passed" | "current" | "failed";

/** Where an execution stands on the graph of its machine. */
export interface Standing {
  /** States in the order they were entered, each time they were. A state that a redrive enters again stands here once. */
  readonly path: readonly string[];
  readonly of: (state: string) => StateStanding;
  /** How often an execution went from one state to the next. */
  readonly taken: (from: string, to: string) => number;
}

const isEntered = ({ type }: HistoryEntry): boolean => type.endsWith("StateEntered");
const isExited = ({ type }: HistoryEntry): boolean => type.endsWith("StateExited");

const lastStanding = (status: ExecutionStatus, last: { readonly exited: boolean }): StateStanding => {
  if (status === "RUNNING" || status === "PENDING_REDRIVE") return "current";
  return status === "SUCCEEDED" || last.exited ? "passed" : "failed";
};

/** Follows a history over the graph. @param known the states of the graph: what happens inside a Map is not on it */
export const standingOf = (entries: readonly HistoryEntry[], status: ExecutionStatus, known: ReadonlySet<string>): Standing => {
  const visits: { readonly state: string; exited: boolean }[] = [];
  for (const entry of entries) {
    const { state } = entry;
    if (state === undefined || !known.has(state)) continue;
    const open = visits.at(-1);
    if (isEntered(entry)) {
      const again = open?.state === state && !open.exited;
      if (!again) visits.push({ state, exited: false });
    } else if (isExited(entry) && open?.state === state) open.exited = true;
  }
  const path = visits.map(({ state }) => state);
  const last = visits.at(-1);
  const ways = new Map<string, number>();
  for (const [index, to] of path.entries()) {
    const from = path[index - 1];
    if (from !== undefined) ways.set(JSON.stringify([from, to]), (ways.get(JSON.stringify([from, to])) ?? 0) + 1);
  }
  return {
    path,
    of: (state) => {
      if (last?.state === state) return lastStanding(status, last);
      return path.includes(state) ? "passed" : "untouched";
    },
    taken: (from, to) => ways.get(JSON.stringify([from, to])) ?? 0,
  };
};
