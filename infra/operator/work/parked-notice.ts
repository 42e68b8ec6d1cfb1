import { notice, noticeStream, type Notice } from "../../../events/notice/decider";
import type { NoticeEvent, ParkingReason } from "../../../events/notice/events";
import type { Instant } from "../../../events/kernel/values";
import type { Commit, EventStore } from "../../../functions/kernel/streams/event-store";

/** A notice of AWS's that waits for a person, or did until somebody dismissed it. */
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
  readonly dismissed?: Notice["dismissed"];
}

/** The notice if it waits or was dismissed, as its stream tells it; undefined if it was dealt with. */
export const parkedNotice = (id: string, commits: readonly Commit<NoticeEvent>[]): ParkedNotice | undefined => {
  let found: ParkedNotice | undefined;
  let received: Extract<NoticeEvent, { readonly type: "NoticeReceived" }>["data"] | undefined;
  for (const { events, meta } of commits) {
    for (const { type, data } of events) {
      if (type === "NoticeReceived") received = data;
      if (type === "NoticeDismissed" && found !== undefined) {
        found = { ...found, dismissed: data };
        continue;
      }
      // Whatever else comes after the parking, such as a release, ends it.
      found = undefined;
      if (type !== "NoticeParked" || received === undefined) continue;
      const { channel, kind, body, at: receivedAt } = received;
      const run = meta.run === undefined ? {} : { run: meta.run };
      found = { id, channel, kind, body, reason: data.reason, receivedAt, parkedAt: data.at, ...run };
    }
  }
  return found;
};

/** Reads a notice that waits or was dismissed; undefined if it was dealt with since. */
export const readParkedNotice = async ({ history }: Pick<EventStore, "history">, id: string): Promise<ParkedNotice | undefined> => {
  const commits: Commit<NoticeEvent>[] = [];
  for await (const commit of history(notice, noticeStream(id))) commits.push(commit);
  return parkedNotice(id, commits);
};
