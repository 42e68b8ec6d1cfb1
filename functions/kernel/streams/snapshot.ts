import type { AnyEvent } from "../../../events/kernel/event";
import { fold } from "../../../events/kernel/decider";
import type { StreamId } from "../../../events/kernel/stream";
import { Failure } from "../task/failure";
import { VersionToken, type Commit, type Definition, type Loaded, type NewCommit } from "./event-store";

/**
 * A snapshot rides along in every 16th commit. A load then reads at most 16 commits: with events of 400 bytes and a
 * snapshot of 4 KB that is about 11 KB, three of the four read units it may cost.
 */
export const SNAPSHOT_EVERY = 16;

/** How many commit ids are remembered, to know a command that is replayed soon. 128 ids of 16 bytes are 2 KB of a snapshot. */
export const IDS_REMEMBERED = 128;

/** The folded state as a commit carries it. */
export interface Snapshot {
  readonly foldVersion: number;
  readonly state: unknown;
  /** The newest commit ids, this commit's last. */
  readonly ids: readonly string[];
}

/** A stored commit with the snapshot it may carry. */
export interface StoredCommit<Event extends AnyEvent> {
  readonly commit: Commit<Event>;
  readonly snapshot?: Snapshot;
}

/** What a token stands for; only stores look. */
interface Position {
  readonly version: number;
  readonly ids: readonly string[];
  readonly commitsSinceSnapshot: number;
}

const positions = new WeakMap<VersionToken, Position>();

const loadedAt = <State>(stream: StreamId, state: State, position: Position): Loaded<State> => {
  const token = new VersionToken(stream);
  positions.set(token, position);
  return { state, version: position.version, token, has: (id) => position.ids.includes(id) };
};

const positionOf = <State>({ token, version }: Loaded<State>, stream: StreamId): Position => {
  const position = positions.get(token);
  if (position === undefined || position.version !== version || token.stream !== stream) {
    throw new Failure("Permanent", `The version token of ${stream} was not issued by a load or an append of that stream: load it first.`);
  }
  return position;
};

const remembered = (ids: readonly string[]): readonly string[] => ids.slice(-IDS_REMEMBERED);

/** Folds further what was loaded before by the commits that follow it, oldest first. */
const foldOn = <State, Event extends AnyEvent>(
  definition: Definition<State, Event>,
  stream: StreamId,
  { known, stored }: { readonly known: Loaded<State>; readonly stored: readonly StoredCommit<Event>[] },
): Loaded<State> => {
  const { version, ids, commitsSinceSnapshot } = positionOf(known, stream);
  const events = stored.flatMap(({ commit }) => commit.events);
  const snapshot = stored.findLastIndex((one) => one.snapshot !== undefined);
  return loadedAt(stream, fold(definition.decider, known.state, events, version), {
    version: version + events.length,
    ids: remembered([...ids, ...stored.map(({ commit }) => commit.id)]),
    commitsSinceSnapshot: snapshot === -1 ? commitsSinceSnapshot + stored.length : stored.length - 1 - snapshot,
  });
};

/**
 * Folds what was read, oldest first, from the newest snapshot that this release can use, or from nothing; or from what was
 * loaded before, if that is where it begins.
 */
export const foldCommits = <State, Event extends AnyEvent>(
  definition: Definition<State, Event>,
  stream: StreamId,
  stored: readonly StoredCommit<Event>[],
  known?: Loaded<State>,
): Loaded<State> => {
  if (known !== undefined && (stored[0]?.commit.first ?? known.version + 1) === known.version + 1) return foldOn(definition, stream, { known, stored });
  const start = stored.findLastIndex(({ snapshot }) => usable(definition, snapshot) !== undefined);
  const from = usable(definition, stored[start]?.snapshot);
  const rest = stored.slice(start + 1);
  const version = stored[start]?.commit.last ?? 0;
  const events = rest.flatMap(({ commit }) => commit.events);
  const ids = [...(from === undefined ? [] : (stored[start]?.snapshot?.ids ?? [])), ...rest.map(({ commit }) => commit.id)];
  return loadedAt(stream, fold(definition.decider, from ?? definition.decider.initialState, events, version), {
    version: version + events.length,
    ids: remembered(ids),
    commitsSinceSnapshot: rest.length,
  });
};

/** The snapshot's state, unless another fold made it or it does not fit: it is then as if it were not there. */
export const usable = <State>(
  { foldVersion, state }: Pick<Definition<State, never>, "foldVersion" | "state">,
  snapshot: Snapshot | undefined,
): State | undefined => {
  if (snapshot?.foldVersion !== foldVersion) return undefined;
  const parsed = state.safeParse(snapshot.state);
  return parsed.success ? parsed.data : undefined;
};

/** A commit ready to be stored, and what the stream will be once it is. */
export interface Prepared<State, Event extends AnyEvent> {
  readonly stored: StoredCommit<Event>;
  readonly loaded: Loaded<State>;
}

/** Numbers the events of a commit after what was loaded, and adds a snapshot when one is due. */
export const prepare = <State, Event extends AnyEvent>(
  definition: Definition<State, Event>,
  after: Loaded<State>,
  { id, at, events, meta }: NewCommit<Event>,
): Prepared<State, Event> => {
  const { stream } = after.token;
  const { version, ids, commitsSinceSnapshot } = positionOf(after, stream);
  const state = fold(definition.decider, after.state, events, version);
  const newIds = remembered([...ids, id]);
  const due = commitsSinceSnapshot + 1 >= SNAPSHOT_EVERY;
  return {
    stored: {
      commit: { stream, first: version + 1, last: version + events.length, id, at, events, meta },
      ...(due && { snapshot: { foldVersion: definition.foldVersion, state, ids: newIds } }),
    },
    loaded: loadedAt(stream, state, { version: version + events.length, ids: newIds, commitsSinceSnapshot: due ? 0 : commitsSinceSnapshot + 1 }),
  };
};
