import type { ReasonCode } from "./values";

/** Each reason as a sentence that support can read to a buyer. */
export const SENTENCES: Readonly<Record<ReasonCode, string>> = {
  nothingKnown: "Nothing is known of this subscription yet.",
  awaitingLicense: "The buyer has arrived; AWS has not yet said that the license is active.",
  awaitingEntitlements: "The license is active; AWS has not yet listed what the buyer is entitled to.",
  licenseActive: "AWS says that the license is active.",
  entitled: "The license is active and AWS lists at least one entitlement that has not run out.",
  entitlementsLapsed: "Every entitlement ran out more than a day ago and AWS lists no newer one.",
  licenseEnded: "AWS has ended the license.",
};
