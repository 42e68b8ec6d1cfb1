import { z } from "zod";
import { Instant, later } from "../../events/kernel/values";
import { keysDue } from "../../events/projections/deadlines";
import { ALL_SHARDS } from "../../events/projections/shard";
import { hourOf } from "../../events/subscription/due";
import type { Budget } from "../kernel/task/budget";
import { isDue, type Due } from "../kernel/runs/due-runs";
import { Failure } from "../kernel/task/failure";
import type { Generations } from "../kernel/projections/generations";
import type { ProjectionRows, StoredRow } from "../kernel/projections/rows";

interface Dependencies {
  readonly rows: Pick<ProjectionRows, "range">;
  readonly generations: Pick<Generations, "of">;
  /** Sees to one subscription. */
  readonly see: (due: Due) => Promise<void>;
}

/** How far a round over all parts of the list has come. */
const Position = z.strictObject({
  /** Every hour before this one is done with. */
  from: z.string(),
  /** When the round began: what is due by then is its work. */
  until: Instant,
  /** The part it is at, and the last key there that was seen to. */
  shard: z.int().min(0),
  after: z.string().optional(),
});
type Position = z.infer<typeof Position>;

/** An hour is done with once a round began so long, in milliseconds, after its end: no function's clock is so far behind. */
const MARGIN = 300_000;

const Row = z.object({ subscriptionId: z.string(), dueAt: Instant });

const readRow = ({ key, content }: StoredRow): Due => {
  const row = Row.safeParse(content);
  if (!row.success) throw new Failure("Permanent", `The row '${key}' of the deadlines can't be read. Rebuild the projection: stallkeeper rebuild deadlines.`);
  return { subscription: row.data.subscriptionId, dueAt: row.data.dueAt };
};

/** Where the last turn left off; a position that can't be read costs one round over everything. */
const startOf = (position: string, now: Instant): Position => {
  const fresh: Position = { from: "", until: now, shard: 0 };
  if (position === "") return fresh;
  try {
    const { from, until, shard, after } = Position.parse(JSON.parse(position));
    // The round before came to its end: this is a new one.
    return shard >= ALL_SHARDS.length ? { ...fresh, from } : { from, until, shard, ...(after !== undefined && { after }) };
  } catch {
    return fresh;
  }
};

/** What a turn got done. */
export interface Turn {
  readonly position: string;
  readonly due: number;
  /** Whether the round came to its end; else the next turn goes on with it. */
  readonly ended: boolean;
}

/** What is due in one part of the list, from behind the last key seen to on. */
const dueRows = (rows: Pick<ProjectionRows, "range">) =>
  async function* (partition: string, generation: string, { from, until, after }: Position) {
    let next = after;
    do {
      const page = await rows.range({ projection: "deadlines", generation, partition }, keysDue(from, until), next);
      for (const row of page.items) {
        const found = readRow(row);
        if (isDue(found.dueAt, until)) yield { row, found };
      }
      next = page.next;
    } while (next !== undefined);
  };

/**
 * One turn through the list of deadlines: sees to every subscription that is due, part by part, until the round ends or the
 * budget is spent. Nothing is left behind: an hour is done with when it was read whole after its end, and what is written into
 * an hour that has passed is seen to by whoever wrote it.
 */
export const findDue = ({ rows, generations, see }: Dependencies) => {
  const dueIn = dueRows(rows);
  return async (position: string, now: Instant, budget: Budget): Promise<Turn> => {
    let at = startOf(position, now);
    let due = 0;
    const { live } = await generations.of("deadlines");
    const leave = (): Turn => ({ position: JSON.stringify(at), due, ended: false });

    for (const shard of ALL_SHARDS.slice(at.shard)) {
      for await (const { row, found } of dueIn(shard, live, at)) {
        await see(found);
        due += 1;
        at = { ...at, after: row.key };
        if (budget.spent()) return leave();
      }
      at = { from: at.from, until: at.until, shard: at.shard + 1 };
      if (budget.spent() && at.shard < ALL_SHARDS.length) return leave();
    }
    const done = hourOf(later(at.until, -MARGIN));
    return { position: JSON.stringify({ ...at, from: done > at.from ? done : at.from } satisfies Position), due, ended: true };
  };
};
