import { z } from "zod";
import { defineCodec } from "../kernel/codec";
import { defineEvent } from "../kernel/event";
import { Instant } from "../kernel/values";

// These shapes are what the log holds. Add a fact, or a new version of one; never edit or delete.

/** What was done about a notice in the end. `recorded`: it is kept, and there was nothing to do. */
export const NoticeOutcome = z.enum(["applied", "recorded", "otherListing"]);
export type NoticeOutcome = z.infer<typeof NoticeOutcome>;

/** Why a notice waits for a person: this release cannot act on it. */
export const ParkingReason = z.enum(["unknownKind", "unreadable"]);
export type ParkingReason = z.infer<typeof ParkingReason>;

/** AWS sent a message; `body` is its exact text. Kept before it is acknowledged. */
export const NoticeReceived = defineEvent("NoticeReceived", {
  channel: z.enum(["eventBridge", "sns"]),
  /** The detail-type, or the action of an SNS message; empty if it could not be read. */
  kind: z.string().max(256),
  body: z.string().max(262_144),
  /** When the queue got it: an SNS message that was delivered raw has no other time of AWS's. */
  sentAt: Instant.optional(),
  at: Instant,
});

/** The notice was acted on. */
export const NoticeSettled = defineEvent("NoticeSettled", { outcome: NoticeOutcome, subscription: z.string().optional(), at: Instant });

/** The notice was kept for a person. */
export const NoticeParked = defineEvent("NoticeParked", { reason: ParkingReason, at: Instant });

/** A person said that nothing needs to be done about a parked notice. The reason and the name stand here for ever: they are no place for a buyer's data. */
export const NoticeDismissed = defineEvent("NoticeDismissed", { reason: z.string().min(1), by: z.string().min(1), at: Instant });

export const NoticeEvent = z.discriminatedUnion("type", [NoticeReceived, NoticeSettled, NoticeParked, NoticeDismissed]);
export type NoticeEvent = z.infer<typeof NoticeEvent>;

export const noticeCodec = defineCodec<NoticeEvent>({
  NoticeReceived: { version: 1, schema: NoticeReceived },
  NoticeSettled: { version: 1, schema: NoticeSettled },
  NoticeParked: { version: 1, schema: NoticeParked },
  NoticeDismissed: { version: 1, schema: NoticeDismissed },
});
