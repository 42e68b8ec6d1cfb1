import { dynamoEventStore } from "../../../functions/kernel/streams/dynamo-event-store";
import type { EventStore, Loaded, NewCommit } from "../../../functions/kernel/streams/event-store";
import { hash } from "../../../functions/kernel/task/hash";
import { memoryEventStore } from "../../../functions/kernel/streams/memory-event-store";
import { inParallel } from "../../../functions/kernel/task/batches";
import { startDynalite, startDynamoDbLocal, type LogEngine } from "../../kit/log-tables";
import { added, newTally, tally, type Tally, type TallyEvent } from "../../kit/tally";
import { right, same } from "../right";

const AT = "2026-11-24T09:30:00.000Z";
const META = { correlation: "c", causation: "bench", actor: "stallkeeper", run: "onboard-0123456789abcdef0123456789abcdef", state: "Record the arrival" };

/** At once, where many write or read: as many as a walk over the log has. */
const WIDTH = 16;

export type EngineName = "memory" | "dynalite" | "DynamoDB Local";

/** What one operation costs. */
export interface Cost {
  readonly calls: readonly string[];
  readonly units: number;
  readonly bytes: number;
}

/** What an engine makes of the store. */
export interface StoreMeasured {
  readonly engine: EngineName;
  /** Whether calls, units and bytes are known: memory has none. */
  readonly counted: boolean;
  readonly appends: readonly (Cost & { readonly note: number })[];
  readonly loads: readonly (Cost & { readonly length: number; readonly milliseconds: number })[];
  readonly retry: Cost;
  readonly conflict: Cost;
  readonly perSecond: { readonly appends: number; readonly appendsAtOnce: number; readonly loads: number; readonly loadsAtOnce: number };
}

type Under = Pick<LogEngine, "calls" | "units" | "bytes" | "stop"> & { readonly store: EventStore; readonly counted: boolean };

const NOTHING = { calls: () => [], units: () => 0, bytes: () => 0, stop: () => Promise.resolve() };

const open = async (engine: EngineName): Promise<Under> => {
  if (engine === "memory") return { ...NOTHING, counted: false, store: memoryEventStore() };
  const opened = await (engine === "dynalite" ? startDynalite() : startDynamoDbLocal());
  return { ...opened, counted: true, store: dynamoEventStore(opened) };
};

const commit = (id: string, note: number): NewCommit<TallyEvent> => ({ id: hash(id), at: AT, events: [added(1, "x".repeat(note))], meta: META });

const append = async (store: EventStore, after: Loaded<Tally>, next: NewCommit<TallyEvent>): Promise<Loaded<Tally>> => {
  const appended = await store.append(tally, after, next);
  right(appended.outcome === "appended", `An append without a rival came to '${appended.outcome}'.`);
  return appended.loaded;
};

/** A stream's history is made of notes of so many bytes, so that a commit with one event is about 400 bytes. */
const USUAL_NOTE = 100;

const measured = async <Result>(
  under: Under,
  work: () => Promise<Result>,
): Promise<{ readonly cost: Cost; readonly result: Result; readonly milliseconds: number }> => {
  const [calls, units, bytes] = [under.calls().length, under.units(), under.bytes()];
  const started = performance.now();
  const result = await work();
  const milliseconds = performance.now() - started;
  return { cost: { calls: under.calls().slice(calls), units: under.units() - units, bytes: under.bytes() - bytes }, result, milliseconds };
};

/** How often a second the work can be done, by doing it so many times. */
const often = async (times: number, width: number, work: (index: number) => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await inParallel(
    Array.from({ length: times }, (_, index) => index),
    width,
    work,
  );
  return (times * 1000) / (performance.now() - started);
};

const appendCosts = async (under: Under, notes: readonly number[]): Promise<StoreMeasured["appends"]> => {
  const costs = [];
  for (const note of notes) {
    const stream = newTally();
    const loaded = await under.store.load(tally, stream);
    const { cost } = await measured(under, () => append(under.store, loaded, commit(stream, note)));
    costs.push({ ...cost, note });
  }
  return costs;
};

/** One stream, loaded at each length on its way to the longest. */
const loadCosts = async (under: Under, lengths: readonly number[], tell: (step: string) => void) => {
  const { store } = under;
  const stream = newTally();
  const loads = [];
  let loaded = await store.load(tally, stream);
  let appending = 0;
  for (const length of lengths) {
    tell(`a stream of ${length} events`);
    const started = performance.now();
    while (loaded.version < length) loaded = await append(store, loaded, commit(`${stream}/${loaded.version}`, USUAL_NOTE));
    appending += performance.now() - started;
    const { cost, result, milliseconds } = await measured(under, () => store.load(tally, stream));
    same(`the state of a stream of ${length} events`, { version: result.version, state: result.state }, { version: length, state: loaded.state });
    loads.push({ ...cost, length, milliseconds });
  }
  return { loads, appends: (loaded.version * 1000) / appending };
};

/** A buyer of two years, with a change a month and the readings that go with it. */
const USUAL_LENGTH = 100;

const streamOf = async (store: EventStore, length: number) => {
  const stream = newTally();
  let loaded = await store.load(tally, stream);
  while (loaded.version < length) loaded = await append(store, loaded, commit(`${stream}/${loaded.version}`, USUAL_NOTE));
  return stream;
};

const meetings = async (under: Under): Promise<Pick<StoreMeasured, "retry" | "conflict">> => {
  const { store } = under;
  const stream = newTally();
  const loaded = await store.load(tally, stream);
  const ours = commit(`${stream}/ours`, USUAL_NOTE);
  await append(store, loaded, ours);
  const retry = await measured(under, () => store.append(tally, loaded, ours));
  same("a retry's outcome", retry.result.outcome, "alreadyAppended");
  const conflict = await measured(under, () => store.append(tally, loaded, commit(`${stream}/theirs`, USUAL_NOTE)));
  right(conflict.result.outcome === "conflict" && conflict.result.winner.id === ours.id, "A rival was not refused with the winner in hand.");
  return { retry: retry.cost, conflict: conflict.cost };
};

/** Counts and times the event store on one engine. @param input notes: bytes of the text in the one event; lengths: ascending */
export const eventStore = async (
  {
    engine,
    notes,
    lengths,
    times,
  }: { readonly engine: EngineName; readonly notes: readonly number[]; readonly lengths: readonly number[]; readonly times: number },
  tell: (step: string) => void,
): Promise<StoreMeasured> => {
  const under = await open(engine);
  try {
    const { store } = under;
    tell("sizes of appends");
    const appends = await appendCosts(under, notes);
    const { retry, conflict } = await meetings(under);
    const long = await loadCosts(under, lengths, tell);
    tell("appends and loads a second");
    const appendsAtOnce = await often(times, WIDTH, async () => {
      const stream = newTally();
      await append(store, await store.load(tally, stream), commit(stream, USUAL_NOTE));
    });
    const stream = await streamOf(store, USUAL_LENGTH);
    const loads = await often(times, 1, () => store.load(tally, stream));
    const loadsAtOnce = await often(times, WIDTH, () => store.load(tally, stream));
    return {
      engine,
      counted: under.counted,
      appends,
      loads: long.loads,
      retry,
      conflict,
      perSecond: { appends: long.appends, appendsAtOnce, loads, loadsAtOnce },
    };
  } finally {
    await under.stop();
  }
};
