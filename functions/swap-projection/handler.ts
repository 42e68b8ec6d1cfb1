import { budget, type Budget } from "../kernel/task/budget";
import { generations, type Generations } from "../kernel/projections/generations";
import { lambdaTask, type Run } from "../kernel/task/lambda-task";
import { projectionRows } from "../kernel/projections/projection-rows";
import type { ProjectionRows } from "../kernel/projections/rows";
import { SEGMENTS, TASK_BUDGET, walk } from "../kernel/streams/walk";
import { SwapProjection } from "./contract";

interface Dependencies {
  readonly rows: Pick<ProjectionRows, "page" | "remove">;
  readonly generations: Pick<Generations, "swap" | "of" | "report">;
  readonly budget: () => Budget;
}

export const swapProjection =
  ({ rows, generations, budget }: Dependencies): Run<typeof SwapProjection> =>
  async ({ projection, generation, position, summary }) => {
    if ((await generations.swap(projection, generation)) === "superseded") return { outcome: "superseded" };
    const walked = await walk({
      position,
      budget: budget(),
      page: (segment, from) => rows.page(projection, segment, from),
      visit: async (items) => {
        // Asked for after the page was read: rows of a rebuild that began meanwhile are then known as such.
        const { live, filling } = await generations.of(projection);
        await rows.remove(items.filter((row) => row.generation !== live && row.generation !== filling));
      },
    });
    const done = walked.position === "";
    await generations.report(projection, { generation, phase: done ? "done" : "clearing", done: walked.segments, of: SEGMENTS });
    return done ? { outcome: "swapped", summary } : { outcome: "more", position: walked.position, summary };
  };

export const handler = lambdaTask(SwapProjection, () =>
  swapProjection({ rows: projectionRows(), generations: generations(), budget: () => budget(TASK_BUDGET) }),
);
