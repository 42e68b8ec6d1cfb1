import type { StreamId } from "../../../events/kernel/stream";
import type { Commit, EventStore, Loaded, NewCommit } from "../../../functions/kernel/streams/event-store";
import { hash } from "../../../functions/kernel/task/hash";
import type { Tally } from "../../kit/tally";
import { added, newTally, tally, type TallyEvent } from "../../kit/tally";

/** A store under test, with a way to put items behind its back. */
export interface StoreUnderTest {
  readonly store: EventStore;
  readonly putRaw: (item: Record<string, unknown>) => Promise<void>;
  readonly rawItems: (stream: StreamId) => Promise<readonly Record<string, unknown>[]>;
}

export const AT = "2026-11-24T09:30:00.000Z";
export const meta = { correlation: "c", causation: "test", actor: "stallkeeper" };

export const commitOf = (id: string, ...events: [TallyEvent, ...TallyEvent[]]): NewCommit<TallyEvent> => ({ id: hash(id), at: AT, events, meta });

export const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** A store that is started before the tests and stopped after them, and what each part of the suite does with it. */
export const workbench = (start: () => Promise<StoreUnderTest & { readonly stop: () => Promise<void> }>) => {
  let under: StoreUnderTest & { readonly stop: () => Promise<void> };
  beforeAll(async () => {
    under = await start();
  });
  afterAll(() => under.stop());

  // It is there only once the tests run, and they are written down before.
  const store: EventStore = {
    load: (...asked) => under.store.load(...asked),
    append: (...asked) => under.store.append(...asked),
    history: (...asked) => under.store.history(...asked),
    streams: (...asked) => under.store.streams(...asked),
  };

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

  return {
    store,
    putRaw: (item: Record<string, unknown>) => under.putRaw(item),
    rawItems: (stream: StreamId) => under.rawItems(stream),
    append,
    filled,
    historyOf,
  };
};

export type Workbench = ReturnType<typeof workbench>;
