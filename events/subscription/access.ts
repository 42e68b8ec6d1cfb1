import { isOpen, isSuperseded } from "../kernel/agreement-words";
import { later, type Instant } from "../kernel/values";
import { hasEntitlements } from "../product/product";
import { FINAL_HOUR, newestAgreement, standing, type PurchaseFacts, type Standing } from "./standing";
import type { Subscription } from "./state";
import type { Access, Entitlement, ReasonCode } from "./values";

/** The facts that access depends on, and nothing else. */
export type AccessFacts = PurchaseFacts & Pick<Subscription, "reading" | "emptySince" | "successor" | "override" | "restoredAt">;

const HOUR = 3_600_000;

/**
 * How long access outlives the expiry AWS named, or the first empty reading where it named none. AWS calls the date a
 * minimum, and its reads lag; a paying buyer must not be locked out by either.
 */
export const EXPIRY_GRACE_HOURS = 24;

/**
 * How long access outlives a license whose purchase goes on as another, while nothing shows as which, or that one does not yet
 * give access itself. A person of the seller's may have to say, and a weekend may lie between.
 */
export const RENEWAL_GRACE_HOURS = 72;

const graceAfter = (instant: Instant): Instant => later(instant, EXPIRY_GRACE_HOURS * HOUR);

const expiryOf = ({ expiresAt }: Entitlement): Instant | undefined => expiresAt;

/** The last day AWS named for anything in the newest reading that had entitlements in it; undefined: for something it named none. */
export const lastExpiry = ({ lastEntitled }: Pick<AccessFacts, "lastEntitled">): Instant | undefined => {
  const dates = lastEntitled?.entitlements.map(expiryOf) ?? [];
  return dates.includes(undefined)
    ? undefined
    : dates
        .filter((date) => date !== undefined)
        .toSorted()
        .at(-1);
};

/**
 * When entitlements stop giving access; undefined: not by any date known today. A day after their expiry, or after the last
 * time AWS listed them nevertheless: it calls the expiry a minimum.
 */
export const accessEndsAt = (facts: Pick<AccessFacts, "reading" | "emptySince" | "lastEntitled">): Instant | undefined => {
  const { reading, emptySince, lastEntitled } = facts;
  if (!reading || !lastEntitled) return undefined;
  const expiry = lastExpiry(facts);
  if (expiry !== undefined) return graceAfter(expiry > lastEntitled.at ? expiry : lastEntitled.at);
  return reading.entitlements.length > 0 ? undefined : graceAfter(emptySince ?? reading.at);
};

/** Whether entitlements have run out: the grace is over, and AWS was asked after the expiry and listed nothing. A failed reading ends no access. */
const hasLapsed = (facts: AccessFacts, now: Instant): boolean => {
  const { reading } = facts;
  const endsAt = accessEndsAt(facts);
  const expiry = lastExpiry(facts);
  const isAsked = reading !== undefined && reading.entitlements.length === 0 && (expiry === undefined || reading.at >= expiry);
  return isAsked && endsAt !== undefined && now >= endsAt;
};

const because = (status: Access["status"], reason: ReasonCode): Access => ({ status, reason });

const whileUnknown = (facts: AccessFacts, now: Instant): Access => {
  const startsAt = newestAgreement(facts)?.startsAt;
  return because("pending", startsAt !== undefined && startsAt > now ? "awaitingStart" : "awaitingLicense");
};

/** When access moves to the successor of something that goes on living, as the legacy form of a listing does; undefined while that gives none. */
export const handedOverAt = ({ successor }: Pick<AccessFacts, "successor">): Instant | undefined =>
  successor?.tookOverAt === undefined ? undefined : successor.meteredUntil;

const whileAlive = (facts: AccessFacts, { leavingAt }: Extract<Standing, { readonly status: "alive" }>, now: Instant): Access => {
  const moves = handedOverAt(facts);
  if (moves !== undefined && now >= moves) return because("revoked", "replaced");
  const model = facts.listing?.pricingModel;
  if (model !== undefined && hasEntitlements(model)) {
    if (facts.lastEntitled === undefined) return because("pending", "awaitingEntitlements");
    if (hasLapsed(facts, now)) return because("revoked", "entitlementsLapsed");
    return because("granted", leavingAt === undefined ? "entitled" : "leaving");
  }
  return because("granted", leavingAt === undefined ? "licenseActive" : "leaving");
};

