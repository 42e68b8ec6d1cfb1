import { PutCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { dynamoCursors, type PublisherCursor } from "../../../functions/kernel/cursors";
import { dynamoKeptPosition } from "../../../functions/kernel/kept-position";
import { dynamoGenerations } from "../../../functions/kernel/generations";
import { dynamoProjectionRows } from "../../../functions/kernel/projection-rows";
import type { StoredRow } from "../../../functions/kernel/rows";
import { consumerTables } from "../../kit/consumer-tables";
import { memoryCursors, memoryGenerations, memoryRows } from "../../kit/memory-consumers";

let client: DynamoDBDocumentClient;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ client, stop } = await consumerTables("rows", "cursors"));
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

const cursor = (version: number): PublisherCursor => ({ version, sequence: version * 2, fold: { test: true, list: [1], nothing: null }, foldVersion: 1 });

describe.each([
  ["DynamoDB", () => dynamoCursors({ client, table: "cursors" })],
  ["memory, the tests' own", () => memoryCursors()],
])("cursors in %s", (_, adapter) => {
  test("start at nothing, and come back as they were left", async () => {
    const cursors = adapter();
    const stream = `subscription-${fresh()}`;
    expect(await cursors.read(stream)).toBeUndefined();
    expect(await cursors.advance(stream, 0, cursor(3))).toBe("advanced");
    expect(await cursors.read(stream)).toEqual(cursor(3));
  });

  test("move from where they are only", async () => {
    const cursors = adapter();
    const stream = `subscription-${fresh()}`;
    await cursors.advance(stream, 0, cursor(3));
    expect(await cursors.advance(stream, 0, cursor(9))).toBe("movedByAnother");
    expect(await cursors.advance(stream, 2, cursor(9))).toBe("movedByAnother");
    expect(await cursors.advance(stream, 3, cursor(5))).toBe("advanced");
    expect((await cursors.read(stream))?.version).toBe(5);
  });

  test("are moved by one of many workers", async () => {
    const cursors = adapter();
    const stream = `subscription-${fresh()}`;
    const answers = await Promise.all(Array.from({ length: 8 }, () => cursors.advance(stream, 0, cursor(1))));
    expect(answers.filter((answer) => answer === "advanced")).toHaveLength(1);
  });
});

describe("a cursor that was spoilt by hand", () => {
  test("is a Permanent failure", async () => {
    await client.send(new PutCommand({ TableName: "cursors", Item: { pk: "subscription-spoilt", sk: "publisher", version: "x" } }));
    await expect(dynamoCursors({ client, table: "cursors" }).read("subscription-spoilt")).rejects.toMatchObject({ name: "Permanent" });
  });

  test("is folded anew if only its state can't be read", async () => {
    const Item = { pk: "subscription-unfolded", sk: "publisher", version: 4, sequence: 2, fold: "{", foldVersion: 1 };
    await client.send(new PutCommand({ TableName: "cursors", Item }));
    expect(await dynamoCursors({ client, table: "cursors" }).read("subscription-unfolded")).toEqual({
      version: 4,
      sequence: 2,
      fold: undefined,
      foldVersion: 1,
    });
  });
});

describe("the sweep's position", () => {
  test("is the start until one is kept", async () => {
    const position = dynamoKeptPosition("sweep", { client, table: "cursors" });
    expect(await position.read()).toBe("");
    await position.keep('{"segment":3}');
    expect(await position.read()).toBe('{"segment":3}');
  });
});

describe.each([
  [
    "DynamoDB",
    async () => {
      const own = await consumerTables("own");
      return { generations: dynamoGenerations({ client: own.client, table: "own" }), done: own.stop };
    },
  ],
  [
    "memory, the tests' own",
    async () =>
      await Promise.resolve({
        generations: memoryGenerations(),
        done: async () => {
          await Promise.resolve();
        },
      }),
  ],
] as const)("generations in %s", (_, open) => {
  const withOwn = async (test: (generations: ReturnType<typeof memoryGenerations>) => Promise<void>) => {
    const { generations, done } = await open();
    try {
      await test(generations);
    } finally {
      await done();
    }
  };

  test("start with the first, live", async () => {
    await withOwn(async (generations) => {
      expect(await generations.of("subscriptions")).toEqual({ live: "first" });
    });
  });

  test("are filled beside the live one, and then take its place", async () => {
    await withOwn(async (generations) => {
      await generations.begin("subscriptions", "g2");
      await generations.begin("subscriptions", "g2");
      expect(await generations.of("subscriptions")).toEqual({ live: "first", filling: "g2" });
      expect(await generations.swap("subscriptions", "g2")).toBe("swapped");
      expect(await generations.swap("subscriptions", "g2")).toBe("swapped");
      expect(await generations.of("subscriptions")).toEqual({ live: "g2" });
      expect(await generations.of("customers")).toEqual({ live: "first" });
    });
  });

  test("give way to a later one", async () => {
    await withOwn(async (generations) => {
      await generations.begin("tenants", "g2");
      await generations.begin("tenants", "g3");
      expect(await generations.swap("tenants", "g2")).toBe("superseded");
      await generations.abandon("tenants", "g2");
      expect(await generations.of("tenants")).toEqual({ live: "first", filling: "g3" });
      await generations.abandon("tenants", "g3");
      expect(await generations.of("tenants")).toEqual({ live: "first" });
      expect(await generations.swap("tenants", "g3")).toBe("superseded");
    });
  });

  test("tell how far a rebuild has come", async () => {
    await withOwn(async (generations) => {
      expect(await generations.progress("tenants")).toBeUndefined();
      await generations.report("tenants", { generation: "g2", phase: "comparing", done: 3, of: 32 });
      expect(await generations.progress("tenants")).toEqual({ generation: "g2", phase: "comparing", done: 3, of: 32 });
    });
  });
});

describe("generations in DynamoDB", () => {
  test("refuse to build the one that is live", async () => {
    const generations = dynamoGenerations({ client, table: "cursors" });
    await generations.begin("customers", "g2");
    await generations.swap("customers", "g2");
    await expect(generations.begin("customers", "g2")).rejects.toMatchObject({ name: "Permanent" });
  });

  test("never take a swap back when a rebuild begins at that very moment", async () => {
    const { client: own, stop: done } = await consumerTables("race");
    const generations = dynamoGenerations({ client: own, table: "race" });
    await generations.begin("customers", "g2");
    await Promise.allSettled([generations.swap("customers", "g2"), generations.begin("customers", "g3"), generations.abandon("customers", "g2")]);
    const { live, filling } = await generations.of("customers");
    // Whoever came first, nothing is live that was not swapped in, and the later rebuild stands or was refused.
    expect(["first", "g2"]).toContain(live);
    expect([undefined, "g3"]).toContain(filling);
    await done();
  });
});
