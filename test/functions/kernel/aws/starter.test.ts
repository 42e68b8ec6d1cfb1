import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { mockClient } from "aws-sdk-client-mock";
import { starter } from "../../../../functions/kernel/aws/starter";

const MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:stallkeeper-Onboarding";
const sfn = mockClient(SFNClient);

const named = (name: string): Error => Object.assign(new Error("…"), { name });
const exists = new ExecutionAlreadyExists({ message: "Execution Already Exists", $metadata: {} });
const notShown = new ExecutionDoesNotExist({ message: "Execution Does Not Exist", $metadata: {} });

beforeEach(() => sfn.reset());

describe("a run that is started twice", () => {
  const start = () => starter(new SFNClient()).start(MACHINE, "onboard-1", {});

  test.each(["RUNNING", "SUCCEEDED", "PENDING_REDRIVE"] as const)("is the same run while it is %s", async (status) => {
    sfn.on(StartExecutionCommand).rejects(exists).on(DescribeExecutionCommand).resolves({ status });
    expect(await start()).toEqual({ run: "onboard-1", outcome: "sameRun" });
  });

  // DescribeExecution is eventually consistent: of two who start at one moment, the second may ask before it shows the first's.
  test("is the same run though Step Functions does not show it yet", async () => {
    sfn.on(StartExecutionCommand).rejects(exists).on(DescribeExecutionCommand).rejects(notShown);
    expect(await start()).toEqual({ run: "onboard-1", outcome: "sameRun" });
  });

  test("is taken up again where it failed", async () => {
    sfn.on(StartExecutionCommand).rejects(exists).on(DescribeExecutionCommand).resolves({ status: "FAILED" }).on(RedriveExecutionCommand).resolves({});
    expect(await start()).toEqual({ run: "onboard-1", outcome: "redriven" });
  });

  test("is started anew under the next name where it can't be taken up", async () => {
    sfn.on(StartExecutionCommand).rejectsOnce(exists).resolves({}).on(DescribeExecutionCommand).resolves({ status: "TIMED_OUT" });
    sfn.on(RedriveExecutionCommand).rejects(named("ExecutionNotRedrivable"));
    expect(await start()).toEqual({ run: "onboard-1-2", outcome: "started" });
  });

  test("fails as the call did that found nothing out", async () => {
    sfn.on(StartExecutionCommand).rejects(exists).on(DescribeExecutionCommand).rejects(named("ThrottlingException"));
    await expect(start()).rejects.toMatchObject({ name: "Throttled" });
  });
});
