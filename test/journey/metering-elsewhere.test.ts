import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { hourAt } from "../../events/kernel/hour";
import { signedPost } from "../../functions/kernel/usage/signed-post";
import { usageReporter } from "../../functions/kernel/usage/usage-client";
import { readBytes } from "../../infra/local/cloud/read-bytes";
import { at, drivenClock } from "../../infra/local/demo/metering/driven-clock";
import { until } from "../../infra/local/demo/patience";
import { simulator as simulatorAt } from "../../infra/local/demo/simulator";
import { buy, setUp } from "../../infra/local/demo/walk-in";
import { quietly } from "../../infra/local/quietly";
import { startStall, type Stall } from "../../infra/local/stall";
import { connect } from "../../infra/operator/connection";
import { readMonth } from "../../infra/operator/usage/read-month";
import { OPENING_MS } from "./open-stall";

interface WireRecord {
  readonly Dimension: string;
  readonly Quantity: number;
  readonly Timestamp: number;
  readonly LicenseArn?: string;
}

type Answer = "success" | "duplicate" | "notSubscribed" | "unprocessed" | "throttle";

const STATUS = { success: "Success", duplicate: "DuplicateRecord", notSubscribed: "CustomerNotSubscribed" } as const;

/** A metering service of nobody's: it answers each call with records in them as it is told to, the rest with success. */
const independentService = async () => {
  const taken: WireRecord[] = [];
  const calls: { readonly target: unknown; readonly records: readonly WireRecord[] }[] = [];
  const next: Answer[] = [];
  const server: Server = createServer((request, response) => {
    void readBytes(request).then((bytes) => {
      const { UsageRecords: records } = JSON.parse(bytes.toString("utf8")) as { readonly UsageRecords: readonly WireRecord[] };
      calls.push({ target: request.headers["x-amz-target"], records });
      const telling = records.filter(({ Quantity }) => Quantity > 0);
      const answer = telling.length === 0 ? "success" : (next.shift() ?? "success");
      const headers = { "content-type": "application/x-amz-json-1.1" };
      if (answer === "throttle") return response.writeHead(400, headers).end('{"__type":"ThrottlingException","message":"Slow down."}');
      if (answer === "unprocessed") return response.writeHead(200, headers).end(JSON.stringify({ Results: [], UnprocessedRecords: records }));
      if (answer === "success") taken.push(...telling);
      const results = records.map((UsageRecord) => ({
        UsageRecord,
        Status: STATUS[answer],
        MeteringRecordId: `elsewhere-${calls.length}-${UsageRecord.Dimension}`,
      }));
      return response.writeHead(200, headers).end(JSON.stringify({ Results: results, UnprocessedRecords: [] }));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, taken, calls, next, close: () => server.close() };
};

let service: Awaited<ReturnType<typeof independentService>>;
let stall: Stall;
beforeAll(async () => {
  service = await independentService();
  stall = await startStall({ port: 0, environment: quietly("CRITICAL"), meteringEndpoint: service.url });
}, OPENING_MS);
afterAll(async () => {
  await stall.stop();
  service.close();
});

describe("usage that is metered elsewhere", () => {
  test("arrives there to the unit, and every answer of AWS's is taken", async () => {
    const { url, clock, engine } = stall;
    const connection = connect({ local: true, port: String(stall.port), prefix: "stallkeeper" });
    const simulator = simulatorAt(url);
    const metering = engine.machines.find(({ name }) => name === "stallkeeper-metering")!;
    const time = drivenClock({ simulator, now: clock.now, runs: connection.executions, metering });
    const usage = usageReporter({ post: signedPost({ url: `${url}/product-api` }), now: time.now });

    const today = new Date(clock.now() + 86_400_000).toISOString();
    const [month, day] = [today.slice(0, 7), Number(today.slice(8, 10))];
    await simulator.forward(`PT${Math.ceil((Date.parse(at(month, day, "00:05")) - clock.now()) / 1000)}S`);
    const bought = await buy(url, "tidewater0subscription002");
    const { subscription } = await setUp(url, bought, () => {});

    /** Uses so much in an hour, and lets it be told with these answers, one call after the other. */
    const told = async (hour: string, quantity: string, ...answers: readonly Answer[]) => {
      const usedAt = at(month, day, `${hour}:10`);
      await time.to(at(month, day, `${hour}:15`));
      const [taken] = await usage.report({ subscription, dimension: "gb_processed", quantity, usedAt });
      expect(taken?.answer.status).toBe("accepted");
      service.next.push(...answers);
      await time.to(at(month, day, `${String(Number(hour) + 1).padStart(2, "0")}:15`));
      const line = async () =>
        (await readMonth(connection)(subscription, month)).lines.find((one) => one.hour === hourAt(usedAt) && one.dimension === "gb_processed");
      return line();
    };

    expect(await told("02", "11")).toMatchObject({ state: "billed", units: 11, meteringRecordId: expect.stringMatching(/^elsewhere-/) as string });
    expect(await told("04", "12", "throttle", "success")).toMatchObject({ state: "billed", units: 12 });
    expect(await told("06", "13", "unprocessed", "success")).toMatchObject({ state: "billed", units: 13 });
    // Never sent before, so that AWS holds another's record of this hour: a person has to look.
    expect(await told("08", "14", "duplicate")).toMatchObject({ state: "disputed", units: 14 });
    expect(await told("10", "15", "notSubscribed")).toMatchObject({ state: "notSubscribed", units: 15 });
    // It is told again while AWS may still learn of the customer.
    await time.to(at(month, day, "12:15"));
    const { lines, conserved } = await readMonth(connection)(subscription, month);
    expect([lines.find(({ hour, units }) => hour.endsWith("T10") && units === 15)?.state, conserved]).toEqual(["billed", true]);

    expect(service.taken.map(({ Quantity }) => Quantity).toSorted((one, other) => one - other)).toEqual([11, 12, 13, 15]);
    expect(new Set(service.calls.map(({ target }) => target))).toEqual(new Set(["AWSMPMeteringService.BatchMeterUsage"]));
    expect(new Set(service.taken.map(({ LicenseArn }) => LicenseArn))).toEqual(new Set([expect.stringContaining(subscription) as string]));
    // Nothing was metered at the simulator.
    expect(await simulator.read(`/metering?month=${month}`)).toEqual([]);
  }, 240_000);
});

describe("a row of usage in the embedded cloud's table", () => {
  test("is taken in by its stream, and answered", async () => {
    const { url, clock } = stall;
    const bought = await buy(url, "tidewater0subscription002");
    await setUp(url, bought, () => {});
    const client = new DynamoDBClient({ endpoint: url, region: "us-east-1", credentials: { accessKeyId: "local", secretAccessKey: "local" } });
    const key = { customerIdentifier: { S: bought.licenseArn ?? "" }, create_timestamp: { N: `${clock.now()}123456` } };
    const dimension_usage = { L: [{ M: { dimension: { S: "gb_processed" }, value: { N: "2.5" } } }] };
    await client.send(new PutItemCommand({ TableName: "stallkeeper-usage-rows", Item: { ...key, dimension_usage, metering_pending: { S: "true" } } }));
    const answered = await until("the row is answered", async () => {
      const { Item } = await client.send(new GetItemCommand({ TableName: "stallkeeper-usage-rows", Key: key, ConsistentRead: true }));
      return Item?.["metering_pending"] === undefined ? Item : undefined;
    });
    client.destroy();
    expect(answered["metering_failed"]?.BOOL).toBe(false);
    expect(JSON.parse(answered["metering_response"]?.S ?? "")).toMatchObject({
      records: [{ status: "accepted", billsInHour: hourAt(new Date(clock.now()).toISOString()) }],
    });
  }, 60_000);
});
