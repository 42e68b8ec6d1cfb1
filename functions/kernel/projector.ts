import type { StreamId } from "../../events/kernel/stream";
import { PROJECTIONS } from "../../events/projections/projections";
import { ProjectionName, type Projection } from "../../events/projections/projection";
import { SUBSCRIPTION_ROW } from "../../events/projections/subscriptions";
import { subscription } from "../../events/subscription/decider";
import type { Subscription } from "../../events/subscription/state";
import type { EventStore } from "./event-store";
import type { Generation } from "./generations";
import type { ProjectionRows, RowAddress, StoredRow } from "./rows";

/** The generations to write to, of each projection that is to be written. */
export type Targets = Readonly<Partial<Record<ProjectionName, Generation>>>;

/** Writes what the log says of a stream into the projections. */
export interface Projector {
  /**
   * Brings the stream's rows up to its newest commit. Any number of workers may do so at once, late or twice.
   * @returns the state the rows now show; a stream without events is at version 0
   */
  readonly project: (stream: StreamId, targets: Targets) => Promise<Folded>;
}

/** The category of the streams that have projections and public events. */
export const SUBSCRIPTION_CATEGORY = subscription.category;

const SUBSCRIPTION_PREFIX = `${SUBSCRIPTION_CATEGORY}-`;

/** The subscription whose stream it is. */
export const subscriptionOf = (stream: string): string => stream.slice(SUBSCRIPTION_PREFIX.length);

/** Tells the streams of subscriptions from others. */
export const isSubscriptionStream = (stream: string): stream is StreamId<"subscription"> => stream.startsWith(SUBSCRIPTION_PREFIX);

/** The row that is written last of a subscription's rows. Its version is how far the projector has come with the stream. */
export const cursorRow = (stream: string, { live }: Generation): RowAddress => ({
  projection: "subscriptions",
  generation: live,
  partition: subscriptionOf(stream),
  key: SUBSCRIPTION_ROW,
});

/** What a stream's rows of one projection must be in a generation. */
export const rowsOf = ({ name, shape, rows }: Projection, generation: string, stream: string, { state, version }: Folded): readonly StoredRow[] =>
  rows(subscriptionOf(stream), state).map((row) => ({ ...row, projection: name, generation, stream, version, shape }));

/** A subscription at a version of its stream. */
export interface Folded {
  readonly state: Subscription;
  readonly version: number;
}

/** The projector over a log and a table of rows. */
export const projector = ({ store, rows }: { readonly store: Pick<EventStore, "load">; readonly rows: Pick<ProjectionRows, "put"> }): Projector => ({
  project: async (stream, targets) => {
    const folded = await store.load(subscription, stream);
    if (folded.version === 0) return folded;

    const write = async (name: ProjectionName, which: "live" | "filling"): Promise<void> => {
      const generation = targets[name]?.[which];
      if (generation === undefined) return;
      await Promise.all(rowsOf(PROJECTIONS[name], generation, stream, folded).map(rows.put));
    };

    const others = ProjectionName.options.filter((name) => name !== "subscriptions");
    await Promise.all([...others.flatMap((name) => [write(name, "filling"), write(name, "live")]), write("subscriptions", "filling")]);
    // The cursor row: whoever sees it at a version knows that all other rows are there.
    await write("subscriptions", "live");
    return folded;
  },
});
