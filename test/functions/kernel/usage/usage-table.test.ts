import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import { dynamoMeteringLane, type MeteringLane } from "../../../../functions/kernel/usage/metering-lane";
import { usageTable, type UsageTable } from "../../../../functions/kernel/usage/usage-table";
import { consumerTables } from "../../../kit/consumer-tables";
import { memoryLane, memoryUsageTable } from "../../metering/memory-ports";

let client: DynamoDBDocumentClient;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ client, stop } = await consumerTables("usage", "lanes"));
});
afterAll(async () => {
  await stop();
});

const Item = z.object({ sk: z.string(), n: z.number() });
const item = (pk: string, n: number) => ({ pk, sk: String(n).padStart(3, "0"), n });

describe.each([
  ["DynamoDB", (): UsageTable => usageTable({ client, table: "usage" })],
  ["memory, the tests' own", (): UsageTable => memoryUsageTable()],
])("the usage table in %s", (_, adapter) => {
  test("gives a claim to the first, and shows the others what stands there", async () => {
    const table = adapter();
    const claims = await Promise.all([1, 2, 3].map((n) => table.claim({ pk: "claim", sk: "one", n })));
    expect(claims.filter((claim) => claim === undefined)).toHaveLength(1);
    const standing = await table.get({ pk: "claim", sk: "one" });
    for (const claim of claims.filter((one) => one !== undefined)) expect(claim).toEqual(standing);
  });

  test("writes more than one batch holds, reads it page by page up to a key, and takes it away", async () => {
    const table = adapter();
    const all = Array.from({ length: 60 }, (_, index) => item("many", index));
    await table.put(all);
    await table.put(all);
    const read: number[] = [];
    let after: string | undefined;
    do {
      const page = await table.page(Item, { pk: "many", upTo: "049", most: 7 }, after);
      expect(page.items.length).toBeLessThanOrEqual(7);
      read.push(...page.items.map(({ n }) => n));
      after = page.next;
    } while (after !== undefined);
    expect(read).toEqual(Array.from({ length: 50 }, (_, index) => index));
    await table.remove(all.map(({ pk, sk }) => ({ pk, sk })));
    await table.remove([]);
    expect(await table.page(Item, { pk: "many" })).toEqual({ items: [] });
  });

  test("takes the same item twice in one breath, and has it once", async () => {
    const table = adapter();
    await table.put([item("twice", 1), item("twice", 2), item("twice", 1)]);
    expect((await table.page(Item, { pk: "twice" })).items.map(({ n }) => n)).toEqual([1, 2]);
    await table.remove(["001", "001", "002"].map((sk) => ({ pk: "twice", sk })));
    expect(await table.page(Item, { pk: "twice" })).toEqual({ items: [] });
  });
});

describe("an item of the usage table that was spoilt by hand", () => {
  test("is a Permanent failure that says where", async () => {
    const table = usageTable({ client, table: "usage" });
    await table.put([{ pk: "spoilt", sk: "1", n: "many" }]);
    await expect(table.page(Item, { pk: "spoilt" })).rejects.toMatchObject({ name: "Permanent", message: expect.stringContaining("n") as string });
  });
});

describe.each([
  ["DynamoDB", (now: () => string): MeteringLane => dynamoMeteringLane({ client, table: "lanes", now })],
  ["memory, the tests' own", (now: () => string): MeteringLane => memoryLane(now)],
])("the metering lane in %s", (_, adapter) => {
  test("is held by one run, which owes the calls of those before it and its own", async () => {
    let now = "2026-11-24T09:00:00.000Z";
    const lane = adapter(() => now);
    expect(await lane.take("us-east-1", "run-1")).toEqual(["run-1"]);
    expect(await lane.take("us-east-1", "run-2")).toBeUndefined();
    // A state that is tried again holds on to it.
    expect(await lane.take("us-east-1", "run-1")).toEqual(["run-1"]);
    now = "2026-11-24T09:05:00.001Z";
    expect(await lane.take("us-east-1", "run-2")).toEqual(["run-1", "run-2"]);
    expect(await lane.take("us-east-1", "run-1")).toBeUndefined();
    // Dead before it settled anything: who comes next owes all of it.
    now = "2026-11-24T09:10:00.002Z";
    expect(await lane.take("us-east-1", "run-3")).toEqual(["run-1", "run-2", "run-3"]);
    await lane.settle("us-east-1", "run-3");
    await lane.leave("us-east-1", "run-3");
    expect(await lane.take("us-east-1", "run-4")).toEqual(["run-3", "run-4"]);
    // One that lost it long ago can't give it away.
    await lane.leave("us-east-1", "run-1");
    expect(await lane.take("us-east-1", "run-5")).toBeUndefined();
  });
});
