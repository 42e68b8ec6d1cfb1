import type { ReasonCode } from "./values";

/** Each reason as a sentence that support can read to a buyer. */
export const SENTENCES: Readonly<Record<ReasonCode, string>> = {
  nothingKnown: "Nothing is known of this subscription yet.",
  awaitingLicense: "The buyer has arrived; AWS has not yet said that the purchase is in force.",
  awaitingStart: "The agreement starts on a later day; AWS says that the license is active when it does.",
  awaitingEntitlements: "The license is active; AWS has not yet listed what the buyer is entitled to.",
  licenseActive: "AWS says that what was bought is in force.",
  entitled: "What was bought is in force and AWS lists at least one entitlement that has not run out.",
  leaving: "The buyer has unsubscribed; access ends when AWS says so, or an hour after it announced the departure.",
  renewalUnderWay: "The agreement was renewed or replaced and its license has ended; access goes on for up to three days until the successor is known.",
  grantedByOperator: "An operator gave access for a time, whatever was bought.",
  suspendedByOperator: "An operator suspended access until it is restored.",
  suspendedByAdvisory: "AWS issued an advisory about the buyer, and the product suspends access until it is resolved.",
  entitlementsLapsed: "Every entitlement ran out more than a day ago and AWS lists no newer one.",
  licenseEnded: "AWS has ended the license.",
  agreementEnded: "The agreement was cancelled, has expired or was terminated.",
  unsubscribed: "The buyer has unsubscribed.",
  purchaseFailed: "AWS could not charge the buyer, so the purchase failed.",
  replaced: "The purchase goes on in another subscription, which took this one's place.",
};
