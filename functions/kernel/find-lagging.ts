import { inParallel } from "./batches";
import type { Budget } from "./budget";
import type { Cursors } from "./cursors";
import type { EventStore } from "./event-store";
import type { Generations } from "./generations";
import type { Lagging } from "./lagging";
import { cursorRow, SUBSCRIPTION_CATEGORY } from "./projector";
import type { ProjectionRows } from "./rows";
import { walk, WALK_WIDTH, type Walked } from "./walk";

interface Dependencies {
  readonly store: Pick<EventStore, "streams">;
  readonly rows: Pick<ProjectionRows, "get">;
  readonly cursors: Pick<Cursors, "read">;
  readonly generations: Pick<Generations, "of">;
  readonly lagging: Lagging;
}

/** What one turn of the sweep found. */
export interface Swept extends Walked {
  readonly streams: number;
  /** Streams with a consumer behind the log. One that is being dealt with at this moment counts too, and is harmlessly dealt with again. */
  readonly lagging: number;
}

/** Walks the log's streams and sends those to the lagging queue whose projector or publisher stands before their newest commit. */
export const findLagging =
  ({ store, rows, cursors, generations, lagging }: Dependencies) =>
  async (position: string, budget: Budget): Promise<Swept> => {
    const generation = await generations.of("subscriptions");
    const found = { streams: 0, lagging: 0 };

    const lags = async (stream: string, version: number): Promise<boolean> => {
      const [row, cursor] = await Promise.all([rows.get(cursorRow(stream, generation)), cursors.read(stream)]);
      return (row?.version ?? 0) < version || (cursor?.version ?? 0) < version;
    };
    const walked = await walk({
      position,
      budget,
      page: async (segment, from) => {
        const { streams, next } = await store.streams(SUBSCRIPTION_CATEGORY, segment, from);
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
