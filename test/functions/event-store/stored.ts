import { z } from "zod";
import { defineCodec } from "../../../events/kernel/codec";
import type { StreamId } from "../../../events/kernel/stream";
import type { Definition } from "../../../functions/kernel/streams/event-store";
import { hash } from "../../../functions/kernel/task/hash";
import { IDS_REMEMBERED, SNAPSHOT_EVERY } from "../../../functions/kernel/streams/snapshot";
import { type Tally, Added, Cleared, newTally, tally, type TallyEvent } from "../../kit/tally";
import { AT, meta, range, type Workbench } from "./workbench";

/** What stands in the table: snapshots, events of other releases, and what is corrupt. */
export const stored = ({ store, putRaw, rawItems, filled, historyOf }: Workbench): void => {
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
      const carrying = (await rawItems(stream)).filter((item) => item["snap"] !== undefined).map((item) => item["n"]);
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
      const sizes = (await rawItems(stream)).filter((item) => item["snap"] !== undefined).map((item) => item["snap"] as { ids: Uint8Array; s: unknown });
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
      await putRaw({ pk: stream, sk: 1, n: ev.length, id: hash(stream), at: AT, ev, m: meta });
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
      expect((await rawItems(stream))[0]?.["ev"]).toEqual([{ t: "Added", v: 1, d: { amount: 4 } }]);
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
      for (const [first, last] of commits) await putRaw(raw(stream, first!, last!));
      await expect(store.load(tally, stream)).rejects.toMatchObject({ name: "Permanent", message: expect.stringContaining(message) as string });
    });
    test("whose commits overlap, refuses", async () => {
      const stream = newTally();
      await putRaw(raw(stream, 1, 3));
      await putRaw(raw(stream, 2, 2));
      await expect(store.load(tally, stream)).rejects.toMatchObject({ name: "Permanent" });
    });
    test("whose commit miscounts its events, refuses", async () => {
      const stream = newTally();
      await putRaw({ ...raw(stream, 1, 1), n: 2 });
      await expect(store.load(tally, stream)).rejects.toThrow("does not number its own events");
    });
    test("with an item of another shape, names the member", async () => {
      const stream = newTally();
      await putRaw({ ...raw(stream, 1, 1), at: "yesterday" });
      await expect(store.load(tally, stream)).rejects.toThrow("wrong shape at at");
    });
    test("shows a gap in the history too", async () => {
      const stream = newTally();
      await putRaw(raw(stream, 1, 1));
      await putRaw(raw(stream, 3, 3));
      await expect(historyOf(stream)).rejects.toThrow("version 2 is missing");
    });
  });
};
