import { z } from "zod";
import { UnreadableEvent, type EventCodec, type StoredEvent } from "../../../events/kernel/codec";
import type { AnyEvent } from "../../../events/kernel/event";
import type { StreamId } from "../../../events/kernel/stream";
import { Instant } from "../../../events/kernel/values";
import type { Commit } from "./event-store";
import { Failure } from "../task/failure";
import type { Snapshot, StoredCommit } from "./snapshot";

/** Commit ids are 128 bits in hexadecimal (`hash`), so that a snapshot can hold them in 16 bytes each. */
const CommitId = z.string().regex(/^[0-9a-f]{32}$/, "must be 32 hexadecimal digits, as hash() makes them");
const ID_BYTES = 16;

/** The item of the log table, as `event-store` in ARCHITECTURE describes it. */
const CommitItem = z.object({
  pk: z.string(),
  sk: z.int().min(1),
  n: z.int().min(1),
  id: CommitId,
  at: Instant,
  ev: z.array(z.object({ t: z.string(), v: z.int(), d: z.unknown() })).min(1),
  m: z.object({ correlation: z.string(), causation: z.string(), actor: z.string(), run: z.string().optional(), state: z.string().optional() }),
  snap: z.object({ f: z.int(), s: z.unknown(), ids: z.instanceof(Uint8Array) }).optional(),
});
type CommitItem = z.infer<typeof CommitItem>;

/** DynamoDB takes items up to 400 KB; a decision this large is a mistake, and a margin is left for names and numbers. */
const LARGEST_COMMIT_BYTES = 300 * 1024;

const idsToBytes = (ids: readonly string[]): Uint8Array => new Uint8Array(Buffer.from(ids.join(""), "hex"));

const bytesToIds = (bytes: Uint8Array): readonly string[] => {
  const hex = Buffer.from(bytes).toString("hex");
  return Array.from({ length: bytes.length / ID_BYTES }, (_, index) => hex.slice(index * ID_BYTES * 2, (index + 1) * ID_BYTES * 2));
};

const encodeAll = <Event extends AnyEvent>(codec: EventCodec<Event>, { stream, first, events }: Commit<Event>): readonly StoredEvent[] => {
  try {
    return events.map((event) => codec.encode(event));
  } catch (error) {
    if (!(error instanceof UnreadableEvent)) throw error;
    throw new Failure("Permanent", `A commit to ${stream} at version ${first} can't be written: ${error.message} It could never be read again.`, {
      cause: error,
    });
  }
};

const bytesOf = (item: unknown): number => Buffer.byteLength(JSON.stringify(item));

/**
 * A snapshot only spares reading: one that would make the commit too large is left out, and a state that has grown closes no
 * stream. The next time one is due it is tried again.
 * @throws Failure Permanent for a commit too large for an item, an event that could not be read again, or an id that is no hash
 */
export const toItem = <Event extends AnyEvent>(codec: EventCodec<Event>, { commit, snapshot }: StoredCommit<Event>): Record<string, unknown> => {
  const id = CommitId.safeParse(commit.id);
  if (!id.success) throw new Failure("Permanent", `The commit id '${commit.id}' can't be used: it must be 32 hexadecimal digits, as hash() makes them.`);
  const item = {
    pk: commit.stream,
    sk: commit.first,
    n: commit.last,
    id: commit.id,
    at: commit.at,
    ev: encodeAll(codec, commit),
    m: commit.meta,
  };
  const bytes = bytesOf(item);
  if (bytes > LARGEST_COMMIT_BYTES) {
    throw new Failure("Permanent", `A commit of ${bytes} bytes to ${commit.stream} is over the limit of ${LARGEST_COMMIT_BYTES}: record less in one decision.`);
  }
  if (snapshot === undefined || bytes + bytesOf(snapshot.state) > LARGEST_COMMIT_BYTES) return item;
  return { ...item, snap: { f: snapshot.foldVersion, s: snapshot.state, ids: idsToBytes(snapshot.ids) } };
};

const corrupt = (stream: string, what: string, cause?: unknown): Failure =>
  new Failure("Permanent", `The stream ${stream} can't be read: ${what}. Nothing was changed; see RUNBOOK, "A stream that can't be read".`, { cause });

const decodeAll = <Event extends AnyEvent>(codec: EventCodec<Event>, { pk, sk, ev }: CommitItem): readonly Event[] => {
  try {
    return ev.map(({ t, v, d }) => codec.decode({ t, v, d }));
  } catch (error) {
    throw error instanceof UnreadableEvent ? corrupt(pk, `at version ${sk}, ${error.message}`, error) : error;
  }
};

const snapshotOf = ({ snap }: CommitItem): Snapshot | undefined => snap && { foldVersion: snap.f, state: snap.s, ids: bytesToIds(snap.ids) };

/** @throws Failure Permanent for an item that is no commit of the stream, or holds an event this release can't read. */
export const fromItem = <Event extends AnyEvent>(codec: EventCodec<Event>, stream: StreamId, item: unknown): StoredCommit<Event> => {
  const parsed = CommitItem.safeParse(item);
  if (!parsed.success) throw corrupt(stream, `an item has the wrong shape at ${parsed.error.issues.map(({ path }) => path.join(".")).join(", ")}`);
  const { data } = parsed;
  if (data.pk !== stream || data.n !== data.sk + data.ev.length - 1) throw corrupt(stream, `the item at version ${data.sk} does not number its own events`);
  const { correlation, causation, actor, run, state } = data.m;
  const snapshot = snapshotOf(data);
  return {
    commit: {
      stream,
      first: data.sk,
      last: data.n,
      id: data.id,
      at: data.at,
      events: decodeAll(codec, data),
      meta: { correlation, causation, actor, ...(run !== undefined && { run }), ...(state !== undefined && { state }) },
    },
    ...(snapshot && { snapshot }),
  };
};

/** Checks that commits, oldest first, follow one another without a gap. @throws Failure Permanent naming the place */
export const assertContiguous = <Event extends AnyEvent>(stream: StreamId, stored: readonly StoredCommit<Event>[], from: number | undefined): void => {
  let next = from;
  for (const { commit } of stored) {
    if (next !== undefined && commit.first !== next) throw corrupt(stream, `version ${next} is missing: after it comes ${commit.first}`);
    next = commit.last + 1;
  }
};
