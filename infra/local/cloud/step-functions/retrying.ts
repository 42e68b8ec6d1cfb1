import type { Retrier } from "./language";

/** Whether a retrier or a catcher is for an error (Amazon States Language, "Errors"). */
export const isFor = (names: readonly string[], error: string): boolean =>
  names.includes(error) ||
  (names.includes("States.ALL") && error !== "States.Runtime" && error !== "States.DataLimitExceeded") ||
  (names.includes("States.TaskFailed") && error !== "States.Timeout");

/** Which retrier tries again, and after how long. */
export interface Retry {
  readonly index: number;
  readonly delayMs: number;
}

/** The first retrier for the error decides; undefined if it has no attempt left, or there is none. */
export const retryFor = (retriers: readonly Retrier[], used: readonly number[], error: string, random: () => number): Retry | undefined => {
  const index = retriers.findIndex(({ ErrorEquals }) => isFor(ErrorEquals, error));
  const retrier = retriers[index];
  const attempts = used[index] ?? 0;
  if (retrier === undefined || attempts >= retrier.MaxAttempts) return undefined;
  const delay = Math.min(retrier.MaxDelaySeconds ?? Infinity, retrier.IntervalSeconds * retrier.BackoffRate ** attempts) * 1000;
  return { index, delayMs: retrier.JitterStrategy === "FULL" ? random() * delay : delay };
};
