import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import type { Cloud } from "../../../../infra/local/cloud/cloud";
import { behind, clientOf, close, closeAll, eventually, folder, machineArn, open } from "./fixture";

const ROOT = resolve(__dirname, "../../../..");

afterEach(closeAll);

const start = async (cloud: Cloud, machine: string): Promise<string> => {
  const sfn = new SFNClient(clientOf(cloud));
  const { executionArn = "" } = await sfn.send(new StartExecutionCommand({ stateMachineArn: machineArn(machine), name: "run", input: "{}" }));
  sfn.destroy();
  return executionArn;
};
const status = async (cloud: Cloud, executionArn: string): Promise<string | undefined> => {
  const sfn = new SFNClient(clientOf(cloud));
  const run = await sfn.send(new DescribeExecutionCommand({ executionArn }));
  sfn.destroy();
  return run.status;
};
const succeeds = (cloud: Cloud, arn: string): Promise<true> =>
  eventually("the execution succeeds", async () => ((await status(cloud, arn)) === "SUCCEEDED" ? true : undefined));

describe("a cloud opened again on the same folder", () => {
  test("enters the state again that was under way", async () => {
    const dataDir = folder();
    let attempts = 0;
    // The first attempt never answers, as in a process that is killed.
    behind("work", (event) => ((attempts += 1) === 1 ? new Promise(() => undefined) : event));
    const first = await open({ dataDir });
    const arn = await start(first, "one");
    await eventually("the task is under way", () => (attempts === 1 ? true : undefined));
    await close(first);
    await succeeds(await open({ dataDir }), arn);
    expect(attempts).toBe(2);
  });

  test("keeps a wait, and the time its clock had been moved to", async () => {
    const dataDir = folder();
    const first = await open({ dataDir });
    const arn = await start(first, "waiting");
    await first.advance(80_000_000);
    const before = first.clock.now();
    await close(first);
    const second = await open({ dataDir });
    expect(second.clock.now()).toBeGreaterThanOrEqual(before);
    await expect(status(second, arn)).resolves.toBe("RUNNING");
    await second.advance(7_000_000);
    await succeeds(second, arn);
  });

  test("keeps messages, and the secret it made", async () => {
    const dataDir = folder();
    const secret = async (cloud: Cloud): Promise<string | undefined> => {
      const client = new SecretsManagerClient(clientOf(cloud));
      const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: "fixture-keys" }));
      client.destroy();
      return SecretString;
    };
    const first = await open({ dataDir });
    const made = await secret(first);
    expect(made).toMatch(/^.{64}$/);
    await first.queues.send("fixture-plain", "kept");
    await close(first);
    const second = await open({ dataDir });
    await expect(secret(second)).resolves.toBe(made);
    await expect(second.queues.receive("fixture-plain", 1)).resolves.toMatchObject([{ body: "kept" }]);
  });

  test("goes on with a run whose process was killed half-way", async () => {
    const dataDir = folder();
    const command = [join(ROOT, "node_modules/tsx/dist/cli.mjs"), require.resolve("./cloud-process"), dataDir];
    const child = spawn(process.execPath, command, { cwd: ROOT, stdio: ["ignore", "pipe", "inherit"] });
    // "close" comes when its output has all been read.
    const closed = once(child, "close");
    let written = "";
    child.stdout.on("data", (part: Buffer) => (written += part.toString("utf8")));
    // The process writes its own id, for tsx runs it as a child, and then one letter for each task.
    const id = await eventually("ten tasks are done", () => /^(\d+)\n\.{10}/.exec(written)?.[1], 25_000);
    process.kill(Number(id), "SIGKILL");
    await closed;
    const before = written.replace(/[^.]/g, "").length;
    let tasks = 0;
    behind("work", () => (tasks += 1));
    await succeeds(await open({ dataDir }), machineArn("long").replace("stateMachine", "execution") + ":killed");
    // None is lost; the one that was done and not yet written is done again.
    expect([50, 51]).toContain(before + tasks);
    expect(before).toBeLessThan(50);
  });

  test("hands over again at once the message that was being worked on, and a delayed one when it is due", async () => {
    const dataDir = folder();
    const seen: string[] = [];
    // The first delivery never answers, as in a process that is killed.
    behind("consume", () => {
      seen.push("underWay");
      return new Promise(() => undefined);
    });
    const first = await open({ dataDir });
    await first.queues.send("fixture-queue", "under way");
    await eventually("the message is being worked on", () => (seen.length === 1 ? true : undefined));
    await first.queues.send("fixture-queue", "delayed", 60);
    await close(first);

    const bodies: string[] = [];
    behind("consume", (event) => {
      bodies.push(...(event as { Records: { body: string }[] }).Records.map(({ body }) => body));
      return { batchItemFailures: [] };
    });
    const second = await open({ dataDir });
    await eventually("it is handed over again", () => (bodies.length === 1 ? true : undefined));
    expect(bodies).toEqual(["under way"]);
    await second.advance(60_000);
    await eventually("the delayed one is handed over", () => (bodies.length === 2 ? true : undefined));
    expect(bodies).toEqual(["under way", "delayed"]);
  });

  test("stops without ado while everything is under way", async () => {
    const dataDir = folder();
    const first = await open({ dataDir });
    const arns = await Promise.all(Array.from({ length: 1 }, () => start(first, "long")));
    await first.queues.send("fixture-queue", "under way");
    await close(first);
    const second = await open({ dataDir });
    for (const arn of arns) await succeeds(second, arn);
  });
});
