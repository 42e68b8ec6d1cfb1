import type { StreamId } from "../../events/kernel/stream";
import type { Projector, Targets } from "../kernel/projector";
import type { Watch } from "./watch";

/** Whoever follows a stream of the log. */
export interface Consumers {
  /** Brings every consumer up to the stream's newest commit. @throws what the first that failed threw, after each had its turn */
  readonly follow: (stream: StreamId<"subscription">, targets: Targets) => Promise<void>;
}

/** The projector and, on the state it has written, the watch; then the publisher. One that fails does not hold up the other. */
export const consumers = ({
  projector,
  publisher,
  watch,
}: {
  readonly projector: Projector;
  readonly publisher: { readonly publish: (stream: StreamId<"subscription">) => Promise<void> };
  readonly watch: Watch;
}): Consumers => ({
  follow: async (stream, targets) => {
    const failed = await projector
      .project(stream, targets)
      .then((folded) => watch.see(stream, folded))
      .then(
        () => undefined,
        (error: unknown) => ({ error }),
      );
    await publisher.publish(stream);
    if (failed !== undefined) throw failed.error;
  },
});
