import { generations, type Generations } from "../kernel/projections/generations";
import { lambdaTask, type Run } from "../kernel/task/lambda-task";
import { SEGMENTS } from "../kernel/streams/walk";
import { BeginRebuild } from "./contract";

interface Dependencies {
  readonly generations: Pick<Generations, "begin" | "report">;
}

export const beginRebuild =
  ({ generations }: Dependencies): Run<typeof BeginRebuild> =>
  async ({ projection, generation }) => {
    await generations.begin(projection, generation);
    await generations.report(projection, { generation, phase: "filling", done: 0, of: SEGMENTS });
    return { outcome: "begun", position: "" };
  };

export const handler = lambdaTask(BeginRebuild, () => beginRebuild({ generations: generations() }));
