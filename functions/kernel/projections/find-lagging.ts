import { worklist } from "../../../events/projections/worklist";
import { Instant, later } from "../../../events/kernel/values";
import { inParallel } from "../task/batches";
import type { Budget } from "../task/budget";
import type { Clock } from "../task/clock";
import type { Cursors } from "./cursors";
import type { EventStore } from "../streams/event-store";
import type { Generations } from "./generations";
import type { Lagging } from "./lagging";
import { foldOther, isOtherStream, OTHER_CATEGORIES, type OtherStream } from "./other-streams";
import { cursorRow, SUBSCRIPTION_CATEGORY } from "./projector";
import type { ProjectionRows, StoredRow } from "./rows";
import { walk, WALK_WIDTH, type Walked } from "../streams/walk";

interface Dependencies {
  readonly store: Pick<EventStore, "streams" | "load">;
  readonly rows: Pick<ProjectionRows, "get">;
  readonly cursors: Pick<Cursors, "read">;
  readonly generations: Pick<Generations, "of">;
  readonly lagging: Lagging;
  readonly clock: Clock;
}

/** What one turn of the sweep found. */
export interface Swept extends Walked {
  readonly streams: number;
  /** Streams with a consumer behind the log. One that is being dealt with at this moment counts too, and is harmlessly dealt with again. */
  readonly lagging: number;
}

/** So long, in milliseconds, after a subscription is due nobody else may be about to see to it. */
const OVERDUE = 3_600_000;

const isOverdue = (row: StoredRow | undefined, now: Instant): boolean => {
  const dueAt = Instant.safeParse(row?.content?.["dueAt"]);
  return dueAt.success && later(dueAt.data, OVERDUE) <= now;
};

/**
 * Walks the log's streams and sends those to the lagging queue whose projector or publisher stands before their newest
 * commit, and those that have been due for an hour.
 */
export const findLagging =
  ({ store, rows, cursors, generations, lagging, clock }: Dependencies) =>
  async (position: string, budget: Budget): Promise<Swept> => {
    const [generation, listed] = await Promise.all([generations.of("subscriptions"), generations.of(worklist.name)]);
    const found = { streams: 0, lagging: 0 };

    /** Most notices and arrivals have no row. Whether one should have can only be known from its events. */
    const otherLags = async (stream: OtherStream): Promise<boolean> => {
      const { version, rowsIn } = await foldOther(store, stream);
      const places = rowsIn(worklist).map(({ partition, key }) => ({ projection: worklist.name, generation: listed.live, partition, key }));
      return (await Promise.all(places.map(rows.get))).some((row) => (row?.version ?? 0) < version);
    };
    const lags = async (stream: string, version: number): Promise<boolean> => {
      if (isOtherStream(stream)) return otherLags(stream);
      const [row, cursor] = await Promise.all([rows.get(cursorRow(stream, generation)), cursors.read(stream)]);
      return (row?.version ?? 0) < version || (cursor?.version ?? 0) < version || isOverdue(row, clock.now());
    };
    const walked = await walk({
      position,
      budget,
      page: async (segment, from) => {
        const { streams, next } = await store.streams([SUBSCRIPTION_CATEGORY, ...OTHER_CATEGORIES], segment, from);
        return next === undefined ? { items: streams } : { items: streams, next };
      },
      visit: async (streams) => {
        await inParallel(streams, WALK_WIDTH, async ({ stream, version }) => {
          found.streams += 1;
          if (!(await lags(stream, version))) return;
          found.lagging += 1;
          await lagging.send(stream);
        });
      },
    });
    return { ...walked, ...found };
  };
