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
  /** The agreement that ends within the time; undefined where AWS named no end, or a later one. */
  readonly agreement?: { readonly id: string; readonly endsAt: Instant };
  /** Whether the newest agreement renews by itself; null where AWS did not say. */
  readonly autoRenewal: boolean | null;
  /** Which entitlements run out first, where any do. */
  readonly dimensions: readonly string[];
  /** Everything that is entitled runs out with the first: access ends then, unless it is renewed. */
  readonly everything: boolean;
}

/** Who has access, or would have but for a suspension, has something to renew. */
const RENEWABLE = new Set(["granted", "suspended"]);

const earliest = (...times: readonly (Instant | undefined)[]): Instant | undefined =>
  times
    .filter((time) => time !== undefined)
    .toSorted()
    .at(0);

/**
 * What of a subscription runs out within 90 days from now, by its newest agreement's end and its entitlements' expiry; undefined
 * if nothing does, if it has no access to lose, or if it goes on as another subscription already.
 */
export const renewalOf = (row: SubscriptionRow, now: Instant): Renewal | undefined => {
  if (!RENEWABLE.has(row.access) || row.successor !== null) return undefined;
  const horizon = later(now, RENEWAL_DAYS * DAY);
  const isSoon = (at: Instant | null): at is Instant => at !== null && at >= now && at <= horizon;
  const newest = row.agreements.at(-1);
  const agreement = newest !== undefined && isSoon(newest.endsAt) ? { id: newest.id, endsAt: newest.endsAt } : undefined;
  const expiries = row.entitlements.flatMap(({ dimension, expiresAt }) => (isSoon(expiresAt) ? [{ dimension, expiresAt }] : []));
  const firstExpiry = earliest(...expiries.map(({ expiresAt }) => expiresAt));
  const endsAt = earliest(agreement?.endsAt, firstExpiry);
  if (endsAt === undefined) return undefined;
  return {
    row,
    endsAt,
    days: Math.floor((Date.parse(endsAt) - Date.parse(now)) / DAY),
    ...(agreement !== undefined && { agreement }),
    autoRenewal: newest?.autoRenewal ?? null,
    dimensions: expiries.filter(({ expiresAt }) => expiresAt === firstExpiry).map(({ dimension }) => dimension),
    everything: firstExpiry !== undefined && row.entitlements.every(({ expiresAt }) => expiresAt !== null && expiresAt <= firstExpiry),
  };
};

/** The renewals that are due, the next one first. */
export const renewalsOf = (rows: readonly SubscriptionRow[], now: Instant): readonly Renewal[] =>
  rows
    .map((row) => renewalOf(row, now))
    .filter((one) => one !== undefined)
    .toSorted((one, other) => (one.endsAt < other.endsAt ? -1 : 1));
