import fc from "fast-check";
import { z } from "zod";
import { defineCodec } from "../../../events/kernel/codec";
import type { StreamId } from "../../../events/kernel/stream";
import { VersionToken, type Commit, type Definition, type EventStore, type Loaded, type NewCommit } from "../../../functions/kernel/event-store";
import { hash } from "../../../functions/kernel/hash";
import { IDS_REMEMBERED, SNAPSHOT_EVERY } from "../../../functions/kernel/snapshot";
import { transact } from "../../../functions/kernel/transact";
import type { Tally } from "../../kit/tally";
import { added, Added, Cleared, foldAll, newTally, tally, type TallyEvent } from "../../kit/tally";

/** A store under test, with a way to put items behind its back. */
export interface StoreUnderTest {
  readonly store: EventStore;
  readonly putRaw: (item: Record<string, unknown>) => Promise<void>;
  readonly rawItems: (stream: StreamId) => Promise<readonly Record<string, unknown>[]>;
}

const AT = "2026-11-24T09:30:00.000Z";
const meta = { correlation: "c", causation: "test", actor: "stallkeeper" };
const clock = { now: () => AT };
const by = (run: string) => ({ ...meta, run, state: "Add it" });

const commitOf = (id: string, ...events: [TallyEvent, ...TallyEvent[]]): NewCommit<TallyEvent> => ({ id: hash(id), at: AT, events, meta });

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** What every adapter must keep. More than 150 checks; each could fail. */
export const eventStoreSuite = (name: string, start: () => Promise<StoreUnderTest & { readonly stop: () => Promise<void> }>): void => {
  describe(`an event store on ${name}`, () => {
    let under: StoreUnderTest & { readonly stop: () => Promise<void> };
    let store: EventStore;
    beforeAll(async () => {
      under = await start();
      ({ store } = under);
    });
    afterAll(() => under.stop());

    const append = async (loaded: Loaded<Tally>, commit: NewCommit<TallyEvent>): Promise<Loaded<Tally>> => {
      const result = await store.append(tally, loaded, commit);
      if (result.outcome !== "appended") throw new Error(`expected appended, was ${result.outcome}`);
      return result.loaded;
    };

    /** A stream with so many commits of one event each, the amounts 1, 2, 3, … */
    const filled = async (length: number, stream = newTally()): Promise<{ stream: StreamId<"tally">; loaded: Loaded<Tally>; events: TallyEvent[] }> => {
      let loaded = await store.load(tally, stream);
      const events: TallyEvent[] = [];
      for (const index of range(1, length)) {
        events.push(added(index));
        loaded = await append(loaded, commitOf(`${stream}/${index}`, added(index)));
      }
      return { stream, loaded, events };
    };

    const historyOf = async (stream: StreamId, after?: number): Promise<Commit<TallyEvent>[]> => {
      const commits: Commit<TallyEvent>[] = [];
      for await (const commit of store.history(tally, stream, after)) commits.push(commit);
      return commits;
    };

    describe("with a stream nobody has written to", () => {
      test("loads the initial state at version 0", async () => {
        const loaded = await store.load(tally, newTally());
        expect(loaded).toMatchObject({ state: tally.decider.initialState, version: 0 });
      });
      test("knows no commit of it", async () => {
        expect((await store.load(tally, newTally())).has(hash("any"))).toBe(false);
      });
      test("has no history", async () => {
        expect(await historyOf(newTally())).toEqual([]);
      });
      test("takes the first commit at version 1", async () => {
        const stream = newTally();
        await append(await store.load(tally, stream), commitOf("first", added(1)));
        expect((await historyOf(stream))[0]).toMatchObject({ first: 1, last: 1 });
      });
    });

    describe("whatever a stream's length", () => {
      test.each(range(1, 2 * SNAPSHOT_EVERY + 3))("folds %i commits to the state that folding all events gives", async (length) => {
        const { stream, loaded, events } = await filled(length);
        const read = await store.load(tally, stream);
        expect(read).toMatchObject({ state: foldAll(events), version: length });
        expect(loaded).toMatchObject({ state: read.state, version: length });
      });

      test.each(range(1, 12))("keeps %i events of one commit together and in order", async (size) => {
        const stream = newTally();
        const [first, ...rest] = range(1, size).map((amount) => added(amount));
        await append(await store.load(tally, stream), commitOf("together", first!, ...rest));
        const [commit] = await historyOf(stream);
        expect(commit).toMatchObject({ first: 1, last: size, events: [first, ...rest] });
        expect((await store.load(tally, stream)).version).toBe(size);
      });

      test.each(range(0, SNAPSHOT_EVERY + 4))("tells the history after version %i", async (after) => {
        const { stream } = await filled(SNAPSHOT_EVERY + 4);
        expect((await historyOf(stream, after)).map(({ first }) => first)).toEqual(range(after + 1, SNAPSHOT_EVERY + 4));
      });

      test("keeps id, time and meta of a commit to the letter", async () => {
        const stream = newTally();
        const commit = {
          id: hash("to the letter"),
          at: "2026-01-02T03:04:05.678Z",
          events: [added(7)] as [TallyEvent],
          meta: { ...meta, run: "run-1", state: "Add ünïcode ✓" },
        };
        await append(await store.load(tally, stream), commit);
        expect(await historyOf(stream)).toEqual([{ stream, first: 1, last: 1, ...commit }]);
      });
    });

    describe("when two write at the same place", () => {
      test.each(range(0, SNAPSHOT_EVERY + 2))("refuses the second after %i commits, and hands over the winner", async (length) => {
        const { stream, loaded } = await filled(length);
        const rival = await store.load(tally, stream);
        await append(loaded, commitOf(`${stream}/winner`, added(100), added(200)));
        const result = await store.append(tally, rival, commitOf(`${stream}/loser`, added(300)));
        expect(result).toMatchObject({
          outcome: "conflict",
          winner: { first: length + 1, last: length + 2, events: [added(100), added(200)], id: hash(`${stream}/winner`) },
        });
        expect((await store.load(tally, stream)).version).toBe(length + 2);
      });

      test.each(range(0, SNAPSHOT_EVERY + 2))("knows its own retry after %i commits", async (length) => {
        const { stream, loaded } = await filled(length);
        const commit = commitOf(`${stream}/retried`, added(5));
        const first = await append(loaded, commit);
        const again = await store.append(tally, loaded, commit);
        expect(again).toMatchObject({ outcome: "alreadyAppended", loaded: { version: first.version, state: first.state } });
        expect(await historyOf(stream)).toHaveLength(length + 1);
      });

      test("lets exactly one of ten writers win", async () => {
        const { stream, loaded } = await filled(3);
        const results = await Promise.all(range(1, 10).map((writer) => store.append(tally, loaded, commitOf(`${stream}/w${writer}`, added(writer)))));
        expect(results.filter(({ outcome }) => outcome === "appended")).toHaveLength(1);
        expect(results.filter(({ outcome }) => outcome === "conflict")).toHaveLength(9);
        expect((await store.load(tally, stream)).version).toBe(4);
      });

      test("lets the writer of a retry go on from where it stands", async () => {
        const { stream, loaded } = await filled(2);
        const commit = commitOf(`${stream}/landed`, added(9));
        await append(loaded, commit);
        const again = await store.append(tally, loaded, commit);
        if (again.outcome !== "alreadyAppended") throw new Error(again.outcome);
        expect((await append(again.loaded, commitOf(`${stream}/next`, added(10)))).version).toBe(4);
      });
    });

    describe("given a token", () => {
      test("of another stream, refuses", async () => {
        const one = await filled(1);
        const other = await filled(1);
        const mixed = { ...one.loaded, token: other.loaded.token, version: 2 };
        await expect(store.append(tally, mixed, commitOf("mixed", added(1)))).rejects.toMatchObject({ name: "Permanent" });
      });
      test("that nobody issued, refuses", async () => {
        const { stream, loaded } = await filled(1);
        await expect(store.append(tally, { ...loaded, token: new VersionToken(stream) }, commitOf("forged", added(1)))).rejects.toThrow("was not issued");
      });
      test("with another version than it was issued for, refuses", async () => {
        const { loaded } = await filled(2);
        await expect(store.append(tally, { ...loaded, version: 7 }, commitOf("gap", added(1)))).rejects.toThrow("was not issued");
      });
      test("that has been used, meets the commit it was used for", async () => {
        const { stream, loaded } = await filled(1);
        await append(loaded, commitOf(`${stream}/used`, added(1)));
        expect((await store.append(tally, loaded, commitOf(`${stream}/other`, added(2)))).outcome).toBe("conflict");
      });
      test("tells a token from a likeness of it", () => {
        expect([VersionToken.is(new VersionToken("tally-1")), VersionToken.is({ stream: "tally-1" })]).toEqual([true, false]);
      });
    });

    describe("with snapshots", () => {
      const otherFold: Definition<Tally, TallyEvent> = {
        ...tally,
        foldVersion: 2,
        decider: { ...tally.decider, evolve: (state, _, version) => ({ ...state, sum: state.sum + 1, versions: version }) },
      };

      test("ignores those of another fold, and folds all events anew", async () => {
        const { stream } = await filled(3 * SNAPSHOT_EVERY);
        expect((await store.load(otherFold, stream)).state.sum).toBe(3 * SNAPSHOT_EVERY);
      });
      test("ignores one whose state does not fit the schema", async () => {
        const { stream } = await filled(SNAPSHOT_EVERY + 1);
        const narrow = { ...tally, state: z.strictObject({ sum: z.literal(-1), last: z.string(), versions: z.int() }) as unknown as typeof tally.state };
        expect((await store.load(narrow, stream)).version).toBe(SNAPSHOT_EVERY + 1);
      });
      test("carries one in every so many commits, and in no other", async () => {
        const { stream } = await filled(2 * SNAPSHOT_EVERY + 1);
        const carrying = (await under.rawItems(stream)).filter((item) => item["snap"] !== undefined).map((item) => item["n"]);
        expect(carrying).toEqual([SNAPSHOT_EVERY, 2 * SNAPSHOT_EVERY]);
      });
      test(`remembers the last ${IDS_REMEMBERED} commits, and no more`, async () => {
        const { stream } = await filled(IDS_REMEMBERED + 5);
        const loaded = await store.load(tally, stream);
        const known = range(1, IDS_REMEMBERED + 5).filter((index) => loaded.has(hash(`${stream}/${index}`)));
        expect(known).toEqual(range(6, IDS_REMEMBERED + 5));
      });
      test("does not let a snapshot grow with the stream's age", async () => {
        const { stream } = await filled(300);
        const sizes = (await under.rawItems(stream))
          .filter((item) => item["snap"] !== undefined)
          .map((item) => item["snap"] as { ids: Uint8Array; s: unknown });
        // 16 bytes an id, 128 ids at most; the state of this stream is three members.
        expect(Math.max(...sizes.map(({ ids }) => ids.length))).toBe(16 * IDS_REMEMBERED);
        expect(Math.max(...sizes.map(({ s }) => JSON.stringify(s).length))).toBeLessThan(100);
      });
    });

    describe("with events of another release", () => {
      const upcasting: Definition<Tally, TallyEvent> = {
        ...tally,
        codec: defineCodec<TallyEvent>({
          Added: {
            version: 3,
            schema: Added,
            upcasters: {
              1: (data) => ({ ...(data as object), note: "from 1" }),
              2: (data) => ({ ...(data as object), note: `${(data as { note: string }).note} to 3` }),
            },
          },
          Cleared: { version: 1, schema: Cleared },
        }),
      };
      const put = async (ev: unknown[]): Promise<StreamId<"tally">> => {
        const stream = newTally();
        await under.putRaw({ pk: stream, sk: 1, n: ev.length, id: hash(stream), at: AT, ev, m: meta });
        return stream;
      };

      test("reads version 1 through every step", async () => {
        expect((await store.load(upcasting, await put([{ t: "Added", v: 1, d: { amount: 4 } }]))).state).toEqual({ sum: 4, last: "from 1 to 3", versions: 1 });
      });
      test("reads version 2 through the last step only", async () => {
        expect((await store.load(upcasting, await put([{ t: "Added", v: 2, d: { amount: 4, note: "x" } }]))).state.last).toBe("x to 3");
      });
      test("rewrites nothing", async () => {
        const stream = await put([{ t: "Added", v: 1, d: { amount: 4 } }]);
        await store.load(upcasting, stream);
        expect((await under.rawItems(stream))[0]?.["ev"]).toEqual([{ t: "Added", v: 1, d: { amount: 4 } }]);
      });
      test.each([
        ["an unknown type", { t: "Stolen", v: 1, d: {} }, "'Stolen' is not a known event type"],
        ["a version from the future", { t: "Added", v: 2, d: { amount: 1, note: "" } }, "this release reads 1 to 1"],
        ["data that does not fit", { t: "Added", v: 1, d: { amount: "one", note: "" } }, "does not fit its schema at: data.amount"],
        ["a member too many", { t: "Added", v: 1, d: { amount: 1, note: "", extra: true } }, "does not fit its schema"],
      ])("refuses %s loudly, on load and in the history", async (_, event, message) => {
        const stream = await put([event]);
        await expect(store.load(tally, stream)).rejects.toMatchObject({ name: "Permanent", message: expect.stringContaining(message) as string });
        await expect(historyOf(stream)).rejects.toThrow(message);
      });
    });

    describe("with a corrupt stream", () => {
      const raw = (stream: StreamId, first: number, last: number) => ({
        pk: stream,
        sk: first,
        n: last,
        id: hash(stream, String(first)),
        at: AT,
        ev: range(first, last).map((amount) => ({ t: "Added", v: 1, d: { amount, note: "" } })),
        m: meta,
      });

      test.each([
        ["its beginning", [[2, 2]], "version 1 is missing"],
        [
          "a commit in the middle",
          [
            [1, 1],
            [3, 3],
          ],
          "version 2 is missing",
        ],
        [
          "two commits in the middle",
          [
            [1, 2],
            [5, 5],
          ],
          "version 3 is missing",
        ],
      ])("that lacks %s, says which version is missing", async (_, commits, message) => {
        const stream = newTally();
        for (const [first, last] of commits) await under.putRaw(raw(stream, first!, last!));
        await expect(store.load(tally, stream)).rejects.toMatchObject({ name: "Permanent", message: expect.stringContaining(message) as string });
      });
      test("whose commits overlap, refuses", async () => {
        const stream = newTally();
        await under.putRaw(raw(stream, 1, 3));
        await under.putRaw(raw(stream, 2, 2));
        await expect(store.load(tally, stream)).rejects.toMatchObject({ name: "Permanent" });
      });
      test("whose commit miscounts its events, refuses", async () => {
        const stream = newTally();
        await under.putRaw({ ...raw(stream, 1, 1), n: 2 });
        await expect(store.load(tally, stream)).rejects.toThrow("does not number its own events");
      });
      test("with an item of another shape, names the member", async () => {
        const stream = newTally();
        await under.putRaw({ ...raw(stream, 1, 1), at: "yesterday" });
        await expect(store.load(tally, stream)).rejects.toThrow("wrong shape at at");
      });
      test("shows a gap in the history too", async () => {
        const stream = newTally();
        await under.putRaw(raw(stream, 1, 1));
        await under.putRaw(raw(stream, 3, 3));
        await expect(historyOf(stream)).rejects.toThrow("version 2 is missing");
      });
    });

    describe("at its limits", () => {
      test("takes a commit of 250 KB", async () => {
        const stream = newTally();
        await append(await store.load(tally, stream), commitOf("large", added(1, "x".repeat(250 * 1024))));
        expect((await store.load(tally, stream)).state.last).toHaveLength(250 * 1024);
      });
      test("refuses one over 300 KB, with its size and what to do, and writes nothing", async () => {
        const stream = newTally();
        await expect(store.append(tally, await store.load(tally, stream), commitOf("too large", added(1, "x".repeat(310 * 1024))))).rejects.toThrow(
          /over the limit .* record less/,
        );
        expect((await store.load(tally, stream)).version).toBe(0);
      });
      test("refuses a commit id that is no hash", async () => {
        const commit = { ...commitOf("x", added(1)), id: "not-a-hash" };
        await expect(store.append(tally, await store.load(tally, newTally()), commit)).rejects.toThrow("32 hexadecimal digits");
      });
      test("keeps numbers exact up to 2^53", async () => {
        const stream = newTally();
        await append(await store.load(tally, stream), commitOf("exact", added(Number.MAX_SAFE_INTEGER)));
        expect((await historyOf(stream))[0]?.events).toEqual([added(Number.MAX_SAFE_INTEGER)]);
      });
      test("keeps empty texts and hostile ones", async () => {
        const stream = newTally();
        const hostile = "\u0000'\"}{$%#\n–✓💥";
        await append(await store.load(tally, stream), commitOf("hostile", added(1, ""), added(2, hostile)));
        expect((await historyOf(stream))[0]?.events).toEqual([added(1, ""), added(2, hostile)]);
      });
    });

    describe("walked as a whole", () => {
      const walk = async (category: string | readonly string[], of: number): Promise<Map<string, number>> => {
        const versions = new Map<string, number>();
        for (const index of range(0, of - 1)) {
          let from: string | undefined;
          do {
            const page = await store.streams(category, { index, of }, from);
            for (const { stream, version } of page.streams) versions.set(stream, Math.max(version, versions.get(stream) ?? 0));
            from = page.next;
          } while (from !== undefined);
        }
        return versions;
      };

      test.each([1, 2, 5])("shows every stream with its newest version, in %i segments", async (segments) => {
        const streams = [];
        for (const length of [1, 3, 20]) streams.push(await filled(length));
        const found = await walk("tally", segments);
        expect(streams.map(({ stream }) => found.get(stream))).toEqual([1, 3, 20]);
      });
      test("shows nothing of another category", async () => {
        await filled(1);
        expect([...(await walk("tall", 1)).keys()]).toEqual([]);
      });
      test("shows the streams of several categories in one walk", async () => {
        const { stream } = await filled(1);
        expect((await walk(["tall", "tally"], 2)).get(stream)).toBe(1);
      });
    });

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
        await expect(transact({ store: lost, clock, random: () => 0, pause: async () => undefined }, tally, stream, add(1), by("run-a"))).rejects.toMatchObject(
          { name: "Transient" },
        );
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
  });
};
