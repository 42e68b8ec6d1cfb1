import { dynamoGenerations } from "../../../../functions/kernel/projections/generations";
import { consumerTables } from "../../../kit/consumer-tables";
import { memoryGenerations } from "../../../kit/memory-consumers";

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

  test("are told all at once, as each is told alone", async () => {
    await withOwn(async (generations) => {
      await generations.begin("subscriptions", "g2");
      await generations.begin("tenants", "g3");
      await generations.swap("tenants", "g3");
      const first = { live: "first" };
      expect(await generations.all()).toEqual({
        customers: first,
        tenants: { live: "g3" },
        deadlines: first,
        worklist: first,
        subscriptions: { live: "first", filling: "g2" },
      });
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
    const { client, stop } = await consumerTables("cursors");
    const generations = dynamoGenerations({ client, table: "cursors" });
    await generations.begin("customers", "g2");
    await generations.swap("customers", "g2");
    await expect(generations.begin("customers", "g2")).rejects.toMatchObject({ name: "Permanent" });
    await stop();
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
