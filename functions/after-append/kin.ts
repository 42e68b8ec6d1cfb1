import { handBack, handOn } from "../kernel/purchases/succession";
import type { Appending } from "../kernel/streams/appending";
import { subscriptionOf, type Folded } from "../kernel/projections/projector";

/** Keeps subscriptions that are joined at one: what either is told reaches the other. */
export interface Kin {
  /** To be called once the state stands in the projections and its public events are on the bus. */
  readonly tell: (stream: string, folded: Folded) => Promise<void>;
}

/**
 * Here, and in no task, because every fact of every writer passes here at least once, after the two were joined or before: so
 * nobody who appends has to think of it, and a crash between two streams leaves nothing behind. Each append passes one
 * link of a chain; what it brings about wakes the next.
 */
export const kin = (appending: Appending): Kin => ({
  tell: async (stream, { state }) => {
    const known = { id: subscriptionOf(stream), state };
    const by = { correlation: known.id, causation: "after-append", actor: "stallkeeper" };
    await handOn(appending, known, by);
    await handBack(appending, known, by);
  },
});
