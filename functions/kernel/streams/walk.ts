import { z } from "zod";
import type { Budget } from "../task/budget";
import type { Page, Segment } from "../task/page";

/** Where a walk over all segments goes on. */
const Position = z.object({ segment: z.int().min(0), from: z.string().optional() });

/** The segments of every walk. Progress is told in them: enough for a smooth bar, few enough that an empty one costs nothing much. */
export const SEGMENTS = 32;

/** Streams or rows dealt with at once: each waits for a few short requests most of the time. */
export const WALK_WIDTH = 16;

/**
 * How long a task walks, in milliseconds: half of the 30 s a workflow gives a task, as the page it is at when the time is
 * up is finished. At about 1,500 streams a second, a million streams are some 45 such pages, far from a run's 25,000 events.
 */
export const TASK_BUDGET = 15_000;

export interface Walk<Item> {
  /** What a former call returned; empty to start. */
  readonly position: string;
  readonly budget: Budget;
  readonly page: (segment: Segment, from?: string) => Promise<Page<Item>>;
  readonly visit: (items: readonly Item[]) => Promise<void>;
}

/** What a call of `walk` got done: `position` is where the next one goes on, empty after the last. */
export interface Walked {
  readonly position: string;
  /** Segments that are done, of `SEGMENTS`. */
  readonly segments: number;
}

/**
 * Visits everything there is page by page until it ends or the budget is spent, at least one page. A page whose visit
 * fails is not behind the position: it is visited again.
 */
export const walk = async <Item>({ position, budget, page, visit }: Walk<Item>): Promise<Walked> => {
  let at = position === "" ? { segment: 0 } : Position.parse(JSON.parse(position));
  do {
    const { items, next } = await page({ index: at.segment, of: SEGMENTS }, at.from);
    await visit(items);
    at = next === undefined ? { segment: at.segment + 1 } : { segment: at.segment, from: next };
    if (at.segment >= SEGMENTS) return { position: "", segments: SEGMENTS };
  } while (!budget.spent());
  return { position: JSON.stringify(at), segments: at.segment };
};
