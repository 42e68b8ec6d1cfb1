import { added, newTally, tally } from "../../kit/tally";
import { commitOf, range, type Workbench } from "./workbench";

/** How much goes into a commit, and a walk over all streams. */
export const limits = ({ store, append, filled, historyOf, rawItems }: Workbench): void => {
  describe("at its limits", () => {
    test("takes a commit of 250 KB", async () => {
      const stream = newTally();
      await append(await store.load(tally, stream), commitOf("large", added(1, "x".repeat(250 * 1024))));
      expect((await store.load(tally, stream)).state.last).toHaveLength(250 * 1024);
    });
    test("takes one that is too large only with its snapshot, and leaves the snapshot to a later commit", async () => {
      const { stream, loaded } = await filled(14);
      // A state holds what its largest event does: one that has grown so large must not close its stream.
      const large = (index: number) => commitOf(`${stream}/large/${index}`, added(index, "x".repeat(200 * 1024)));
      const grown = await append(await append(loaded, large(15)), large(16));
      let after = await append(grown, commitOf(`${stream}/17`, added(17)));
      const snapshots = async (): Promise<number> => (await rawItems(stream)).filter((item) => "snap" in item).length;
      expect(await snapshots()).toBe(0);
      const fresh = await store.load(tally, stream);
      expect([fresh.version, fresh.state]).toEqual([17, after.state]);
      for (const index of range(18, 33)) after = await append(after, commitOf(`${stream}/${index}`, added(index)));
      expect(await snapshots()).toBe(1);
      expect((await store.load(tally, stream)).state).toEqual(after.state);
    });
    test("refuses one over 300 KB, with its size and what to do, and writes nothing", async () => {
      const stream = newTally();
      await expect(store.append(tally, await store.load(tally, stream), commitOf("too large", added(1, "x".repeat(310 * 1024))))).rejects.toThrow(
        /over the limit .* record less/,
      );
      expect((await store.load(tally, stream)).version).toBe(0);
    });
    test("refuses an event that could never be read again, so that its stream stays open to readers", async () => {
      const { stream, loaded } = await filled(1);
      const unreadable = commitOf("half", added(2), added(1.5));
      await expect(store.append(tally, loaded, unreadable)).rejects.toMatchObject({
        name: "Permanent",
        message: expect.stringMatching(/Added v1 .* data\.amount/),
      });
      expect((await store.load(tally, stream)).version).toBe(1);
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
    test("shows from when until when a stream's commits are", async () => {
      const stream = newTally();
      const [early, late] = ["2026-11-20T00:00:00.000Z", "2026-11-22T00:00:00.000Z"];
      const first = await append(await store.load(tally, stream), { ...commitOf(`${stream}/1`, added(1)), at: early });
      await append(first, { ...commitOf(`${stream}/2`, added(2)), at: late });
      const all = [];
      let next: string | undefined;
      do {
        const page = await store.streams("tally", { index: 0, of: 1 }, next);
        all.push(...page.streams);
        next = page.next;
      } while (next !== undefined);
      expect(all.filter((one) => one.stream === stream)).toEqual([{ stream, version: 2, earliest: early, latest: late }]);
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
};
