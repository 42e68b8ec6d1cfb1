import { arrival, arrivalStream, type ArrivalCommand } from "../../events/arrival/decider";
import { notice, noticeStream, type NoticeCommand } from "../../events/notice/decider";
import type { EventStore } from "../../functions/kernel/streams/event-store";
import { transact } from "../../functions/kernel/streams/transact";

const clock = { now: () => "2026-11-24T09:30:00.000Z" };

const by = (correlation: string, causation: string) => ({ correlation, causation, actor: "stallkeeper" });

/** Tells one notice's stream something, as the functions do. */
export const tellNotice = async (store: EventStore, id: string, ...commands: readonly NoticeCommand[]): Promise<void> => {
  for (const command of commands) await transact({ store, clock }, notice, noticeStream(id), command, by(id, command.type));
};

/** Tells one visit's stream something, as the functions do. */
export const tellArrival = async (store: EventStore, id: string, ...commands: readonly ArrivalCommand[]): Promise<void> => {
  for (const command of commands) await transact({ store, clock }, arrival, arrivalStream(id), command, by(id, command.type));
};

/** A message of AWS's of a kind that nobody knows, and that it waits for a person. */
export const NOVELTY: readonly [NoticeCommand, NoticeCommand] = [
  { type: "Receive", data: { channel: "eventBridge", kind: "Something New", body: '{"a":1}' } },
  { type: "Park", data: { reason: "unknownKind" } },
];
