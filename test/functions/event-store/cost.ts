import type { Loaded } from "../../../functions/kernel/streams/event-store";
import { dynamoEventStore } from "../../../functions/kernel/streams/dynamo-event-store";
import { hash } from "../../../functions/kernel/task/hash";
import type { LogEngine } from "../../kit/log-tables";
import { added, newTally, tally, type Tally } from "../../kit/tally";

const AT = "2026-11-24T09:30:00.000Z";
const meta = { correlation: "c", causation: "test", actor: "stallkeeper", run: "onboard-0123456789abcdef0123456789abcdef", state: "Record the arrival" };

/** What each operation costs, in calls and in the units the engine itself reports. */
export const costSuite = (name: string, start: () => Promise<LogEngine>, conflict: readonly string[]): void => {
  describe(`the cost on ${name}`, () => {
    let engine: LogEngine;
    beforeAll(async () => {
      engine = await start();
    });
    afterAll(() => engine.stop());

    const measured = async <Result>(work: () => Promise<Result>): Promise<{ result: Result; calls: readonly string[]; units: number }> => {
      const [calls, units] = [engine.calls().length, engine.units()];
      const result = await work();
      return { result, calls: engine.calls().slice(calls), units: engine.units() - units };
    };
    const store = () => dynamoEventStore({ client: engine.client, table: engine.table });
    const commit = (id: string, bytes: number) => ({ id: hash(id), at: AT, events: [added(1, "x".repeat(bytes))] as [ReturnType<typeof added>], meta });

    test("of an append of just under 1 KB is one call and one write unit", async () => {
      const stream = newTally();
      const loaded = await store().load(tally, stream);
      const { calls, units, result } = await measured(() => store().append(tally, loaded, commit(stream, 600)));
      expect({ calls, units, outcome: result.outcome }).toEqual({ calls: ["PutItem"], units: 1, outcome: "appended" });
    });

    test("of a load of a 1,000-event stream is one call and at most four read units", async () => {
      const stream = newTally();
      let loaded: Loaded<Tally> = await store().load(tally, stream);
      for (let index = 0; index < 1_000; index += 1) {
        // With names, numbers and meta, a commit of about 400 bytes.
        const appended = await store().append(tally, loaded, commit(`${stream}/${index}`, 100));
        if (appended.outcome === "conflict") throw new Error("nobody else writes");
        loaded = appended.loaded;
      }
      const { calls, units, result } = await measured(() => store().load(tally, stream));
      expect(result.version).toBe(1_000);
      expect(calls).toEqual(["Query"]);
      expect(units).toBeGreaterThan(0);
      expect(units).toBeLessThanOrEqual(4);
    });

    test("of a load of an empty stream is one call", async () => {
      const { calls } = await measured(() => store().load(tally, newTally()));
      expect(calls).toEqual(["Query"]);
    });

    test(`of a conflict is ${conflict.length} call${conflict.length === 1 ? "" : "s"}, with the winner in hand`, async () => {
      const stream = newTally();
      const loaded = await store().load(tally, stream);
      await store().append(tally, loaded, commit(`${stream}/a`, 10));
      const { calls, result } = await measured(() => store().append(tally, loaded, commit(`${stream}/b`, 10)));
      expect(calls).toEqual(conflict);
      expect(result).toMatchObject({ outcome: "conflict", winner: { id: hash(`${stream}/a`) } });
    });
  });
};
