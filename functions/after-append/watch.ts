import type { Clock } from "../kernel/clock";
import { isDue, type DueRuns } from "../kernel/due-runs";
import { subscriptionOf, type Folded } from "../kernel/projector";

interface Dependencies {
  readonly dueRuns: DueRuns;
  readonly clock: Clock;
}

/** Sees to what a subscription's newest state asks for. */
export interface Watch {
  readonly see: (stream: string, folded: Folded) => Promise<void>;
}

/**
 * What is due by the time it is written goes to nobody's list of what is to come: its hour may have been read already, as when
 * AWS's message of an old fact comes late. So it is started here.
 */
export const watch = ({ dueRuns, clock }: Dependencies): Watch => ({
  see: async (stream, { state: { dueAt } }) => {
    if (dueAt !== undefined && isDue(dueAt, clock.now())) await dueRuns.start({ subscription: subscriptionOf(stream), dueAt });
  },
});
