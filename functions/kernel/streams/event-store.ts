import type { EventCodec } from "../../../events/kernel/codec";
import type { AnyEvent } from "../../../events/kernel/event";
import type { StreamDefinition, StreamId } from "../../../events/kernel/stream";
import type { Instant } from "../../../events/kernel/values";

/** Where a stream ended when it was read. Opaque: only a store makes it, so a stream can neither gap nor fork. */
export class VersionToken {
  /** Makes the type nominal: no other object passes for a token. */
  readonly #issued = true;

  constructor(readonly stream: StreamId) {}

  /** Whether a value is a token at all, at run time too. */
  static is(value: object): boolean {
    return #issued in value;
  }
}

/** Who and what led to a commit: support reads it in the timeline. */
export interface CommitMeta {
  /** The journey it belongs to, such as an arrival or a notice. */
  readonly correlation: string;
  /** What led to it directly: an execution's name, or an HTTP request's kind. */
  readonly causation: string;
  /** `stallkeeper`, `buyer`, `product` or `operator`. */
  readonly actor: string;
  /** The execution's name, where one did it. */
  readonly run?: string;
  /** The state's name in that execution. */
  readonly state?: string;
}

/** All events of one decision, as the log holds them. */
export interface Commit<Event extends AnyEvent = AnyEvent> {
  readonly stream: StreamId;
  /** Version of the first event, from 1. */
  readonly first: number;
  /** Version of the last event; the next commit's first is one more. */
  readonly last: number;
  readonly id: string;
  readonly at: Instant;
  readonly events: readonly Event[];
  readonly meta: CommitMeta;
}

/** A commit to be appended. `id` is its idempotency key: a hash of execution, state and command, never random. */
export interface NewCommit<Event extends AnyEvent> {
  readonly id: string;
  readonly at: Instant;
  readonly events: readonly [Event, ...Event[]];
  readonly meta: CommitMeta;
}

/** A stream, folded. */
export interface Loaded<State> {
  readonly state: State;
  /** Version of the last event; 0 for a stream without any. */
  readonly version: number;
  readonly token: VersionToken;
  /** Whether a commit with this id is among the last 128. */
  readonly has: (commitId: string) => boolean;
}

export type AppendResult<State, Event extends AnyEvent> =
  | { readonly outcome: "appended"; readonly loaded: Loaded<State> }
  /** The write had landed before: the item that stands there carries our commit id. */
  | { readonly outcome: "alreadyAppended"; readonly loaded: Loaded<State> }
  /** Somebody else's commit stands there; it comes along. */
  | { readonly outcome: "conflict"; readonly winner: Commit<Event> };

/** Any definition, whatever its types. */
export type Definition<State, Event extends AnyEvent> = Pick<StreamDefinition<State, never, Event, never>, "category" | "codec" | "state" | "foldVersion"> & {
  readonly decider: Pick<StreamDefinition<State, never, Event, never>["decider"], "initialState" | "evolve">;
};

/** What is needed to read a stream's events without folding them. */
export interface Readable<Event extends AnyEvent> {
  readonly codec: EventCodec<Event>;
}

/** A stream as a page of the log shows it: the version of its newest commit in this page, and from when until when those in it are. */
export interface ListedStream {
  readonly stream: StreamId;
  readonly version: number;
  readonly earliest: Instant;
  readonly latest: Instant;
}

/** A page of streams. The commits of one may lie on several. */
export interface StreamPage {
  readonly streams: readonly ListedStream[];
  /** Where the next page starts; undefined after the last. */
  readonly next?: string;
}

/** The append-only log. Every read is strongly consistent. */
export interface EventStore {
  /** Reads the newest snapshot and the commits after it. @throws Failure Permanent for a corrupt stream. */
  readonly load: <State, Event extends AnyEvent>(definition: Definition<State, Event>, stream: StreamId) => Promise<Loaded<State>>;
  /** Appends after the place the token names, in one conditional write. */
  readonly append: <State, Event extends AnyEvent>(
    definition: Definition<State, Event>,
    after: Loaded<State>,
    commit: NewCommit<Event>,
  ) => Promise<AppendResult<State, Event>>;
  /** The commits whose events are newer than `after`, in order, page by page. */
  readonly history: <Event extends AnyEvent>(
    definition: Pick<Definition<never, Event>, "category" | "codec">,
    stream: StreamId,
    after?: number,
  ) => AsyncIterable<Commit<Event>>;
  /** A page of the streams of one or several categories, in no order; for sweeps and rebuilds, never on a request's path. */
  readonly streams: (category: string | readonly string[], segment: { readonly index: number; readonly of: number }, from?: string) => Promise<StreamPage>;
}
