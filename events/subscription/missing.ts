import { hasEntitlements } from "../product/product";
import type { Instant } from "../kernel/values";
import { access } from "./access";
import { newestAgreement } from "./standing";
import type { Subscription } from "./state";

const confirmation = ({ form, listing }: Subscription): string => {
  if (form === "license" || form === undefined) return "AWS's message 'License Updated'.";
  const contract = listing !== undefined && hasEntitlements(listing.pricingModel);
  return contract ? "AWS's message 'subscribe-success', or 'entitlement-updated' and a reading that lists something." : "AWS's message 'subscribe-success'.";
};

/** What has to come before the buyer has access, or has it for good: in words, for support. Undefined where nothing is waited for. */
export const missing = (state: Subscription, now: Instant): string | undefined => {
  switch (access(state, now).reason) {
    case "nothingKnown":
      return "A buyer who comes with a token, or a message of AWS's that names it.";
    case "awaitingLicense":
      return confirmation(state);
    case "awaitingStart":
      return `The agreement's start on ${newestAgreement(state)?.startsAt ?? "a later day"}, and ${confirmation(state)}`;
    case "awaitingEntitlements":
      return "A reading of AWS's entitlements that lists at least one.";
    case "renewalUnderWay":
      return "The license or the agreement that this purchase goes on as, and access there.";
    case "suspendedByOperator":
      return "An operator's word that access is restored.";
    case "suspendedByAdvisory":
      return "AWS's message 'Purchase Agreement Advisory Resolved', or an operator's word that access is restored.";
    case "licenseActive":
    case "entitled":
    case "leaving":
    case "grantedByOperator":
    case "entitlementsLapsed":
    case "licenseEnded":
    case "agreementEnded":
    case "purchaseFailed":
    case "unsubscribed":
    case "replaced":
      return undefined;
  }
};
