import type { DifferenceKind } from "../kernel/differences";
import { later, type Instant } from "../kernel/values";
import { access } from "./access";
import { isReadingDue } from "./due";
import { FINAL_HOUR, standing, type Standing } from "./standing";
import type { Subscription } from "./state";
import type { Entitlement } from "./values";

/** What AWS's list of a whole product says of one customer. */
export interface Listed {
  readonly isListed: boolean;
  /** Whether it lists just what was read last. */
  readonly isAlike: boolean;
  /** When AWS was asked. */
  readonly asOf: Instant;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** AWS's reads lag behind its own word for up to an hour: an end so fresh is no difference. */
const isSettled = ({ at }: Extract<Standing, { readonly status: "ended" }>, now: Instant): boolean => later(at, FINAL_HOUR) <= now;

const whileListed = (state: Subscription, { isAlike }: Listed, now: Instant): DifferenceKind | undefined => {
  const stands = standing(state, now);
  switch (stands.status) {
    case "unknown":
      return "pending";
    case "ended":
      return isSettled(stands, now) ? "ended" : undefined;
    case "alive":
      if (access(state, now).reason === "entitlementsLapsed") return "lapsed";
      return isAlike ? undefined : "entitlementsDiffer";
  }
};

/** In what a contract differs from AWS's list; undefined: in nothing, or the list is older than what was read of this customer alone. */
export const differenceFrom = (state: Subscription, listed: Listed, now: Instant): DifferenceKind | undefined => {
  if (state.successor !== undefined || (state.reading !== undefined && state.reading.at >= listed.asOf)) return undefined;
  if (listed.isListed) return whileListed(state, listed, now);
  return standing(state, now).status === "alive" && (state.reading?.entitlements.length ?? 0) > 0 ? "notListed" : undefined;
};

/** How long a purchase that never came to life, and one that ended, is looked at again in every turn. */
const PENDING_DAYS = 30;
const ENDED_DAYS = 7;

/** Whether a subscription is read anew though no list shows a difference: AWS may yet confirm it, or have ended it by mistake. */
export const isWorthAnotherLook = (state: Subscription, now: Instant): boolean => {
  const stands = standing(state, now);
  if (stands.status === "alive" || state.listing === undefined || state.successor !== undefined) return false;
  const [since, days] = stands.status === "ended" ? [stands.at, ENDED_DAYS] : [state.arrivedAt ?? state.signs.announcedAt, PENDING_DAYS];
  return since !== undefined && now < later(since, days * DAY);
};

const asSet = (entitlements: readonly Entitlement[]): string =>
  JSON.stringify(entitlements.map(({ dimension, value, expiresAt }) => JSON.stringify([dimension, value, expiresAt])).toSorted());

/** Whether a reading of this customer alone says nothing that would change the state. One that time has made due counts whatever it says. */
export const isKnownReading = (state: Subscription, entitlements: readonly Entitlement[], now: Instant): boolean => {
  if (isReadingDue(state, now)) return false;
  if (asSet(state.reading?.entitlements ?? []) !== asSet(entitlements)) return false;
  if (entitlements.length === 0) return true;
  return standing(state, now).status === "alive" && access(state, now).reason !== "entitlementsLapsed";
};
