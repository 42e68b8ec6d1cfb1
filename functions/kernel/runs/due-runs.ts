import { later, type Instant } from "../../../events/kernel/values";
import { hash } from "../task/hash";
import type { Starter } from "../aws/starter";

/** A subscription and the time from which its facts may mean something else. */
export interface Due {
  readonly subscription: string;
  readonly dueAt: Instant;
}

/**
 * So long, in milliseconds, a due time has to be past. The clocks of two functions differ by less; a run whose clock had not
 * got there would find nothing to do, and its name would be used up.
 */
const SKEW = 2_000;

/** Whether the time has come, by every clock. */
export const isDue = (dueAt: Instant, now: Instant): boolean => later(dueAt, SKEW) <= now;

/** Starts the run that takes a due time into account; once, whoever asks and however often. */
export const dueRuns = ({ starter, machine }: { readonly starter: Pick<Starter, "startNew">; readonly machine: string }) => ({
  start: ({ subscription, dueAt }: Due): Promise<"started" | "exists"> =>
    starter.startNew(machine, `due-${hash(subscription, dueAt)}`, {
      about: `Time may have changed what the facts of ${subscription} mean.`,
      kind: "due",
      subscription,
    }),
});
export type DueRuns = ReturnType<typeof dueRuns>;
