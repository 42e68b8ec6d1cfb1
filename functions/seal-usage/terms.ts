import { endOf, startOf, type Hour } from "../../events/kernel/hour";
import { later, type Instant } from "../../events/kernel/values";
import { meteredDimensions, reportsZeros, type Product } from "../../events/product/product";
import { isBilledHere } from "../../events/subscription/billing";
import { meteredCustomer, meteredLife, termOf, type MeteredLife } from "../../events/subscription/metered";
import type { Subscription } from "../../events/subscription/state";
import { allowancesIn } from "../../events/usage/allowance";
import type { Allowance } from "../../events/usage/balances";
import { deadlineOf, timestampIn } from "../../events/usage/deadline";
import { Billed } from "../../events/usage/events";

/** What decides how an hour is sealed, beside what was recorded in it. */
export interface Terms {
  readonly billedTo?: Billed;
  readonly timestamp: Instant;
  readonly deadline: Instant;
  readonly dimensions: readonly string[];
  readonly allowances: readonly Allowance[];
  readonly zero: boolean;
  readonly final: boolean;
  readonly untold?: "dryRun" | "noLicense" | "otherForm";
  /** Whether usage goes on after this hour. */
  readonly goesOn: boolean;
}

/** What BatchMeterUsage takes (`LicenseArn`, API model). License events spell it otherwise: they tell which license is meant, and no more. */
const isArn = (licenseArn: string | undefined): boolean => licenseArn?.startsWith("arn:") === true;

/** Whom AWS bills, in the form the customer has; undefined while AWS has not said enough. */
const billedTo = (state: Subscription): Billed | undefined => {
  const { form, productCode, licenseArn, awsAccountId, customerIdentifier } = meteredCustomer(state);
  switch (form) {
    case "license":
      return isArn(licenseArn) ? Billed.safeParse({ form, licenseArn, awsAccountId }).data : undefined;
    case "account":
      return Billed.safeParse({ form, productCode, awsAccountId }).data;
    case "customer":
      return Billed.safeParse({ form, productCode, customerIdentifier }).data;
    case undefined:
      return undefined;
  }
};

const allowancesOf = (product: Product, state: Subscription, hour: Hour): readonly Allowance[] =>
  allowancesIn(hour, { rules: product.metering.included, entitlements: state.lastEntitled?.entitlements ?? [], term: termOf(state) });

/** The last instant of a purchase's life that usage counts in; an end on the hour belongs to the hour before. */
const isLastHour = (hour: Hour, { until }: MeteredLife): boolean => until !== undefined && later(until, -1) < endOf(hour);

/**
 * The terms of an hour, as the facts stand now.
 * @returns `unknown` while AWS has not named a license that is in force, and would still take usage of one
 */
export const termsOf = (product: Product, state: Subscription, hour: Hour, now: Instant): Terms | "unknown" => {
  const life = meteredLife(state, now);
  const customer = billedTo(state);
  const common = { dimensions: meteredDimensions(product), allowances: allowancesOf(product, state, hour), zero: reportsZeros(product) };
  const untimely = { ...common, timestamp: startOf(hour), deadline: deadlineOf(hour, startOf(hour)), zero: false, goesOn: false } as const;
  if (life === "never") return { ...untimely, final: true, untold: "noLicense" };
  if (life === "unknown" || customer === undefined) {
    return now < untimely.deadline ? "unknown" : { ...untimely, final: false, untold: "noLicense" };
  }
  const timestamp = timestampIn(hour, life);
  const final = isLastHour(hour, life);
  if (timestamp === undefined) return { ...untimely, billedTo: customer, final, untold: "noLicense" };
  const terms = { ...common, billedTo: customer, timestamp, deadline: deadlineOf(hour, timestamp, life.finalDeadline), final, goesOn: !final };
  if (!isBilledHere(state, startOf(hour))) return { ...terms, zero: false, untold: "otherForm" };
  return product.metering.dryRun ? { ...terms, untold: "dryRun" } : terms;
};
