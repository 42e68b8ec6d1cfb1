import { memoryEventStore } from "../../../../functions/kernel/streams/memory-event-store";
import { rememberingStore } from "../../../../functions/kernel/streams/remembering-store";
import { hash } from "../../../../functions/kernel/task/hash";
import { added, tally } from "../../../kit/tally";

const STREAM = "tally-one";
const AT = "2026-11-24T09:30:00.000Z";
const META = { correlation: "c", causation: "test", actor: "stallkeeper" };
const commit = (id: string) => ({ id: hash(id), at: AT, events: [added(1)], meta: META }) as const;

const counted = () => {
  const log = memoryEventStore();
  const loads = jest.fn();
  const store = rememberingStore({
    ...log,
    load: (definition, stream) => {
      loads(stream);
      return log.load(definition, stream);
    },
  });
  return { log, store, loads };
};

describe("a log that remembers", () => {
  test("reads a stream once, and knows of what it appended itself", async () => {
    const { log, store, loads } = counted();
    for (const id of ["a", "b", "c"]) await store.append(tally, await store.load(tally, STREAM), commit(id));
    expect((await store.load(tally, STREAM)).version).toBe(3);
    expect((await log.load(tally, STREAM)).state).toEqual((await store.load(tally, STREAM)).state);
    expect(loads).toHaveBeenCalledTimes(1);
  });

  test("reads it again where another has appended since", async () => {
    const { log, store, loads } = counted();
    const before = await store.load(tally, STREAM);
    await log.append(tally, await log.load(tally, STREAM), commit("another"));
    expect((await store.append(tally, before, commit("mine"))).outcome).toBe("conflict");
    const again = await store.load(tally, STREAM);
    expect(again.version).toBe(1);
    expect((await store.append(tally, again, commit("mine"))).outcome).toBe("appended");
    expect(loads).toHaveBeenCalledTimes(2);
  });
});
