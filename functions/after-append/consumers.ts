import type { StreamId } from "../../events/kernel/stream";
import { isSubscriptionStream, type ProjectedStream, type Projector, type Targets } from "../kernel/projections/projector";
import type { Kin } from "./kin";
import type { Watch } from "./watch";
import type { VisitWatch } from "./watch-visits";

/** Whoever follows a stream of the log. */
export interface Consumers {
  /** Brings every consumer up to the stream's newest commit. @throws what the first that failed threw, after each had its turn */
  readonly follow: (stream: ProjectedStream, targets: Targets) => Promise<void>;
}

/**
 * Of notices and arrivals there are rows, and what the seller is told of a visit. Of a subscription: the projector and, on the state it has written, the watches; then the publisher. One that fails does not hold up the other.
 * Kin comes last, and only where all went well: a predecessor's access ends once the product knows of its successor, and the
 * projections show what that gives.
 */
export const consumers = ({
  projector,
  publisher,
  watches,
  visits,
  kin,
}: {
  readonly projector: Projector;
  readonly publisher: { readonly publish: (stream: StreamId<"subscription">) => Promise<void> };
  readonly watches: readonly Watch[];
  readonly visits: VisitWatch;
  readonly kin: Kin;
}): Consumers => ({
  follow: async (stream, targets) => {
    if (!isSubscriptionStream(stream)) {
      await projector.projectOther(stream, targets);
      await visits.see(stream);
      return;
    }
    const shown = await projector
      .project(stream, targets)
      .then(async (folded) => {
        for (const watch of watches) await watch.see(stream, folded);
        return { folded };
      })
      .catch((error: unknown) => ({ error }));
    await publisher.publish(stream);
    if ("error" in shown) throw shown.error;
    await kin.tell(stream, shown.folded);
  },
});
