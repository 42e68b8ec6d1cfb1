import { later } from "../../../../events/kernel/values";
import type { ExecutionDetail, ExecutionSummary, MachineName } from "../../../../functions/kernel/aws/executions";
import type { ExecutionStatus } from "../../../../functions/kernel/aws/state-machines";
import type { Sources } from "../sources";

type Parts = Pick<Sources, "executions" | "prefix">;

/** What can name an execution. */
const NAME = /^[A-Za-z0-9_-]{1,80}$/;

/** The deployment's machines. */
export const machinesOf = ({ executions, prefix }: Parts): Promise<readonly MachineName[]> => executions.machines(`${prefix}-`);

/** A run of which only the name is known, whichever machine it is of. */
export const findRun = async (name: string, parts: Parts): Promise<ExecutionDetail | undefined> => {
  if (!NAME.test(name)) return undefined;
  const machines = await machinesOf(parts);
  const found = await Promise.all(machines.map((machine) => parts.executions.find(machine, name)));
  return found.find((one) => one !== undefined);
};

/** The newest runs of all machines. */
export const newestRuns = async (parts: Parts, most: number, status?: ExecutionStatus): Promise<readonly ExecutionSummary[]> => {
  const machines = await machinesOf(parts);
  const pages = await Promise.all(machines.map((machine) => parts.executions.list(machine, { most, ...(status !== undefined && { status }) })));
  return pages
    .flatMap(({ items }) => items)
    .toSorted((one, other) => (one.startedAt < other.startedAt ? 1 : -1))
    .slice(0, most);
};

/** How many runs a count looks at, of each machine and status: one call's worth. */
const COUNTED = 100;

/** A number, or the least it can be. */
export interface Count {
  readonly number: number;
  readonly atLeast: boolean;
}

/** How many runs stand so, of those that `counts`. */
const countRuns = async (parts: Parts, statuses: readonly ExecutionStatus[], counts: (run: ExecutionSummary) => boolean): Promise<Count> => {
  const machines = await machinesOf(parts);
  const pages = await Promise.all(machines.flatMap((machine) => statuses.map((status) => parts.executions.list(machine, { status, most: COUNTED }))));
  const found = pages.map(({ items, next }) => ({ number: items.filter(counts).length, atLeast: next !== undefined && items.every(counts) }));
  return { number: found.reduce((sum, { number }) => sum + number, 0), atLeast: found.some(({ atLeast }) => atLeast) };
};

const DAY = 86_400_000;

export const countRunning = (parts: Parts): Promise<Count> => countRuns(parts, ["RUNNING"], () => true);

/** Runs that ended badly within the last day. */
export const countFailed = (parts: Parts & Pick<Sources, "now">): Promise<Count> => {
  const since = later(parts.now(), -DAY);
  return countRuns(parts, ["FAILED", "TIMED_OUT", "ABORTED"], ({ startedAt, stoppedAt = startedAt }) => stoppedAt >= since);
};

const UNITS = [
  ["d", 86_400],
  ["h", 3600],
  ["min", 60],
] as const;

/** How long something took, in its two largest units. */
export const duration = (from: string, to: string): string => {
  const milliseconds = Math.max(0, Date.parse(to) - Date.parse(from));
  if (milliseconds < 1000) return `${milliseconds} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  let left = Math.floor(milliseconds / 1000);
  const parts: string[] = [];
  for (const [name, size] of UNITS) {
    if (left >= size) parts.push(`${Math.floor(left / size)} ${name}`);
    left %= size;
  }
  return [...parts, `${left} s`].slice(0, 2).join(" ");
};
