import { GetExecutionHistoryCommand, StopExecutionCommand } from "@aws-sdk/client-sfn";
import { cloudWithRuns } from "./cloud-with-runs";
import { behind, eventually, failWith, fixtureTemplate, open } from "./fixture";

const { cloud, sfn, start, describeRun, ended } = cloudWithRuns();

describe("the embedded Step Functions", () => {
  test("runs a machine with JSONata, assigned variables and an output", async () => {
    const run = await ended(await start("one", { a: 1 }));
    expect(run).toMatchObject({ status: "SUCCEEDED", output: JSON.stringify({ seen: { a: 1 } }) });
    expect(run.startDate).toBeInstanceOf(Date);
  });

  test("retries by the class of the error, and no other", async () => {
    const attempts: string[] = [];
    behind("work", (event) => {
      const { fail, times } = event as { fail: string; times: number };
      attempts.push(fail);
      return attempts.length <= times ? failWith(fail) : "well";
    });
    await expect(ended(await start("one", { fail: "Throttled", times: 2 }, "throttled"))).resolves.toMatchObject({ status: "SUCCEEDED" });
    expect(attempts).toHaveLength(3);
    attempts.length = 0;
    await expect(ended(await start("one", { fail: "Permanent", times: 1 }, "permanent"))).resolves.toMatchObject({ status: "FAILED", error: "Permanent" });
    expect(attempts).toHaveLength(1);
  });

  test("pauses before a retry by the movable clock", async () => {
    let attempts = 0;
    behind("work", () => ((attempts += 1) === 1 ? failWith("Transient") : "well"));
    const arn = await start("one", {});
    await eventually("the first attempt", () => (attempts === 1 ? true : undefined));
    await eventually("the pause", async () => {
      const { events = [] } = await sfn().send(new GetExecutionHistoryCommand({ executionArn: arn }));
      return events.some(({ type }) => type === "TaskFailed") ? true : undefined;
    });
    expect(attempts).toBe(1);
    await cloud().advance(3_600_000);
    await expect(ended(arn)).resolves.toMatchObject({ status: "SUCCEEDED" });
  });

  test("catches an error and goes on", async () => {
    behind("work", () => failWith("Caught"));
    await expect(ended(await start("one", {}))).resolves.toMatchObject({ status: "SUCCEEDED", output: JSON.stringify({ caught: "Caught" }) });
  });

  test("assigns variables where it catches", async () => {
    behind("work", () => failWith("Broken"));
    await expect(ended(await start("assigning-catch", {}))).resolves.toMatchObject({ status: "SUCCEEDED", output: JSON.stringify("Broken") });
  });

  test("fails a run whose catcher can't be evaluated", async () => {
    behind("work", () => failWith("Broken"));
    await expect(ended(await start("bad-catch", {}))).resolves.toMatchObject({ status: "FAILED", error: "States.QueryEvaluationError" });
  });

  test("fails with States.QueryEvaluationError where an expression is undefined", async () => {
    await expect(ended(await start("undefined", {}))).resolves.toMatchObject({ status: "FAILED", error: "States.QueryEvaluationError" });
  });

  test("chooses, and fails as the machine says", async () => {
    await expect(ended(await start("choosing", { kind: "good" }, "good"))).resolves.toMatchObject({ status: "SUCCEEDED" });
    await expect(ended(await start("choosing", { kind: "bad" }, "bad"))).resolves.toMatchObject({
      status: "FAILED",
      error: "NotGood",
      cause: "The kind is not good.",
    });
  });

  test("waits by the movable clock", async () => {
    const arn = await start("waiting", { a: 1 });
    await cloud().advance(86_000_000);
    await expect(describeRun(arn)).resolves.toMatchObject({ status: "RUNNING" });
    await cloud().advance(500_000);
    await expect(ended(arn)).resolves.toMatchObject({ status: "SUCCEEDED" });
  });

  test("works on a bounded number of tasks when a hundred runs fall due at one moment, and on all of them", async () => {
    let [underWay, most] = [0, 0];
    behind("work", async (event) => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((done) => setTimeout(done, 5));
      underWay -= 1;
      return event;
    });
    const runs = await Promise.all(Array.from({ length: 100 }, (_, index) => start("waiting", {}, `due-${index}`)));
    await cloud().advance(86_401_000);
    for (const run of runs) expect((await ended(run)).status).toBe("SUCCEEDED");
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(8);
    expect(cloud().engine.running()).toBe(0);
  });

  test("does not begin a task for a run that was stopped while it waited its turn", async () => {
    const begun: unknown[] = [];
    let open = (): void => undefined;
    const gate = new Promise<void>((done) => (open = done));
    behind("work", async (event) => {
      begun.push(event);
      await gate;
      return event;
    });
    const runs = await Promise.all(Array.from({ length: 9 }, (_, index) => start("one", { index }, `busy-${index}`)));
    await eventually("all slots are taken", () => (begun.length === 8 ? true : undefined));
    const waited = runs.findIndex((_, index) => !begun.some((event) => (event as { index: number }).index === index));
    await sfn().send(new StopExecutionCommand({ executionArn: runs[waited] }));
    open();
    for (const [index, run] of runs.entries()) expect((await ended(run)).status).toBe(index === waited ? "ABORTED" : "SUCCEEDED");
    expect(begun).toHaveLength(8);
  });

  test("takes a few milliseconds for a transition", async () => {
    await ended(await start("long", {}, "warm"));
    const began = Date.now();
    const { startDate, stopDate } = await ended(await start("long", {}, "measured"));
    const each = ((stopDate?.getTime() ?? Infinity) - (startDate?.getTime() ?? began)) / 50;
    expect(each).toBeLessThan(40);
    if (process.env["MEASURE"] !== undefined) process.stdout.write(`${each} ms a Task transition\n`);
  });
});

describe("a machine the embedded cloud can't run", () => {
  const opened = (definition: object) =>
    open({
      template: fixtureTemplate({
        Odd: { Type: "AWS::StepFunctions::StateMachine", Properties: { StateMachineName: "odd", DefinitionString: JSON.stringify(definition) } },
      }),
    });

  test("is refused at the start, with its state named", async () => {
    await expect(opened({ QueryLanguage: "JSONata", StartAt: "All", States: { All: { Type: "Parallel", Branches: [], End: true } } })).rejects.toThrow(
      /odd[\s\S]*All/,
    );
  });

  test("is refused for a time limit of the whole run, which nobody would keep", async () => {
    await expect(opened({ QueryLanguage: "JSONata", TimeoutSeconds: 5, StartAt: "P", States: { P: { Type: "Pass", End: true } } })).rejects.toThrow(
      /TimeoutSeconds/,
    );
  });
});