type Ended = Extract<Standing, { readonly status: "ended" }>;

/**
 * Whether what ended goes on as another purchase: its agreement was renewed or replaced; or its successor is known, and it was
 * not cancelled or terminated for all that.
 */
const goesOn = (facts: AccessFacts, { because: reason }: Ended): boolean => {
  const status = newestAgreement(facts)?.end?.status;
  if (status !== undefined && isSuperseded(status)) return true;
  return facts.successor !== undefined && reason !== "purchaseFailed" && status !== "CANCELLED" && status !== "TERMINATED";
};

/** Until when something that ended and goes on as another purchase still gives access by itself; undefined if it is no such one. */
export const renewalGraceEndsAt = (facts: AccessFacts, ended: Ended): Instant | undefined => {
  const { listing, lastEntitled, successor } = facts;
  if (successor?.tookOverAt !== undefined || !goesOn(facts, ended)) return undefined;
  const wasEntitled = listing !== undefined && (!hasEntitlements(listing.pricingModel) || lastEntitled !== undefined);
  return wasEntitled ? later(ended.at, RENEWAL_GRACE_HOURS * HOUR) : undefined;
};

const whileEnded = (facts: AccessFacts, ended: Ended, now: Instant): Access => {
  if (facts.successor?.tookOverAt !== undefined) return because("revoked", "replaced");
  const graceEndsAt = renewalGraceEndsAt(facts, ended);
  return graceEndsAt !== undefined && now < graceEndsAt ? because("granted", "renewalUnderWay") : because("revoked", ended.because);
};

/** What the buyer may do by what was bought, before anybody's decision. */
const bought = (facts: AccessFacts, now: Instant): Access => {
  const stands = standing(facts, now);
  switch (stands.status) {
    case "unknown":
      return whileUnknown(facts, now);
    case "alive":
      return whileAlive(facts, stands, now);
    case "ended":
      return whileEnded(facts, stands, now);
  }
};

/** An advisory that the product lets suspend, still open, and issued after an operator last restored access. */
const suspendedByAdvisory = ({ agreements, restoredAt }: AccessFacts): boolean =>
  agreements.some(
    ({ advisory, advisorySuspends }) =>
      advisorySuspends && isOpen(advisory) && (restoredAt === undefined || advisory.issuedAt === undefined || advisory.issuedAt > restoredAt),
  );

/**
 * What the buyer may do, as a function of the facts alone: whatever order they came in, the answer is the same.
 * Rules: a license must be active (`UG:saas-product-customer-setup` step 9: not before `License Updated`), a legacy purchase
 * confirmed (`UG:saas-notification`); a contract needs an entitlement from a full read; an operator's decision stands above
 * what was bought, and an advisory below it.
 */
export const access = (facts: AccessFacts, now: Instant): Access => {
  if (facts.listing === undefined) return because("none", "nothingKnown");
  const base = bought(facts, now);
  const { override } = facts;
  if (override?.kind === "granted" && now < override.until) return base.status === "granted" ? base : because("granted", "grantedByOperator");
  if (base.status !== "granted") return base;
  if (override?.kind === "suspended") return because("suspended", "suspendedByOperator");
  return suspendedByAdvisory(facts) ? because("suspended", "suspendedByAdvisory") : base;
};

/** When AWS stops taking usage of a purchase that ended or is being left; undefined while it goes on. */
export const finalUsage = (facts: AccessFacts, now: Instant): { readonly endsAt: Instant; readonly deadline: Instant } | undefined => {
  const model = facts.listing?.pricingModel;
  if (model !== "subscription" && model !== "contractWithConsumption") return undefined;
  const stands = standing(facts, now);
  const endsAt = stands.status === "ended" && stands.because !== "purchaseFailed" ? stands.at : stands.status === "alive" ? stands.leavingAt : undefined;
  return endsAt === undefined ? undefined : { endsAt, deadline: later(endsAt, FINAL_HOUR) };
};
