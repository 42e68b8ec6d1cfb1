import { later, type Instant } from "../../../events/kernel/values";
import { hasEntitlements, type Product } from "../../../events/product/product";
import type { Entitlement } from "../../../events/subscription/values";
import type { Purchase } from "./purchase";
import { Refusal } from "./refusal";
import { termEnd } from "./term";

/** What a buyer takes up front. */
export interface Wanted {
  /** By dimension; contracts only. */
  readonly quantities?: Readonly<Record<string, number>> | undefined;
  readonly months?: number | undefined;
}

/** What a buyer takes who names no quantity. */
const USUAL_QUANTITY = 10;
const USUAL_MONTHS = 12;
/** AWS's trials last 7 to 90 days (`UG:saas-free-trials`). */
const TRIAL_MONTHS = 1;
const DAY_MS = 86_400_000;

/** The instant so many days later. */
export const daysLater = (instant: Instant, days: number): Instant => later(instant, Math.round(days * DAY_MS));

const entitledKeys = ({ dimensions }: Product): readonly string[] => dimensions.filter(({ kind }) => kind === "entitled").map(({ key }) => key);

/** Quantities as the catalogue knows them. @throws Refusal for a dimension that can't be bought up front */
const entitlementsOf = (product: Product, quantities: Readonly<Record<string, number>>, expiresAt: string): readonly Entitlement[] => {
  const entitled = entitledKeys(product);
  const unknown = Object.keys(quantities).find((key) => !entitled.includes(key));
  if (unknown !== undefined) throw new Refusal(400, `'${unknown}' is no entitled dimension of ${product.code}: it has ${entitled.join(", ") || "none"}.`);
  return entitled.map((dimension) => ({ dimension, value: quantities[dimension] ?? USUAL_QUANTITY, expiresAt })).filter(({ value }) => value > 0);
};

/** What is bought up front, and until when; nothing where the buyer pays as they go, for that has no end. */
export const termsOf = (product: Product, { quantities = {}, months = USUAL_MONTHS }: Wanted, from: Instant) => {
  const endsAt = termEnd(from, months);
  const entitlements = entitlementsOf(product, quantities, endsAt);
  return hasEntitlements(product.pricingModel) ? { entitlements, endsAt, months } : { entitlements: [] };
};

/** A trial's terms are short where its order does not say. */
export const trialTerm = ({ months = TRIAL_MONTHS }: Wanted): number => months;

/** What was held, changed in what is named: 0 takes a dimension out. */
export const carriedOver = (product: Product, { entitlements }: Purchase, quantities: Wanted["quantities"]): Readonly<Record<string, number>> => ({
  ...Object.fromEntries(entitledKeys(product).map((key) => [key, 0])),
  ...Object.fromEntries(entitlements.map(({ dimension, value }) => [dimension, typeof value === "number" ? value : 0])),
  ...quantities,
});
