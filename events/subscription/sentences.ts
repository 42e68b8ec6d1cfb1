import type { Turn } from "./due";
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
  renewalUnderWay: "The purchase ended and goes on as another; access goes on here for up to three days, until the other one gives it.",
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

/** What a coming time means, as a sentence. */
export const TURNS: Readonly<Record<Turn, string>> = {
  expiry: "What AWS lists runs out by its date; AWS is asked anew.",
  lastReading: "AWS is asked once more before access ends.",
  entitlementsLapse: "Access ends, unless AWS lists something that has not run out.",
  finalHourOver: "AWS's final hour is over, and access ends.",
  grantOver: "The operator's grant runs out; access is again what was bought.",
  successorSought: "The purchase that this one goes on as is looked for again.",
  renewalGraceOver: "Access ends here, whether or not the purchase that this one goes on as gives it.",
  handedOver: "Usage and access move to the subscription that takes this one's place.",
  agreementStarts: "The agreement starts.",
  notArrived: "A buyer who has not come to the registration page goes on the seller's worklist.",
  notRegistered: "A buyer who has not handed in the form goes on the seller's worklist.",
  noLicense: "A buyer whose purchase AWS has not confirmed goes on the seller's worklist.",
  notProvisioned: "A product that has not said that it is ready goes on the seller's worklist.",
  notRenewed: "A buyer whose purchase ends soon, and who has not renewed it, goes on the seller's worklist.",
};
