import type { StreamId } from "../../../events/kernel/stream";
import type { EventStore } from "./event-store";
import { assertContiguous, fromItem, toItem } from "./commit-item";
import { foldCommits, prepare } from "./snapshot";

/** How many streams a page holds; small, so that tests cross page ends. */
const PAGE = 3;

/** Items by stream and version, as a table would hold them. */
export type MemoryLog = Map<StreamId, Map<number, Readonly<Record<string, unknown>>>>;

/** A log in memory, with the same items as in DynamoDB: the reference every other adapter is compared with. */
export const memoryEventStore = (log: MemoryLog = new Map()): EventStore => {
  const itemsOf = (stream: StreamId) => [...(log.get(stream) ?? [])].sort(([one], [other]) => one - other).map(([, item]) => item);

  return {
    load: (definition, stream) =>
      Promise.resolve().then(() => {
        const stored = itemsOf(stream).map((item) => fromItem(definition.codec, stream, item));
        assertContiguous(stream, stored, 1);
        return foldCommits(definition, stream, stored);
      }),
    append: (definition, after, commit) =>
      Promise.resolve().then(() => {
        const { stored, loaded } = prepare(definition, after, commit);
        const { stream, first } = stored.commit;
        const there = log.get(stream)?.get(first);
        if (there !== undefined) {
          const winner = fromItem(definition.codec, stream, there).commit;
          return winner.id === commit.id ? { outcome: "alreadyAppended", loaded } : { outcome: "conflict", winner };
        }
        const item = structuredClone(toItem(definition.codec, stored));
        log.set(stream, (log.get(stream) ?? new Map<number, Readonly<Record<string, unknown>>>()).set(first, item));
        return { outcome: "appended", loaded };
      }),
    history: async function* (definition, stream, after = 0) {
      const stored = await Promise.resolve().then(() => itemsOf(stream).map((item) => fromItem(definition.codec, stream, item)));
      const newer = stored.filter(({ commit }) => commit.first > after);
      assertContiguous(stream, newer, after + 1);
      for (const { commit } of newer) yield commit;
    },
    streams: (category, segment, from) => {
      const all = [...log.keys()]
        .filter((stream) => [category].flat().some((one) => stream.startsWith(`${one}-`)))
        .filter((_, index) => index % segment.of === segment.index);
      const start = from === undefined ? 0 : Number(from);
      const streams = all.slice(start, start + PAGE).map((stream) => {
        const items = itemsOf(stream);
        const times = items.map((item) => String(item["at"])).toSorted();
        return { stream, version: Math.max(...items.map((item) => Number(item["n"]))), earliest: times[0] ?? "", latest: times.at(-1) ?? "" };
      });
      return Promise.resolve({ streams, ...(start + PAGE < all.length && { next: String(start + PAGE) }) });
    },
  };
};
