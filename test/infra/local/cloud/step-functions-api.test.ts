import { GetExecutionHistoryCommand, ListExecutionsCommand, RedriveExecutionCommand, StartExecutionCommand, StopExecutionCommand } from "@aws-sdk/client-sfn";
import { cloudWithRuns } from "./cloud-with-runs";
import { behind, failWith, machineArn } from "./fixture";

const { cloud, sfn, start, describeRun, ended } = cloudWithRuns();

describe("the API of the embedded Step Functions", () => {
  test("takes a name once: the same input while it runs is the same run, anything else is refused", async () => {
    const first = await start("waiting", { a: 1 });
    await expect(start("waiting", { a: 1 })).resolves.toBe(first);
    await expect(start("waiting", { a: 2 })).rejects.toMatchObject({ name: "ExecutionAlreadyExists" });
    await ended(await start("one", {}, "over"));
    await expect(start("one", {}, "over")).rejects.toMatchObject({ name: "ExecutionAlreadyExists" });
  });

  test("starts one run for ten starts of one name at one moment", async () => {
    let runs = 0;
    behind("work", (event) => ((runs += 1), event));
    const arns = await Promise.allSettled(Array.from({ length: 10 }, () => start("one", { a: 1 })));
    const arn = arns.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []))[0] ?? "";
    await ended(arn);
    expect(runs).toBe(1);
  });

  test("redrives a failed run into the state that failed", async () => {
    let broken = true;
    behind("work", (event) => (broken ? failWith("Permanent") : event));
    const arn = await start("one", { a: 1 });
    await expect(ended(arn)).resolves.toMatchObject({ status: "FAILED", redriveStatus: "REDRIVABLE" });
    broken = false;
    await sfn().send(new RedriveExecutionCommand({ executionArn: arn }));
    await expect(ended(arn)).resolves.toMatchObject({ status: "SUCCEEDED", redriveCount: 1, output: JSON.stringify({ seen: { a: 1 } }) });
    await expect(sfn().send(new RedriveExecutionCommand({ executionArn: arn }))).rejects.toMatchObject({ name: "ExecutionNotRedrivable" });
  });

  test("stops a run, which then does nothing more", async () => {
    let runs = 0;
    behind("work", () => (runs += 1));
    const arn = await start("waiting", {});
    await sfn().send(new StopExecutionCommand({ executionArn: arn, error: "Operator", cause: "Enough." }));
    await expect(describeRun(arn)).resolves.toMatchObject({ status: "ABORTED", error: "Operator", cause: "Enough." });
    await cloud().advance(90_000_000);
    expect(runs).toBe(0);
  });

  test("tells a run's history in pages, forwards and backwards", async () => {
    const arn = await start("one", { a: 1 });
    await ended(arn);
    const types: (string | undefined)[] = [];
    let nextToken: string | undefined;
    do {
      const page = await sfn().send(new GetExecutionHistoryCommand({ executionArn: arn, maxResults: 3, ...(nextToken !== undefined && { nextToken }) }));
      expect(page.events?.length).toBeLessThanOrEqual(3);
      types.push(...(page.events ?? []).map(({ type }) => type));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    expect(types).toEqual([
      "ExecutionStarted",
      "TaskStateEntered",
      "TaskScheduled",
      "TaskSucceeded",
      "TaskStateExited",
      "SucceedStateEntered",
      "SucceedStateExited",
      "ExecutionSucceeded",
    ]);
    const backwards = await sfn().send(new GetExecutionHistoryCommand({ executionArn: arn, reverseOrder: true }));
    expect(backwards.events?.map(({ type }) => type)).toEqual(types.toReversed());
  });

  test("lists runs by status, in pages", async () => {
    for (const name of ["a", "b", "c"]) await ended(await start("one", {}, name));
    await ended(await start("choosing", {}, "d"));
    const list = (machine: string, more: object) => sfn().send(new ListExecutionsCommand({ stateMachineArn: machineArn(machine), ...more }));
    await expect(list("one", { statusFilter: "FAILED" })).resolves.toMatchObject({ executions: [] });
    const first = await list("one", { maxResults: 2 });
    const second = await list("one", { maxResults: 2, nextToken: first.nextToken });
    expect([...(first.executions ?? []), ...(second.executions ?? [])].map(({ name }) => name).toSorted()).toEqual(["a", "b", "c"]);
    expect(second.nextToken).toBeUndefined();
  });

  test("refuses an unknown machine, a bad name and an input that is not JSON, by AWS's names", async () => {
    const send = (more: { stateMachineArn?: string; name?: string; input?: string }) =>
      sfn().send(new StartExecutionCommand({ stateMachineArn: machineArn("one"), name: "run", input: "{}", ...more }));
    await expect(send({ stateMachineArn: machineArn("absent") })).rejects.toMatchObject({ name: "StateMachineDoesNotExist" });
    await expect(send({ name: "not a name" })).rejects.toMatchObject({ name: "InvalidName" });
    await expect(send({ input: "{" })).rejects.toMatchObject({ name: "InvalidExecutionInput" });
  });
});
