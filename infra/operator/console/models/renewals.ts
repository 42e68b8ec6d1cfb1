import { later, type Instant } from "../../../../events/kernel/values";
import type { SubscriptionRow } from "./subscription-row";

/** How far ahead renewals are looked at. */
export const RENEWAL_DAYS = 90;

const DAY = 86_400_000;

/** A subscription of which something runs out soon. */
export interface Renewal {
  readonly row: SubscriptionRow;
  /** The first time something runs out. */
  readonly endsAt: Instant;
  /** Whole days until then, rounded down. */
  readonly days: number;
  /** What runs out then. */
  readonly dimensions: readonly string[];
  /** Everything runs out by then: access ends with it, unless it is renewed. */
  readonly everything: boolean;
}

/** What of a subscription runs out within 90 days from now; undefined if nothing does, or if it has no access to lose. */
export const renewalOf = (row: SubscriptionRow, now: Instant): Renewal | undefined => {
  if (row.access !== "granted") return undefined;
  const horizon = later(now, RENEWAL_DAYS * DAY);
  const ending = row.entitlements.flatMap(({ dimension, expiresAt }) =>
    expiresAt !== null && expiresAt >= now && expiresAt <= horizon ? [{ dimension, expiresAt }] : [],
  );
  const endsAt = ending.map(({ expiresAt }) => expiresAt).toSorted()[0];
  if (endsAt === undefined) return undefined;
  const dimensions = ending.filter(({ expiresAt }) => expiresAt === endsAt).map(({ dimension }) => dimension);
  const everything = row.entitlements.every(({ expiresAt }) => expiresAt !== null && expiresAt <= endsAt);
  return { row, endsAt, days: Math.floor((Date.parse(endsAt) - Date.parse(now)) / DAY), dimensions, everything };
};

/** The renewals that are due, the next one first. */
export const renewalsOf = (rows: readonly SubscriptionRow[], now: Instant): readonly Renewal[] =>
  rows
    .map((row) => renewalOf(row, now))
    .filter((one) => one !== undefined)
    .toSorted((one, other) => (one.endsAt < other.endsAt ? -1 : 1));
