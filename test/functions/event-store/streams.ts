import { VersionToken } from "../../../functions/kernel/streams/event-store";
import { hash } from "../../../functions/kernel/task/hash";
import { SNAPSHOT_EVERY } from "../../../functions/kernel/streams/snapshot";
import { added, foldAll, newTally, tally, type TallyEvent } from "../../kit/tally";
import { commitOf, meta, range, type Workbench } from "./workbench";

/** What a stream is to its readers and its writers. */
export const streams = ({ store, append, filled, historyOf }: Workbench): void => {
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
};
