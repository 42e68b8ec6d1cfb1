import { DescribeExecutionCommand, SFNClient, StartExecutionCommand, type DescribeExecutionCommandOutput } from "@aws-sdk/client-sfn";
import type { Cloud } from "../../../../infra/local/cloud/cloud";
import { clientOf, closeAll, eventually, machineArn, open } from "./fixture";

/** An embedded cloud for each test of a file, and its Step Functions as AWS's own client sees it. */
export const cloudWithRuns = () => {
  const opened: { cloud?: Cloud; sfn?: SFNClient } = {};
  beforeEach(async () => {
    opened.cloud = await open();
    opened.sfn = new SFNClient(clientOf(opened.cloud));
  });
  afterEach(async () => {
    opened.sfn?.destroy();
    await closeAll();
  });
  const sfn = (): SFNClient => opened.sfn!;
  const describeRun = (executionArn: string): Promise<DescribeExecutionCommandOutput> => sfn().send(new DescribeExecutionCommand({ executionArn }));
  return {
    cloud: (): Cloud => opened.cloud!,
    sfn,
    start: async (machine: string, input: unknown, name = "run"): Promise<string> =>
      (await sfn().send(new StartExecutionCommand({ stateMachineArn: machineArn(machine), name, input: JSON.stringify(input) }))).executionArn ?? "",
    describeRun,
    ended: (executionArn: string): Promise<DescribeExecutionCommandOutput> =>
      eventually("the execution ends", async () => {
        const run = await describeRun(executionArn);
        return run.status === "RUNNING" ? undefined : run;
      }),
  };
};
