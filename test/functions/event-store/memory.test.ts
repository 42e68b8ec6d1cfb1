import type { StreamId } from "../../../events/kernel/stream";
import { memoryEventStore } from "../../../functions/kernel/streams/memory-event-store";
import { eventStoreSuite } from "./suite";

eventStoreSuite("memory", async () => {
  const log = new Map<StreamId, Map<number, Readonly<Record<string, unknown>>>>();
  return {
    store: memoryEventStore(log),
    putRaw: async (item) => {
      const stream = item["pk"] as StreamId;
      const items = log.get(stream) ?? new Map<number, Readonly<Record<string, unknown>>>();
      log.set(stream, items.set(item["sk"] as number, item));
    },
    rawItems: async (stream) => [...(log.get(stream)?.values() ?? [])],
    stop: async () => undefined,
  };
});
