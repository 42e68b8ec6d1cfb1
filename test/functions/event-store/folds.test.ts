import { dynamoEventStore } from "../../../functions/kernel/streams/dynamo-event-store";
import type { Loaded } from "../../../functions/kernel/streams/event-store";
import { folds } from "../../../functions/kernel/streams/folds";
import { SNAPSHOT_EVERY } from "../../../functions/kernel/streams/snapshot";
import { startDynalite, type LogEngine } from "../../kit/log-tables";
import { added, newTally, tally, type Tally } from "../../kit/tally";
import { commitOf, range } from "./workbench";

describe("a process that remembers its folds", () => {
  let engine: LogEngine;
  beforeAll(async () => {
    engine = await startDynalite();
  });
  afterAll(() => engine.stop());

  const process = (most?: number) => dynamoEventStore({ client: engine.client, table: engine.table }, folds(most));
  const fresh = () => dynamoEventStore({ client: engine.client, table: engine.table });

  const append = async (store: ReturnType<typeof fresh>, loaded: Loaded<Tally>, index: number): Promise<Loaded<Tally>> => {
    const appended = await store.append(tally, loaded, commitOf(`${loaded.token.stream}/${index}`, added(index, "x".repeat(600))));
    if (appended.outcome !== "appended") throw new Error(`expected appended, was ${appended.outcome}`);
    return appended.loaded;
  };

  const filled = async (length: number) => {
    const [stream, store] = [newTally(), fresh()];
    let loaded = await store.load(tally, stream);
    for (const index of range(1, length)) loaded = await append(store, loaded, index);
    return { stream, loaded };
  };

  const unitsOf = async (work: () => Promise<unknown>): Promise<{ readonly calls: readonly string[]; readonly units: number }> => {
    const [calls, units] = [engine.calls().length, engine.units()];
    await work();
    return { calls: engine.calls().slice(calls), units: engine.units() - units };
  };

  // dynalite charges nothing for a query that finds nothing; DynamoDB at least half a unit.
  test("pays for what is new alone, however long the stream", async () => {
    const { stream } = await filled(SNAPSHOT_EVERY - 1);
    const store = process();
    expect(await unitsOf(() => store.load(tally, stream))).toEqual({ calls: ["Query"], units: 3 });
    expect(await unitsOf(() => store.load(tally, stream))).toEqual({ calls: ["Query"], units: 0 });
    await append(fresh(), await fresh().load(tally, stream), SNAPSHOT_EVERY);
    expect(await unitsOf(() => store.load(tally, stream))).toEqual({ calls: ["Query"], units: 1 });
  });

  test.each([1, 2, SNAPSHOT_EVERY - 1, SNAPSHOT_EVERY, SNAPSHOT_EVERY + 1, 3 * SNAPSHOT_EVERY])(
    "sees %i commits of another process, and folds to what a new process does",
    async (more) => {
      const { stream, loaded: before } = await filled(5);
      const store = process();
      await store.load(tally, stream);
      let loaded = before;
      for (const index of range(6, 5 + more)) loaded = await append(fresh(), loaded, index);
      const [remembering, anew] = [await store.load(tally, stream), await fresh().load(tally, stream)];
      expect(remembering.state).toEqual(anew.state);
      expect(remembering.version).toBe(5 + more);
      expect(remembering.has(commitOf(`${stream}/${5 + more}`, added(1)).id)).toBe(true);
    },
  );

  test("puts snapshots where a new process would", async () => {
    const { stream } = await filled(5);
    const store = process();
    for (const index of range(6, 2 * SNAPSHOT_EVERY + 1)) await append(store, await store.load(tally, stream), index);
    const { calls, units } = await unitsOf(() => fresh().load(tally, stream));
    expect({ calls, isFlat: units <= 5 }).toEqual({ calls: ["Query"], isFlat: true });
    expect((await fresh().load(tally, stream)).state).toEqual((await store.load(tally, stream)).state);
  });

  test("does not take one definition's fold for another's", async () => {
    const { stream } = await filled(3);
    const store = process();
    await store.load(tally, stream);
    const counting: typeof tally = { ...tally, decider: { ...tally.decider, evolve: (state) => ({ ...state, sum: state.sum + 1 }) } };
    expect((await store.load(counting, stream)).state.sum).toBe(3);
  });

  test("forgets those it has not used for longest", async () => {
    const streams = [await filled(10), await filled(10), await filled(10)];
    const store = process(2);
    for (const { stream } of streams) await store.load(tally, stream);
    const units = async (index: number) => (await unitsOf(() => store.load(tally, streams[index]!.stream))).units;
    expect([await units(2), await units(1), await units(0)]).toEqual([0, 0, 2]);
  });
});
