import { inParallel } from "../kernel/task/batches";
import { budget, type Budget } from "../kernel/task/budget";
import { eventLog } from "../kernel/streams/event-log";
import { generations, type Generations } from "../kernel/projections/generations";
import { lambdaTask, type Run } from "../kernel/task/lambda-task";
import { projectionRows } from "../kernel/projections/projection-rows";
import { projector, type Projector } from "../kernel/projections/projector";
import type { ProjectionRows, StoredRow } from "../kernel/projections/rows";
import { SEGMENTS, TASK_BUDGET, walk, WALK_WIDTH } from "../kernel/streams/walk";
import { CompareProjection } from "./contract";
import { rowsAgree } from "./rows-agree";

interface Dependencies {
  readonly rows: Pick<ProjectionRows, "get" | "page">;
  readonly projector: Projector;
  readonly generations: Pick<Generations, "of" | "report" | "abandon">;
  readonly budget: () => Budget;
}

const placeOf = ({ projection, partition, key }: StoredRow): string => `${projection} '${partition}', row '${key}'`;

export const compareProjection = ({ rows, projector, generations, budget }: Dependencies): Run<typeof CompareProjection> => {
  const agree = rowsAgree({ rows, projector });
  return async ({ projection, generation, onDifference, position, compared, differing, example }) => {
    const { live, filling } = await generations.of(projection);
    if (filling !== generation) return { outcome: "superseded" };
    const pair = { live, filling: generation };
    const tally = { compared, differing, example };

    /** A pair is counted at its live row, or at the new one if there is no other. */
    const isCounted = async (row: StoredRow): Promise<boolean> => {
      if (row.generation === live) return true;
      if (row.generation !== generation) return false;
      const { partition, key } = row;
      return (await rows.get({ projection, generation: live, partition, key })) === undefined;
    };
    const compare = async (row: StoredRow): Promise<void> => {
      if (!(await isCounted(row))) return;
      const same = await agree(row, pair);
      tally.compared += 1;
      if (same) return;
      tally.differing += 1;
      if (tally.example === "") tally.example = placeOf(row);
    };
    const walked = await walk({
      position,
      budget: budget(),
      page: (segment, from) => rows.page(projection, segment, from),
      visit: async (items) => {
        await inParallel(items, WALK_WIDTH, compare);
      },
    });
    await generations.report(projection, { generation, phase: "comparing", done: walked.segments, of: SEGMENTS });
    if (walked.position !== "") return { outcome: "more", position: walked.position, ...tally };

    const summary = `${tally.compared} rows compared, ${tally.differing === 0 ? "all alike" : `${tally.differing} differ, the first being ${tally.example}`}`;
    if (tally.differing === 0 || onDifference === "replace") return { outcome: "agreed", position: "", summary };
    await generations.abandon(projection, generation);
    return { outcome: "differs", summary };
  };
};

export const handler = lambdaTask(CompareProjection, () => {
  const rows = projectionRows();
  return compareProjection({
    rows,
    projector: projector({ store: eventLog(), rows }),
    generations: generations(),
    budget: () => budget(TASK_BUDGET),
  });
});
