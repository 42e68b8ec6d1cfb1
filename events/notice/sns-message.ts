import { z } from "zod";
import { readInstant, type Instant } from "../kernel/values";
import { lenientJson } from "./lenient-json";
import { optional, text } from "./members";

/** What SNS puts round a message, unless raw delivery is on (SNS developer guide, "Message formats"). */
const Envelope = z.object({ Type: text, MessageId: text, Message: z.string(), Timestamp: text, TopicArn: text.optional() });

/** AWS prints `"true"` as a text (`UG:saas-notification`). */
const truth = z.union([z.boolean(), text.transform((word) => word.toLowerCase() === "true")]);

const Message = z.object({
  action: text,
  /** As long as the metering API's own (`CustomerIdentifier`, 0 to 255). */
  "customer-identifier": text.max(255),
  "product-code": text,
  "offer-identifier": optional(text),
  isFreeTrialTermPresent: optional(truth),
});

const KINDS = {
  "subscribe-success": "purchaseConfirmed",
  "subscribe-fail": "purchaseFailed",
  "unsubscribe-pending": "departureAnnounced",
  "unsubscribe-success": "departureCompleted",
  "entitlement-updated": "entitlementsAnnounced",
} as const;

/** What an SNS message of a legacy listing says. */
export interface LegacyNotice {
  readonly kind: (typeof KINDS)[keyof typeof KINDS];
  readonly productCode: string;
  readonly customerIdentifier: string;
  readonly offerId: string | undefined;
  readonly trial: boolean | undefined;
  /** When SNS published it. */
  readonly at: Instant;
}

/** A message as SNS delivers it: in its envelope, or raw. */
export interface SnsDelivery {
  /** SNS's own name of the message; raw delivery has none. */
  readonly id: string | undefined;
  readonly publishedAt: string | undefined;
  readonly action: string;
  readonly message: unknown;
}

const actionOf = (message: unknown): string => {
  const read = z.object({ action: text }).safeParse(message);
  return read.success ? read.data.action : "";
};

/** Takes the envelope off. @returns undefined if it is nothing that SNS delivers */
export const snsDelivery = (body: string): SnsDelivery | undefined => {
  const json = lenientJson(body);
  const envelope = Envelope.safeParse(json);
  if (envelope.success) {
    const message = lenientJson(envelope.data.Message);
    return { id: envelope.data.MessageId, publishedAt: envelope.data.Timestamp, action: actionOf(message), message };
  }
  const action = actionOf(json);
  return action === "" ? undefined : { id: undefined, publishedAt: undefined, action, message: json };
};

const isKnown = (action: string): action is keyof typeof KINDS => Object.hasOwn(KINDS, action);

/**
 * Translates a message of SNS's; it never guesses.
 * @param sentAt when the queue got it: the time of a message that was delivered raw
 */
export const readLegacyNotice = ({ action, message, publishedAt }: SnsDelivery, sentAt: Instant): LegacyNotice | "unknownKind" | "unreadable" => {
  if (action === "") return "unreadable";
  if (!isKnown(action)) return "unknownKind";
  const read = Message.safeParse(message);
  const at = readInstant(publishedAt ?? sentAt);
  if (!read.success || at === undefined) return "unreadable";
  return {
    kind: KINDS[action],
    productCode: read.data["product-code"],
    customerIdentifier: read.data["customer-identifier"],
    offerId: read.data["offer-identifier"],
    trial: read.data.isFreeTrialTermPresent,
    at,
  };
};
