import type { z } from "zod";
import type { AnyEvent } from "./event";

/** An event as the log holds it: type, schema version, data. */
export interface StoredEvent {
  readonly t: string;
  readonly v: number;
  readonly d: unknown;
}

/** Turns the data of version `n` of an event into the data of version `n + 1`. Pure. */
export type Upcaster = (data: unknown) => unknown;

/** What the codec knows of one type: the current schema version, and the steps that lead to it. */
export interface EventEntry<Event extends AnyEvent> {
  /** The version new events are written with, from 1. */
  readonly version: number;
  readonly schema: z.ZodType<Event>;
  /** `upcasters[n]` leads from version `n` to `n + 1`; one for each version below the current. */
  readonly upcasters?: Readonly<Record<number, Upcaster>>;
}

/** One entry for each type of a stream: a type without an entry does not compile. */
export type EventEntries<Event extends AnyEvent> = {
  readonly [Type in Event["type"]]: EventEntry<Extract<Event, { readonly type: Type }>>;
};

/** An event that this release can't read, or could never read again once it was written. Nothing is guessed: the load, or the append, fails. */
export class UnreadableEvent extends Error {
  override readonly name = "UnreadableEvent";
}

/** Writes events in their current version, and reads every version that was ever written. */
export interface EventCodec<Event extends AnyEvent> {
  /** @throws {UnreadableEvent} for data that does not fit: what is appended stands for ever, and one such event would close its stream to every reader. */
  readonly encode: (event: Event) => StoredEvent;
  /** @throws {UnreadableEvent} for an unknown type, a version from the future, a missing step, or data that does not fit. */
  readonly decode: (stored: StoredEvent) => Event;
  /** Each type with its current version: what the golden fixtures must cover. */
  readonly versions: Readonly<Record<string, number>>;
}

const upcast = (entry: EventEntry<AnyEvent>, { t, v, d }: StoredEvent): unknown => {
  if (!Number.isInteger(v) || v < 1 || v > entry.version) {
    throw new UnreadableEvent(`${t} has version ${v}; this release reads 1 to ${entry.version}. Deploy a release that knows it.`);
  }
  let data = d;
  for (let from = v; from < entry.version; from += 1) {
    const step = entry.upcasters?.[from];
    if (!step) throw new UnreadableEvent(`${t} has no upcaster from version ${from} to ${from + 1}.`);
    data = step(data);
  }
  return data;
};

const whereOf = ({ issues }: z.ZodError): string => issues.map(({ path }) => path.join(".")).join(", ");

/** Builds the codec of a stream. Total: every type of the union must have an entry. */
export const defineCodec = <Event extends AnyEvent>(entries: EventEntries<Event>): EventCodec<Event> => {
  const known = new Map<string, EventEntry<Event>>(Object.entries(entries));
  const entryOf = (type: string): EventEntry<Event> => {
    const entry = known.get(type);
    if (!entry) throw new UnreadableEvent(`'${type}' is not a known event type. Known: ${[...known.keys()].join(", ")}.`);
    return entry;
  };
  return {
    encode: (event) => {
      const { version, schema } = entryOf(event.type);
      const parsed = schema.safeParse(event);
      if (!parsed.success) throw new UnreadableEvent(`${event.type} v${version} does not fit its schema at: ${whereOf(parsed.error)}.`);
      return { t: event.type, v: version, d: event.data };
    },
    decode: (stored) => {
      const entry = entryOf(stored.t);
      const parsed = entry.schema.safeParse({ type: stored.t, data: upcast(entry, stored) });
      if (parsed.success) return parsed.data;
      throw new UnreadableEvent(`${stored.t} v${stored.v} does not fit its schema at: ${whereOf(parsed.error)}.`);
    },
    versions: Object.fromEntries([...known].map(([type, entry]) => [type, entry.version])),
  };
};
