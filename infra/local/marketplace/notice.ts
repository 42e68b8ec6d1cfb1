import { z } from "zod";
import { Instant } from "../../../events/kernel/values";

const Content = {
  /** EventBridge's default bus, or an SNS topic; either way the seller's queue of notices gets it. */
  channel: z.enum(["eventBridge", "sns"]).default("eventBridge"),
  /** The event's kind, or the action of an SNS message. */
  detailType: z.string(),
  /** As EventBridge delivers it. */
  event: z.record(z.string(), z.unknown()).optional(),
  /** The text as the queue gets it, where it is not the event as JSON. */
  body: z.string().optional(),
};

/** A message on its way to the seller, exactly as it would be delivered. */
export const Notice = z
  .strictObject({
    ...Content,
    id: z.string(),
    /** Empty for a tester's own. */
    agreementId: z.string(),
    state: z.enum(["held", "sent", "dropped"]),
    at: Instant,
    /** Its place among the notices, from 1. */
    number: z.int().min(1),
    /** How often it was delivered. */
    deliveries: z.int().min(0).default(1),
  })
  .readonly();
export type Notice = z.infer<typeof Notice>;

/** What is sent, before it is a notice. */
export type Message = Pick<Notice, "channel" | "detailType" | "event" | "body">;
