import { notice } from "../../../../events/notice/decider";
import type { NoticeEvent, ParkingReason } from "../../../../events/notice/events";
import type { StreamId } from "../../../../events/kernel/stream";
import type { Instant } from "../../../../events/kernel/values";
import { inParallel } from "../../../../functions/kernel/batches";
import type { Commit, EventStore } from "../../../../functions/kernel/event-store";
import { WALK_WIDTH } from "../../../../functions/kernel/walk";
import { excerpt, type Excerpt } from "./excerpt";

/** A notice of AWS's that waits for a person. */
export interface ParkedNotice {
  /** The stream's id after `notice-`. */
  readonly id: string;
  readonly channel: string;
  /** The detail-type or action; empty if it could not be read. */
  readonly kind: string;
  /** The exact message. */
  readonly body: string;
  readonly reason: ParkingReason;
  readonly receivedAt: Instant;
  readonly parkedAt: Instant;
  /** The run that laid it aside. */
  readonly run?: string;
}

type Parts = Pick<EventStore, "history" | "streams">;

/** The notice if it waits, as its stream tells it; undefined if it was dealt with. */
export const parkedNotice = (stream: string, commits: readonly Commit<NoticeEvent>[]): ParkedNotice | undefined => {
  let found: ParkedNotice | undefined;
  let received: Extract<NoticeEvent, { readonly type: "NoticeReceived" }>["data"] | undefined;
  for (const { events, meta } of commits) {
    for (const { type, data } of events) {
      if (type === "NoticeReceived") received = data;
      // Whatever comes after the parking, such as a release, ends it.
      found = undefined;
      if (type !== "NoticeParked" || received === undefined) continue;
      const { channel, kind, body, at: receivedAt } = received;
      const run = meta.run === undefined ? {} : { run: meta.run };
      found = { id: stream.slice("notice-".length), channel, kind, body, reason: data.reason, receivedAt, parkedAt: data.at, ...run };
    }
  }
  return found;
};

/** Looks through the notices' streams. A walk over the log: good for thousands of notices, slow for millions. */
export const parkedNotices = async ({ history, streams }: Parts): Promise<Excerpt<ParkedNotice>> => {
  const read = async (stream: StreamId): Promise<ParkedNotice | undefined> => {
    const commits: Commit<NoticeEvent>[] = [];
    for await (const commit of history(notice, stream)) commits.push(commit);
    return parkedNotice(stream, commits);
  };
  const { items, ...rest } = await excerpt(
    async (segment, from) => {
      const { streams: found, next } = await streams("notice", segment, from);
      return { items: found, ...(next !== undefined && { next }) };
    },
    async (seen) => (await inParallel(seen, WALK_WIDTH, ({ stream }) => read(stream))).filter((one) => one !== undefined),
  );
  // One stream's commits may lie on two pages of the walk.
  const unique = [...new Map(items.map((one) => [one.id, one])).values()];
  return { ...rest, items: unique.toSorted((one, other) => (one.parkedAt < other.parkedAt ? 1 : -1)) };
};
