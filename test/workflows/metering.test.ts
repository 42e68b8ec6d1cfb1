import { DescribeExecutionCommand, RedriveExecutionCommand, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { behind, clientOf, closeAll, eventually, failWith, fixtureTemplate, machineArn, open } from "../infra/local/cloud/fixture";
import { arn, meteringWorld } from "../functions/metering/world";
import { meteringDefinition } from "../kit/metering-definition";

const SEAL = "Seal the hours that are over";
const TELL = "Tell AWS of the hours that are over";
const GO_ON = "Go on telling AWS of the hours that are over";
const MINUTE = 60_000;

const lambda = (name: string) => ({ Type: "AWS::Lambda::Function", Properties: { FunctionName: `fixture-${name}`, Timeout: 10 } });

/** The machine as it is synthesised, with functions of the fixture's cloud behind it. */
const template = () =>
  fixtureTemplate({
    Seal: lambda("seal-usage"),
    Submit: lambda("submit-usage"),
    Metering: { Type: "AWS::StepFunctions::StateMachine", Properties: { StateMachineName: "metering", DefinitionString: meteringDefinition("fixture") } },
  });

interface Request {
  readonly run: string;
  readonly state: string;
  readonly input: never;
}

/** Usage of three customers in an hour that is over, and the machine that is to bill it. */
const overdue = async () => {
  const world = meteringWorld({ seed: 1, startsAt: "2026-11-24T09:05:00.000Z" });
  for (const id of ["legacy.a", "legacy.b", "legacy.c"]) await world.buy("legacy", id);
  await world.report(["legacy.a", "legacy.b", "legacy.c"].map((subscription) => usage(subscription, "100")));
  world.pass(2 * 60 * MINUTE);
  return { world, ...(await machine(world)) };
};

const usage = (subscription: string, quantity: string, recordId = "r") => ({
  recordId,
  subscription,
  dimension: "gb",
  quantity,
  usedAt: "2026-11-24T09:05:00Z",
});

const machine = async ({ tasks }: Pick<ReturnType<typeof meteringWorld>, "tasks">) => {
  const visited: string[] = [];
  const put = (name: string, task: (input: never, by: Request) => Promise<unknown>): void => {
    behind(name, async (event) => {
      const request = event as Request;
      visited.push(request.state);
      return await task(request.input, request);
    });
  };
  put("seal-usage", tasks.seal);
  put("submit-usage", tasks.submit);
  const cloud = await open({ template: template() });
  const client = new SFNClient(clientOf(cloud));
  const start = async (name: string, more: object = {}): Promise<string> => {
    const input = JSON.stringify({ about: "a test", what: "due", subscription: "", lastSealAt: cloud.clock.instant(), ...more });
    return (await client.send(new StartExecutionCommand({ stateMachineArn: machineArn("metering"), name, input }))).executionArn!;
  };
  const end = (executionArn: string) =>
    eventually("the run ends", async () => {
      const { status } = await client.send(new DescribeExecutionCommand({ executionArn }));
      return status === "RUNNING" ? undefined : status;
    });
  return { cloud, client, put, start, end, visited };
};

afterEach(closeAll);

describe("a metering run", () => {
  test("seals the hours that are over, and tells AWS of exactly that", async () => {
    const { world, start, end, visited } = await overdue();
    expect(await end(await start("metering-1"))).toBe("SUCCEEDED");
    expect(visited).toEqual([SEAL, TELL]);
    expect([...world.aws.held.values()].map(({ record: { quantity } }) => quantity)).toEqual([100, 100, 100]);
  });

  test("that died when AWS had been told, redriven tells it of the same records, which are billed once", async () => {
    const { world, start, end, client, put } = await overdue();
    put("submit-usage", async (input, by) => {
      await world.tasks.submit(input, by);
      failWith("Permanent");
    });
    const run = await start("metering-1");
    expect(await end(run)).toBe("FAILED");
    put("submit-usage", world.tasks.submit);
    await client.send(new RedriveExecutionCommand({ executionArn: run }));
    expect(await end(run)).toBe("SUCCEEDED");
    expect([...world.aws.held.values()].map(({ told }) => [...told])).toEqual([[100], [100], [100]]);
    const { lines } = await world.month("legacy.a", "2026-11");
    expect(lines.map(({ state, units }) => [state, units])).toEqual([["billed", 100]]);
  });

  test("waits while another run tells AWS, and goes on when that is over", async () => {
    const { world, cloud, start, end, visited } = await overdue();
    await world.lane.take("us-east-1", "another");
    const run = await start("metering-1");
    await eventually("it was told that another is at it", () => visited.includes(TELL) || undefined);
    expect(world.aws.calls()).toBe(0);
    await world.lane.leave("us-east-1", "another");
    await cloud.advance(MINUTE);
    expect(await end(run)).toBe("SUCCEEDED");
    expect(visited).toEqual([SEAL, TELL, GO_ON]);
    expect(world.aws.held.size).toBe(3);
  });

  test("leaves the rest to another that does not end for ten minutes", async () => {
    const { world, cloud, start, end, visited } = await overdue();
    // By its own clock, which nobody moves, the other one was heard of a moment ago.
    await world.lane.take("us-east-1", "another");
    const run = await start("metering-1");
    for (let minute = 1; minute <= 10; minute += 1) {
      await eventually("it asked once more", () => visited.filter((state) => state === TELL || state === GO_ON).length >= minute || undefined);
      await cloud.advance(MINUTE);
    }
    expect(await end(run)).toBe("SUCCEEDED");
    expect(world.aws.held.size).toBe(0);
  });
});

describe("the run of a license that ends", () => {
  test("bills the hours before the last at once, and the last one when its time has come", async () => {
    const world = meteringWorld({ seed: 1, startsAt: "2026-11-24T09:05:00.000Z" });
    await world.buy("payg", "l-payg");
    await world.report([usage("l-payg", "7")]);
    world.pass(60 * MINUTE);
    await world.report([{ ...usage("l-payg", "5", "last"), usedAt: world.clock.now() }]);
    await world.end("l-payg");
    const held = () => [...world.aws.held].filter(([key]) => key.startsWith(`${arn("l-payg")}#gb`)).map(([, { record }]) => record.quantity);

    const { cloud, start, end, visited } = await machine(world);
    const lastSealAt = new Date(cloud.clock.now() + 45 * MINUTE).toISOString();
    const run = await start("metering-final", { what: "license", subscription: "l-payg", lastSealAt });
    await eventually("the hours before are told", () => visited.includes("Tell AWS of the hours before the last") || undefined);
    await eventually("AWS has them", () => held().length > 0 || undefined);
    expect(held()).toEqual([7]);
    world.pass(45 * MINUTE);
    await cloud.advance(45 * MINUTE);
    expect(await end(run)).toBe("SUCCEEDED");
    expect(held()).toEqual([7, 5]);
    expect(visited).toEqual([
      "Seal the license's hours but the last",
      "Tell AWS of the hours before the last",
      "Seal the license's last hour",
      "Tell AWS of the last hour",
    ]);
  });
});
