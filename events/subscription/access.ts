import { later, type Instant } from "../kernel/values";
import { hasEntitlements } from "../product/product";
import type { Subscription } from "./state";
import type { Access, Entitlement, ReasonCode } from "./values";

/** The facts that access depends on, and nothing else. */
export type AccessFacts = Pick<Subscription, "listing" | "form" | "arrived" | "activatedAt" | "deprovisionedAt" | "reading" | "lastEntitled">;

const HOUR = 3_600_000;

/**
 * How long access outlives the expiry AWS named, or the first empty reading where it named none. AWS calls the date a
 * minimum, and its reads lag; a paying buyer must not be locked out by either.
 */
export const EXPIRY_GRACE_HOURS = 24;

const expiryOf = ({ expiresAt }: Entitlement): Instant | undefined => expiresAt;

const graceAfter = (instant: Instant): Instant => later(instant, EXPIRY_GRACE_HOURS * HOUR);

/** When entitlements stop giving access; undefined: not by any date known today. */
export const accessEndsAt = ({ reading, lastEntitled }: Pick<AccessFacts, "reading" | "lastEntitled">): Instant | undefined => {
  if (!reading || !lastEntitled) return undefined;
  const dates = lastEntitled.entitlements.map(expiryOf);
  const endless = dates.includes(undefined);
  if (!endless) return graceAfter(dates.reduce<Instant>((max, date) => (date !== undefined && date > max ? date : max), ""));
  return reading.entitlements.length > 0 ? undefined : graceAfter(reading.at);
};

const licenseLives = ({ activatedAt, deprovisionedAt }: AccessFacts): boolean =>
  activatedAt !== undefined && (deprovisionedAt === undefined || activatedAt > deprovisionedAt);

const because = (status: Access["status"], reason: ReasonCode): Access => ({ status, reason });

/**
 * What the buyer may do, as a function of the facts alone: whatever order they came in, the answer is the same.
 * Rules: a license must be active (`UG:saas-product-customer-setup` step 9: not before `License Updated`); a contract
 * needs an entitlement from a full read; of two license facts with one and the same AWS time, the ending counts.
 */
export const access = (facts: AccessFacts, now: Instant): Access => {
  if (facts.listing === undefined) return because("none", "nothingKnown");
  if (!licenseLives(facts)) return facts.deprovisionedAt === undefined ? because("pending", "awaitingLicense") : because("revoked", "licenseEnded");
  if (!hasEntitlements(facts.listing.pricingModel)) return because("granted", "licenseActive");
  if (facts.lastEntitled === undefined) return because("pending", "awaitingEntitlements");
  const endsAt = accessEndsAt(facts);
  return endsAt === undefined || now < endsAt ? because("granted", "entitled") : because("revoked", "entitlementsLapsed");
};
