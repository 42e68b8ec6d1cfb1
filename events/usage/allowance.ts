import type { Hour } from "../kernel/hour";
import { monthOf } from "../kernel/hour";
import { readQuantity, times, ZERO, type Quantity } from "../kernel/quantity";
import type { Allowance } from "./balances";

/** What is included, as the product states it (`events/product/metering.ts`). */
export interface IncludedRule {
  readonly dimension: string;
  readonly from: string;
  readonly unitsPer: Quantity;
  readonly per: "term" | "calendarMonthUtc" | "hour";
}

export interface Entitled {
  readonly dimension: string;
  readonly value: number | boolean | string;
}

/** How many units are entitled; a text or a mere yes counts as none, for nobody could say how many it covers. */
const unitsOf = (dimension: string, entitlements: readonly Entitled[]): Quantity => {
  const value = entitlements.find((one) => one.dimension === dimension)?.value;
  return typeof value === "number" ? (readQuantity(String(value)) ?? ZERO) : ZERO;
};

const windowOf = (per: IncludedRule["per"], hour: Hour, term: string): string => {
  switch (per) {
    case "term":
      return term;
    case "calendarMonthUtc":
      return monthOf(hour);
    case "hour":
      return hour;
  }
};

/**
 * What a contract covers in an hour. A renewal is another term and so starts afresh; an upgrade within it raises what is
 * covered by more, and what was used up stays used up.
 * @param term what names the term, such as its agreement
 */
export const allowancesIn = (
  hour: Hour,
  { rules, entitlements, term }: { readonly rules: readonly IncludedRule[]; readonly entitlements: readonly Entitled[]; readonly term: string },
): readonly Allowance[] =>
  rules.map(({ dimension, from, unitsPer, per }) => ({
    dimension,
    window: windowOf(per, hour, term),
    quantity: times(unitsOf(from, entitlements), unitsPer),
  }));
