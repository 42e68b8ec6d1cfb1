import type { Instant } from "../kernel/values";
import { eventIdentity, readMarketplaceEvent, type MarketplaceEvent } from "./marketplace-event";
import { readLegacyNotice, snsDelivery, type LegacyNotice } from "./sns-message";

/** A message as the queue delivers it. */
export interface Delivery {
  readonly body: string;
  /** The queue's own name of the message. */
  readonly messageId: string;
}

/** Which way a message came, and the names that together tell it from every other. */
export interface NoticeIdentity {
  readonly channel: "eventBridge" | "sns";
  /** The detail-type, or the action; empty if it could not be read. */
  readonly kind: string;
  /** To be hashed, in this order. */
  readonly parts: readonly string[];
}

/** What identifies a message, whatever the transport does to it. Never fails: what can't be read is its own identity. */
export const noticeIdentity = ({ body, messageId }: Delivery): NoticeIdentity => {
  const event = eventIdentity(body);
  if (event !== undefined) return { channel: "eventBridge", ...event };
  const delivery = snsDelivery(body);
  if (delivery === undefined) return { channel: "eventBridge", kind: "", parts: ["unreadable", body] };
  // A raw message has no name of SNS's, and a returning buyer's is the same to the letter: the queue's name tells them apart.
  return { channel: "sns", kind: delivery.action, parts: ["sns", delivery.id ?? messageId] };
};

/** All that a message may say. */
export type Said = MarketplaceEvent | LegacyNotice;

/**
 * Translates a stored message.
 * @param sentAt when the queue got it: the time of an SNS message that was delivered raw
 */
export const readNotice = (channel: NoticeIdentity["channel"], body: string, sentAt: Instant): Said => {
  if (channel === "eventBridge") return readMarketplaceEvent(body);
  const delivery = snsDelivery(body);
  const said = delivery === undefined ? "unreadable" : readLegacyNotice(delivery, sentAt);
  return typeof said === "string" ? { kind: said } : said;
};
