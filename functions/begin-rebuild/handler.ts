import { generations, type Generations } from "../kernel/generations";
import { lambdaTask, type Run } from "../kernel/lambda-task";
import { SEGMENTS } from "../kernel/walk";
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
