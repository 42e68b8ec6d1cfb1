import type { StreamId } from "../../../events/kernel/stream";
import { PROJECTIONS } from "../../../events/projections/projections";
import { ProjectionName, type Projection, type Row } from "../../../events/projections/projection";
import { SUBSCRIPTION_ROW } from "../../../events/projections/subscriptions";
import { subscription } from "../../../events/subscription/decider";
import type { Subscription } from "../../../events/subscription/state";
import type { EventStore } from "../streams/event-store";
import type { Generation } from "./generations";
import { foldOther, isOtherStream, OTHER_CATEGORIES, type OtherStream } from "./other-streams";
import type { ProjectionRows, RowAddress, StoredRow } from "./rows";

/** The generations to write to, of each projection that is to be written. */
export type Targets = Readonly<Partial<Record<ProjectionName, Generation>>>;

/** Writes what the log says of a stream into the projections. */
export interface Projector {
  /**
   * Brings the stream's rows up to its newest commit. Any number of workers may do so at once, late or twice.
   * @returns the state the rows now show; a stream without events is at version 0
   */
  readonly project: (stream: StreamId<"subscription">, targets: Targets) => Promise<Folded>;
  /** The same for a notice or an arrival. @returns the version the rows now show */
  readonly projectOther: (stream: OtherStream, targets: Targets) => Promise<number>;
}

/** A stream that may have rows in a projection. */
export type ProjectedStream = StreamId<"subscription"> | OtherStream;

/** Tells the streams that may have rows from others. */
export const isProjected = (stream: string): stream is ProjectedStream => isSubscriptionStream(stream) || isOtherStream(stream);

/** Brings a stream's rows up to its newest commit, whatever its category. @returns the version they now show */
export const bringUp = async ({ project, projectOther }: Projector, stream: ProjectedStream, targets: Targets): Promise<number> =>
  isSubscriptionStream(stream) ? (await project(stream, targets)).version : projectOther(stream, targets);

/** The categories of the streams of which a projection shows anything. */
export const categoriesIn = ({ otherRows }: Projection): readonly string[] =>
  otherRows === undefined ? [SUBSCRIPTION_CATEGORY] : [SUBSCRIPTION_CATEGORY, ...OTHER_CATEGORIES];

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

const stored = ({ name, shape }: Projection, rows: readonly Row[], place: Pick<StoredRow, "generation" | "stream" | "version">): readonly StoredRow[] =>
  rows.map((row) => ({ ...row, projection: name, shape, ...place }));

/** What a subscription's rows of one projection must be in a generation. */
export const rowsOf = (projection: Projection, generation: string, stream: string, { state, version }: Folded): readonly StoredRow[] =>
  stored(projection, projection.rows(subscriptionOf(stream), state), { generation, stream, version });

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

  projectOther: async (stream, targets) => {
    const { version, rowsIn } = await foldOther(store, stream);
    const due = ProjectionName.options.flatMap((name) => {
      const rows = rowsIn(PROJECTIONS[name]);
      const { live, filling } = targets[name] ?? {};
      return [filling, live].flatMap((generation) => (generation === undefined ? [] : stored(PROJECTIONS[name], rows, { generation, stream, version })));
    });
    await Promise.all(due.map(rows.put));
    return version;
  },
});
