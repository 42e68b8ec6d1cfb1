import { ulid } from "ulid";
import { z } from "zod";
import type { MovableClock } from "./clock";
import type { Documents } from "./documents";

const Mail = z.strictObject({
  service: z.literal("ses"),
  id: z.string(),
  at: z.string(),
  from: z.string(),
  to: z.array(z.string()),
  cc: z.array(z.string()),
  bcc: z.array(z.string()),
  replyTo: z.array(z.string()),
  subject: z.string(),
  text: z.string().optional(),
  html: z.string().optional(),
  /** The whole message as it was handed in, where it was handed in raw. */
  raw: z.string().optional(),
});

const Publication = z.strictObject({
  service: z.literal("sns"),
  id: z.string(),
  at: z.string(),
  topicArn: z.string(),
  subject: z.string().optional(),
  message: z.string(),
});

/** A mail or a notification that left the seller's account. */
export const Sent = z.discriminatedUnion("service", [Mail, Publication]);
export type Sent = z.infer<typeof Sent>;

/** What is known of one before it is sent. */
export type Outgoing = Omit<z.infer<typeof Mail>, "id" | "at"> | Omit<z.infer<typeof Publication>, "id" | "at">;

/** Keeps what SES and SNS were asked to send: nothing leaves this machine. */
export interface Outbox {
  /** @returns the message id, when it is on disk */
  readonly send: (outgoing: Outgoing) => Promise<string>;
  /** Oldest first. */
  readonly list: () => Promise<readonly Sent[]>;
}

const KIND = "outbox";

export const createOutbox = (documents: Documents, clock: Pick<MovableClock, "instant">): Outbox => ({
  send: async (outgoing) => {
    const id = ulid();
    await documents.put(KIND, id, { ...outgoing, id, at: clock.instant() });
    return id;
  },
  list: async () => (await documents.list(KIND)).map(({ document }) => Sent.parse(document)),
});
