import { setTimeout as sleep } from "node:timers/promises";
import type { AnyEvent } from "../../../events/kernel/event";
import type { StreamDefinition, StreamId } from "../../../events/kernel/stream";
import type { Clock } from "../task/clock";
import type { CommitMeta, EventStore, Loaded } from "./event-store";
import { Failure } from "../task/failure";
import { hash } from "../task/hash";
import { foldCommits } from "./snapshot";

/** What a decision is made with. */
export interface Transactor {
  readonly store: EventStore;
  readonly clock: Clock;
  /** Waits before deciding again. @default - really waits */
  readonly pause?: (milliseconds: number) => Promise<unknown>;
  /** From 0 up to 1, for the jitter. @default - Math.random */
  readonly random?: () => number;
  /** The stream is most likely to begin with this command: the append finds out, at no read. @default - it is loaded */
  readonly expects?: "newStream";
}

/** What became of a command. */
export type Transacted<State, Event extends AnyEvent, Refusal extends string> =
  /** `events` is empty where it was so already. */
  | { readonly outcome: "accepted"; readonly events: readonly Event[]; readonly state: State; readonly version: number }
  | { readonly outcome: "refused"; readonly refusal: Refusal; readonly state: State; readonly version: number };

/** Somebody else was quicker so often: eight tries spread over up to five seconds, within any task's timeout. */
const TRIES = 8;
const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 1_000;

/** Full jitter: any time up to the doubled pause, so that writers who met once do not meet again. */
const pauseBefore = (attempt: number, random: () => number): number => random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt);

const isNonEmpty = <Event>(events: readonly Event[]): events is readonly [Event, ...Event[]] => events.length > 0;

/**
 * Loads, folds, decides and appends; decides again when somebody else appended first. The only way a function writes.
 * A command that is replayed finds its own commit (its id is a hash of execution, state and command) and changes nothing.
 * @throws Failure Transient if the stream stays contended; Permanent for a stream that can't be read
 */
/* eslint-disable max-params -- with what, on which kind of stream, which one, what, for whom: it reads as a sentence */
export const transact = async <State, Command, Event extends AnyEvent, Refusal extends string>(
  { store, clock, pause = sleep, random = Math.random, expects }: Transactor,
  definition: StreamDefinition<State, Command, Event, Refusal>,
  stream: StreamId,
  command: Command,
  by: CommitMeta,
): Promise<Transacted<State, Event, Refusal>> => {
  const id = hash(by.run ?? by.causation, by.state ?? "", JSON.stringify(command));
  type Done = { readonly transacted: Transacted<State, Event, Refusal>; readonly isNew: boolean };
  const silent = ({ state, version }: Loaded<State>): Done => ({ transacted: { outcome: "accepted", events: [], state, version }, isNew: false });

  /** Decides on what was loaded, and appends; undefined where somebody else was quicker. */
  const decideOn = async (loaded: Loaded<State>): Promise<Done | undefined> => {
    if (loaded.has(id)) return silent(loaded);
    const at = clock.now();
    const decision = definition.decider.decide(command, loaded.state, at);
    if (!decision.accepted) {
      const { state, version } = loaded;
      return { transacted: { outcome: "refused", refusal: decision.refusal, state, version }, isNew: false };
    }
    if (!isNonEmpty(decision.events)) return silent(loaded);
    const appended = await store.append(definition, loaded, { id, at, events: decision.events, meta: by });
    if (appended.outcome === "conflict") return undefined;
    const { state, version } = appended.loaded;
    return { transacted: { outcome: "accepted", events: decision.events, state, version }, isNew: appended.outcome === "appended" };
  };

  if (expects === "newStream") {
    const begun = await decideOn(foldCommits(definition, stream, []));
    // Only an append shows that the stream was new: else what has become of it is to be read.
    if (begun?.isNew === true) return begun.transacted;
  }
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const done = await decideOn(await store.load(definition, stream));
    if (done !== undefined) return done.transacted;
    await pause(pauseBefore(attempt, random));
  }
  throw new Failure("Transient", `${stream} was written by others ${TRIES} times in a row; the command is tried again.`);
};
