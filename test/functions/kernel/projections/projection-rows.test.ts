import { PutCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { dynamoProjectionRows } from "../../../../functions/kernel/projections/projection-rows";
import type { StoredRow } from "../../../../functions/kernel/projections/rows";
import { consumerTables } from "../../../kit/consumer-tables";
import { memoryRows } from "../../../kit/memory-consumers";

let client: DynamoDBDocumentClient;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ client, stop } = await consumerTables("rows"));
});
afterAll(async () => {
  await stop();
});

let names = 0;
/** A place of its own for each test. */
const fresh = (): string => `p${(names += 1)}`;

const row = (over: Partial<StoredRow> = {}): StoredRow => ({
  projection: "subscriptions",
  generation: "g1",
  partition: "l-1",
  key: "row",
  stream: "subscription-l-1",
  version: 3,
  shape: 1,
  content: { access: "granted", list: [1, { deep: null }], empty: "", none: null },
  ...over,
});

describe.each([
  ["DynamoDB", () => dynamoProjectionRows({ client, table: "rows" })],
  ["memory, the tests' own", () => memoryRows()],
])("rows in %s", (_, adapter) => {
  test("come back as they were written", async () => {
    const rows = adapter();
    const one = row({ partition: fresh() });
    expect(await rows.put(one)).toBe("written");
    expect(await rows.get(one)).toEqual(one);
  });

  test("between two keys come in pages, in order, without tombstones", async () => {
    const rows = adapter();
    const partition = fresh();
    for (const key of ["10#a", "09#z", "11#a", "10#b", "10#c", "12#a", "11#b"])
      await rows.put(row({ partition, key, ...(key === "10#b" && { content: null }) }));
    await rows.put(row({ partition: fresh(), key: "10#other" }));
    const found: string[] = [];
    let after: string | undefined;
    do {
      const page = await rows.range({ projection: "subscriptions", generation: "g1", partition }, { from: "10", to: "11~" }, after);
      found.push(...page.items.map(({ key }) => key));
      after = page.next;
    } while (after !== undefined);
    expect(found).toEqual(["10#a", "10#c", "11#a", "11#b"]);
    expect((await rows.range({ projection: "subscriptions", generation: "g1", partition }, { from: "10", to: "11~" }, "10#c")).items[0]?.key).toBe("11#a");
  });

  test("are not there before they are written", async () => {
    expect(await adapter().get(row({ partition: fresh() }))).toBeUndefined();
  });

  test.each([
    [2, "written"],
    [3, "alreadyAsNew"],
    [4, "alreadyAsNew"],
  ])("are overwritten by a newer version only: %i under 3 is %s", async (before, answer) => {
    const rows = adapter();
    const partition = fresh();
    await rows.put(row({ partition, version: before }));
    expect(await rows.put(row({ partition, version: 3, content: {} }))).toBe(answer);
    expect((await rows.get(row({ partition })))?.version).toBe(Math.max(3, before));
  });

  test("keep a tombstone against an older row", async () => {
    const rows = adapter();
    const partition = fresh();
    await rows.put(row({ partition, version: 5, content: null }));
    expect(await rows.put(row({ partition, version: 4 }))).toBe("alreadyAsNew");
    expect((await rows.get(row({ partition })))?.content).toBeNull();
    expect(await rows.put(row({ partition, version: 6 }))).toBe("written");
  });

  test("are read together by partition, without tombstones and other generations", async () => {
    const rows = adapter();
    const partition = fresh();
    for (const key of ["a", "b"]) await rows.put(row({ projection: "customers", partition, key }));
    await rows.put(row({ projection: "customers", partition, key: "c", content: null }));
    await rows.put(row({ projection: "customers", partition, key: "d", generation: "g2" }));
    await rows.put(row({ projection: "tenants", partition, key: "e" }));
    expect((await rows.partition({ projection: "customers", generation: "g1", partition })).map(({ key }) => key).toSorted()).toEqual(["a", "b"]);
  });

  test("are all met, once, by a walk over the segments, whatever is removed on the way", async () => {
    const rows = adapter();
    const partitions = Array.from({ length: 25 }, fresh);
    for (const partition of partitions) for (const generation of ["walk1", "walk2"]) await rows.put(row({ projection: "tenants", partition, generation }));
    const met: string[] = [];
    for (let index = 0; index < 4; index += 1) {
      let from: string | undefined;
      do {
        const page = await rows.page("tenants", { index, of: 4 }, from);
        met.push(...page.items.filter(({ partition }) => partitions.includes(partition)).map(({ partition, generation }) => `${partition}/${generation}`));
        await rows.remove(page.items.filter(({ generation }) => generation === "walk1"));
        from = page.next;
      } while (from !== undefined);
    }
    expect(met.toSorted()).toEqual(partitions.flatMap((partition) => [`${partition}/walk1`, `${partition}/walk2`]).toSorted());
    expect(await rows.get(row({ projection: "tenants", partition: partitions[0]!, generation: "walk1" }))).toBeUndefined();
    expect(await rows.get(row({ projection: "tenants", partition: partitions[0]!, generation: "walk2" }))).toBeDefined();
  });
});

describe("rows in DynamoDB", () => {
  test("may have any text in their partition", async () => {
    const rows = dynamoProjectionRows({ client, table: "rows" });
    const one = row({ partition: "acme#eu#1 – ☕" });
    await rows.put(one);
    expect(await rows.get(one)).toEqual(one);
  });

  test("that were spoilt by hand are a Permanent failure that says what to do", async () => {
    await client.send(new PutCommand({ TableName: "rows", Item: { pk: "subscriptions#g1#spoilt", sk: "row", version: "x" } }));
    const reading = dynamoProjectionRows({ client, table: "rows" }).get(row({ partition: "spoilt" }));
    await expect(reading).rejects.toMatchObject({ name: "Permanent", message: expect.stringContaining("Rebuild") as string });
  });

  test("in a table that is not there fail as Permanent", async () => {
    await expect(dynamoProjectionRows({ client, table: "none" }).put(row())).rejects.toMatchObject({ name: "Permanent" });
  });
});
