import fc from "fast-check";
import type { EventStore } from "../../../functions/kernel/streams/event-store";
import { hash } from "../../../functions/kernel/task/hash";
import { transact } from "../../../functions/kernel/streams/transact";
import { added, foldAll, newTally, tally, type TallyEvent } from "../../kit/tally";
import { AT, commitOf, meta, range, type Workbench } from "./workbench";

const clock = { now: () => AT };
const by = (run: string) => ({ ...meta, run, state: "Add it" });

/** What holds when commands are decided and written, by many at once and in any number. */
export const deciding = ({ store, append, filled, historyOf }: Workbench): void => {
  describe("under transact", () => {
    const add = (...amounts: number[]) => ({ type: "Add", amounts }) as const;

    test("appends what was decided, with who did it", async () => {
      const stream = newTally();
      const result = await transact({ store, clock }, tally, stream, add(1, 2), by("run-a"));
      expect(result).toMatchObject({ outcome: "accepted", events: [added(1), added(2)], version: 2 });
      expect((await historyOf(stream))[0]).toMatchObject({ at: AT, meta: by("run-a") });
    });
    test("is silent when a command is replayed", async () => {
      const stream = newTally();
      await transact({ store, clock }, tally, stream, add(1), by("run-a"));
      const again = await transact({ store, clock }, tally, stream, add(1), by("run-a"));
      expect(again).toMatchObject({ outcome: "accepted", events: [], version: 1 });
    });
    test("takes the same command of another run, or another state, as another command", async () => {
      const stream = newTally();
      await transact({ store, clock }, tally, stream, add(1), by("run-a"));
      await transact({ store, clock }, tally, stream, add(1), by("run-b"));
      await transact({ store, clock }, tally, stream, add(1), { ...by("run-a"), state: "Add it again" });
      expect((await store.load(tally, stream)).version).toBe(3);
    });
    test("writes nothing for an empty decision", async () => {
      const stream = newTally();
      expect(await transact({ store, clock }, tally, stream, add(), by("run-a"))).toMatchObject({ outcome: "accepted", events: [], version: 0 });
      expect(await historyOf(stream)).toEqual([]);
    });
    test("hands over a refusal", async () => {
      expect(await transact({ store, clock }, tally, newTally(), { type: "Clear" }, by("run-a"))).toMatchObject({
        outcome: "refused",
        refusal: "alreadyClear",
      });
    });
    test("that expects a new stream reads nothing, and is right where it expected wrongly", async () => {
      const [stream, loads] = [newTally(), new Array<string>()];
      const counting: EventStore = {
        ...store,
        load: (definition, one) => {
          loads.push(one);
          return store.load(definition, one);
        },
      };
      const expecting = { store: counting, clock, expects: "newStream", pause: () => Promise.resolve() } as const;
      expect(await transact(expecting, tally, stream, add(1), by("run-a"))).toMatchObject({ events: [added(1)], version: 1 });
      expect(loads).toEqual([]);
      expect(await transact(expecting, tally, stream, add(1), by("run-a"))).toMatchObject({ outcome: "accepted", version: 1 });
      expect(await transact(expecting, tally, stream, add(2), by("run-b"))).toMatchObject({ events: [added(2)], version: 2 });
      expect(await transact(expecting, tally, stream, add(), by("run-c"))).toMatchObject({ events: [], version: 2 });
      expect(await transact(expecting, tally, newTally(), { type: "Clear" }, by("run-d"))).toMatchObject({ outcome: "refused" });
      expect((await historyOf(stream)).flatMap(({ events }) => events)).toEqual([added(1), added(2)]);
    });
    test("decides again on what a rival appended", async () => {
      const { stream } = await filled(1);
      let rivals = 3;
      const contended: EventStore = {
        ...store,
        append: async (definition, after, commit) => {
          rivals -= 1;
          if (rivals >= 0) await transact({ store, clock }, tally, stream, add(rivals), by(`rival-${rivals}`));
          return store.append(definition, after, commit);
        },
      };
      const pauses: number[] = [];
      const result = await transact(
        { store: contended, clock, random: () => 0.5, pause: async (ms) => void pauses.push(ms) },
        tally,
        stream,
        add(50),
        by("run-a"),
      );
      expect(result).toMatchObject({ outcome: "accepted", version: 5 });
      // Half of 20, 40 and 80 milliseconds: full jitter, doubling.
      expect(pauses).toEqual([10, 20, 40]);
    });
    test("gives up after a bounded number of rivals, as a transient failure", async () => {
      const { stream } = await filled(1);
      const winner = { stream, first: 2, last: 2, id: hash("r"), at: AT, events: [added(1)], meta };
      const lost: EventStore = { ...store, append: async () => ({ outcome: "conflict", winner: winner as never }) };
      await expect(transact({ store: lost, clock, random: () => 0, pause: async () => undefined }, tally, stream, add(1), by("run-a"))).rejects.toMatchObject({
        name: "Transient",
      });
    });
    test("finishes what a lost reply left, once", async () => {
      const stream = newTally();
      let lose = true;
      const lossy: EventStore = {
        ...store,
        append: async (definition, after, commit) => {
          const result = await store.append(definition, after, commit);
          if (lose) {
            lose = false;
            throw Object.assign(new Error("reply lost"), { name: "Transient" });
          }
          return result;
        },
      };
      await expect(transact({ store: lossy, clock }, tally, stream, add(1), by("run-a"))).rejects.toThrow("reply lost");
      expect(await transact({ store: lossy, clock }, tally, stream, add(1), by("run-a"))).toMatchObject({ events: [], version: 1 });
      expect(await historyOf(stream)).toHaveLength(1);
    });
  });

  describe("by property", () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 40 });

    test("any commits load to the fold of all their events, and the history is those events", async () => {
      await fc.assert(
        fc.asyncProperty(sizes, async (commits) => {
          const stream = newTally();
          const all: TallyEvent[] = [];
          let loaded = await store.load(tally, stream);
          for (const [index, size] of commits.entries()) {
            const [first, ...rest] = range(1, size).map((amount) => added(index + amount));
            all.push(first!, ...rest);
            loaded = await append(loaded, commitOf(`${stream}/${index}`, first!, ...rest));
          }
          const read = await store.load(tally, stream);
          expect(read).toMatchObject({ state: foldAll(all), version: all.length });
          expect((await historyOf(stream)).flatMap(({ events }) => events)).toEqual(all);
        }),
        { numRuns: 12 },
      );
    });

    test("any interleaving of two writers neither gaps nor forks nor loses", async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.record({ writer: fc.integer({ min: 0, max: 1 }), reload: fc.boolean() }), { minLength: 1, maxLength: 40 }),
          async (moves) => {
            const stream = newTally();
            const views = [await store.load(tally, stream), await store.load(tally, stream)];
            const accepted: TallyEvent[] = [];
            for (const [index, { writer, reload }] of moves.entries()) {
              if (reload) views[writer] = await store.load(tally, stream);
              const event = added(index);
              const result = await store.append(tally, views[writer]!, commitOf(`${stream}/${index}`, event));
              if (result.outcome === "appended") {
                accepted.push(event);
                views[writer] = result.loaded;
              }
            }
            expect((await historyOf(stream)).flatMap(({ events }) => events)).toEqual(accepted);
            expect((await store.load(tally, stream)).state).toEqual(foldAll(accepted));
          },
        ),
        { numRuns: 15 },
      );
    });

    test("any number of concurrent commands are all in, each once, whatever is replayed", async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 6 }), async (commands) => {
          const stream = newTally();
          const patient = { store, clock, pause: async () => undefined };
          const one = (name: number) => transact(patient, tally, stream, { type: "Add", amounts: [name] }, by(`run-${name}`));
          await Promise.all(commands.map((name) => one(name).catch(() => one(name))));
          for (const name of commands) await one(name);
          const amounts = (await historyOf(stream)).flatMap(({ events }) => events.flatMap((event) => (event.type === "Added" ? [event.data.amount] : [])));
          expect(amounts.toSorted()).toEqual([...new Set(commands)].toSorted());
        }),
        { numRuns: 12 },
      );
    });
  });
};
