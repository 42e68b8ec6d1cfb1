import { PROJECTIONS } from "../../events/projections/projections";
import { inParallel } from "../kernel/task/batches";
import { budget, type Budget } from "../kernel/task/budget";
import { eventLog } from "../kernel/streams/event-log";
import type { EventStore } from "../kernel/streams/event-store";
import { generations, type Generations } from "../kernel/projections/generations";
import { lambdaTask, type Run } from "../kernel/task/lambda-task";
import { projectionRows } from "../kernel/projections/projection-rows";
import { bringUp, categoriesIn, isProjected, projector, type Projector } from "../kernel/projections/projector";
import { SEGMENTS, TASK_BUDGET, walk, WALK_WIDTH } from "../kernel/streams/walk";
import { FillProjection } from "./contract";

interface Dependencies {
  readonly store: Pick<EventStore, "streams">;
  readonly projector: Projector;
  readonly generations: Pick<Generations, "of" | "report">;
  readonly budget: () => Budget;
}

export const fillProjection =
  ({ store, projector, generations, budget }: Dependencies): Run<typeof FillProjection> =>
  async ({ projection, generation, position }) => {
    if ((await generations.of(projection)).filling !== generation) return { outcome: "superseded" };
    const categories = categoriesIn(PROJECTIONS[projection]);
    const walked = await walk({
      position,
      budget: budget(),
      page: async (segment, from) => {
        const { streams, next } = await store.streams(categories, segment, from);
        return next === undefined ? { items: streams } : { items: streams, next };
      },
      visit: async (streams) => {
        const ids = [...new Set(streams.map(({ stream }) => stream))].filter(isProjected);
        await inParallel(ids, WALK_WIDTH, (stream) => bringUp(projector, stream, { [projection]: { live: generation } }));
      },
    });
    await generations.report(projection, { generation, phase: "filling", done: walked.segments, of: SEGMENTS });
    if (walked.position !== "") return { outcome: "more", position: walked.position };
    return { outcome: "filled", position: "", compared: 0, differing: 0, example: "" };
  };

export const handler = lambdaTask(FillProjection, () => {
  const store = eventLog();
  return fillProjection({
    store,
    projector: projector({ store, rows: projectionRows() }),
    generations: generations(),
    budget: () => budget(TASK_BUDGET),
  });
});
