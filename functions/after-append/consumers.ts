import type { StreamId } from "../../events/kernel/stream";
import type { Projector, Targets } from "../kernel/projector";

/** Whoever follows a stream of the log. */
export interface Consumers {
  /** Brings every consumer up to the stream's newest commit. @throws what the first that failed threw, after each had its turn */
  readonly follow: (stream: StreamId<"subscription">, targets: Targets) => Promise<void>;
}

/** The projector, then the publisher. One that fails does not hold up the other. */
export const consumers = ({
  projector,
  publisher,
}: {
  readonly projector: Projector;
  readonly publisher: { readonly publish: (stream: StreamId<"subscription">) => Promise<void> };
}): Consumers => ({
  follow: async (stream, targets) => {
    const projected = await projector.project(stream, targets).then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
    await publisher.publish(stream);
    if (projected !== undefined) throw projected.error;
  },
});
