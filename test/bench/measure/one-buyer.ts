import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import { documentClient } from "../../../functions/kernel/aws/dynamo";
import type { Execution } from "../../../infra/local/cloud/step-functions/records";
import type { Stall } from "../../../infra/local/stall";
import { itemSize } from "../item-size";
import { same } from "../right";
import { inFolder, NAMES, quiet, withStall } from "./stall";
import { visitor } from "./visitor";
import { countingWire, type Call } from "./wire";

const WRITES = ["PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"];

/** EntitlementChange reads a contract again after ten minutes. */
const SECOND_READING_MS = 11 * 60_000;

/** What one step of a buyer's way in costs. */
export interface StepCost {
  readonly step: string;
  readonly transitions: number;
  readonly invocations: number;
  readonly reads: number;
  readonly readUnits: number;
  readonly writes: number;
  readonly writeUnits: number;
  readonly marketplaceCalls: number;
  readonly eventsPut: number;
}

/** An execution, by the states it entered. */
export interface RunCost {
  readonly run: string;
  readonly transitions: number;
  readonly tasks: number;
}

/** What one buyer costs. */
export interface BuyerCost {
  readonly product: string;
  readonly steps: readonly StepCost[];
  readonly runs: readonly RunCost[];
  /** Items of the log that the buyer left, and their bytes as DynamoDB counts them. */
  readonly items: number;
  readonly logBytes: number;
}

const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);

const entered = async ({ engine }: Stall, runs: readonly Execution[]): Promise<readonly RunCost[]> =>
  Promise.all(
    runs.map(async ({ arn, machineArn, name }) => {
      const types = (await engine.records.steps(arn)).flatMap(({ events }) => events.map(({ type }) => type));
      const machine = machineArn.split(":stallkeeper-").at(-1) ?? machineArn;
      const run = machine === "onboarding" ? `${machine}, by ${name.startsWith("register") ? "form" : "token"}` : machine;
      return { run, transitions: types.filter((type) => type.endsWith("StateEntered")).length, tasks: types.filter((type) => type === "TaskScheduled").length };
    }),
  );

const costOf = (step: string, calls: readonly Call[], { transitions, invocations }: Pick<StepCost, "transitions" | "invocations">): StepCost => {
  const dynamo = calls.filter(({ table }) => table !== undefined);
  const [writes, reads] = [dynamo.filter(({ operation }) => WRITES.includes(operation)), dynamo.filter(({ operation }) => !WRITES.includes(operation))];
  return {
    step,
    transitions,
    invocations,
    reads: reads.length,
    readUnits: sum(reads.map(({ units }) => units)),
    writes: writes.length,
    writeUnits: sum(writes.map(({ units }) => units)),
    marketplaceCalls: calls.filter(({ operation }) => operation === "GetEntitlements" || operation === "ResolveCustomer").length,
    eventsPut: sum(calls.map(({ entries }) => entries)),
  };
};

/** What stands in the log, but for what others had left there. */
const itemsOf = async (streams: readonly string[]): Promise<readonly Record<string, unknown>[]> => {
  const client = documentClient();
  const pages = await Promise.all(
    streams.map((stream) =>
      client.send(
        new QueryCommand({ TableName: NAMES.log, KeyConditionExpression: "pk = :s", ExpressionAttributeValues: { ":s": stream }, ConsistentRead: true }),
      ),
    ),
  );
  return pages.flatMap(({ Items = [] }) => Items);
};

/** Counts one buyer's way in, step by step, once another buyer has warmed everything up. */
export const oneBuyer = ({ product }: { readonly product: string }, tell: (step: string) => void): Promise<BuyerCost> =>
  inFolder(async (dataDir) => {
    const wire = await countingWire();
    try {
      return await withStall({ dataDir, environment: { AWS_ENDPOINT_URL: wire.url }, leadTo: wire.leadTo }, async (stall, log) => {
        const counted = async (): Promise<Pick<StepCost, "transitions" | "invocations">> => ({
          transitions: sum((await entered(stall, await stall.engine.records.all())).map(({ transitions }) => transitions)),
          invocations: sum(Object.values(stall.functions.invocations())),
        });
        const steps: StepCost[] = [];
        const measure = async (step: string, work: () => Promise<unknown>): Promise<void> => {
          tell(step);
          const before = await counted();
          wire.take();
          await work();
          await quiet(stall);
          const [calls, after] = [wire.take(), await counted()];
          steps.push(costOf(step, calls, { transitions: after.transitions - before.transitions, invocations: after.invocations - before.invocations }));
        };
        const walk = async (): Promise<string> => {
          const buyer = visitor(stall.marketplace.fulfilmentUrl);
          let handed: { readonly token: string; readonly licenseArn?: string | undefined } = { token: "" };
          await measure("AWS tells of the purchase", async () => (handed = await stall.marketplace.buy({ product })));
          await measure("the token is posted", () => buyer.postToken(handed.token));
          await measure("the form is shown", buyer.look);
          await measure("the form is handed in", buyer.register);
          await measure("the log-in link is shown", buyer.look);
          await measure("the product claims the log-in", buyer.logIn);
          await measure("ten minutes pass, and a contract is read again", () => stall.advance(SECOND_READING_MS));
          return (handed.licenseArn ?? "").split(":").at(-1) ?? "";
        };

        const streamsNow = async (): Promise<readonly string[]> => {
          const categories = ["subscription", "arrival", "notice", "run"];
          const found: string[] = [];
          for (const category of categories) {
            let next: string | undefined;
            do {
              const page = await log.streams(category, { index: 0, of: 1 }, next);
              found.push(...page.streams.map(({ stream }) => stream));
              ({ next } = page);
            } while (next !== undefined);
          }
          return found;
        };

        await walk();
        const [knownRuns, knownStreams] = [await stall.engine.records.all(), new Set(await streamsNow())];
        steps.length = 0;
        const subscription = await walk();
        const known = new Set(knownRuns.map(({ arn }) => arn));
        const runs = (await stall.engine.records.all()).filter(({ arn }) => !known.has(arn));
        same(
          "runs that did not succeed",
          runs.filter(({ status }) => status !== "SUCCEEDED").map(({ name }) => name),
          [],
        );
        const heard = (await (await fetch(`${stall.url}/sample-product/events.json?subscription=${subscription}`)).json()) as readonly {
          readonly type: string;
        }[];
        same("the events the product heard", new Set(heard.map(({ type }) => type)).size >= 3 && heard.some(({ type }) => type === "Access Granted"), true);
        same("events put and events heard", sum(steps.map(({ eventsPut }) => eventsPut)), heard.length);
        const items = await itemsOf((await streamsNow()).filter((stream) => !knownStreams.has(stream)));
        return {
          product: stall.marketplace.product(product).name,
          steps,
          runs: await entered(stall, runs),
          items: items.length,
          logBytes: sum(items.map(itemSize)),
        };
      });
    } finally {
      await wire.stop();
    }
  });
