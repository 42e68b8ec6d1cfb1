import { later, type Instant } from "../kernel/values";
import { access, finalUsage } from "./access";
import { silenceOf } from "./due";
import type { SubscriptionEvent } from "./events";
import { newestAgreement } from "./standing";
import type { Subscription } from "./state";
import { Silence, type Access } from "./values";

/**
 * Whether what was bought is a free trial; undefined while nothing tells. The agreement's terms know; a legacy message says;
 * the browser's form field is a hint (`UG:saas-free-trials`).
 */
export const trialOf = (state: Subscription): boolean | undefined => {
  const agreement = newestAgreement(state);
  if (agreement?.trial !== undefined) return agreement.trial;
  // A renewal or replacement whose terms are not read yet: what the buyer's browser once said was of the one before.
  if (agreement?.intent === "RENEW" || agreement?.intent === "REPLACE") return undefined;
  return state.confirmed?.trial ?? (state.offerType === "free-trial" ? true : undefined);
};

const accessEvent = ({ status, reason }: Access, at: Instant): readonly SubscriptionEvent[] => {
  const data = { reason, at };
  switch (status) {
    case "pending":
      return [{ type: "AccessPending", data }];
    case "granted":
      return [{ type: "AccessGranted", data }];
    case "suspended":
      return [{ type: "AccessSuspended", data }];
    case "revoked":
      return [{ type: "AccessRevoked", data }];
    case "none":
      return [];
  }
};

const accessChange = (state: Subscription, at: Instant): readonly SubscriptionEvent[] => {
  const now = access(state, at);
  return now.status === state.access.status && now.reason === state.access.reason ? [] : accessEvent(now, at);
};

const MINUTE = 60_000;

const provisioningChange = (state: Subscription, at: Instant): readonly SubscriptionEvent[] => {
  const minutes = state.listing?.provisionWithinMinutes;
  // A successor takes over what was provisioned for the tenant.
  if (minutes === undefined || state.provisioning !== undefined || state.tenantId !== undefined || access(state, at).status !== "granted") return [];
  return [{ type: "ProvisioningRequested", data: { deadline: later(at, minutes * MINUTE), at } }];
};

const trialChange = (state: Subscription, at: Instant): readonly SubscriptionEvent[] => {
  const trial = trialOf(state);
  if (trial === true && state.trialTold !== true) return [{ type: "TrialStarted", data: { at } }];
  return trial === false && state.trialTold === true ? [{ type: "TrialConverted", data: { at } }] : [];
};

/** A new end, or an earlier one: AWS's hour runs from the first. */
const finalUsageChange = (state: Subscription, at: Instant): readonly SubscriptionEvent[] => {
  const window = finalUsage(state, at);
  return window === undefined || window.endsAt === state.finalUsage?.endsAt ? [] : [{ type: "FinalUsageWindowOpened", data: { ...window, at } }];
};

const silenceChange = (state: Subscription, at: Instant): readonly SubscriptionEvent[] =>
  Silence.options.flatMap((kind): readonly SubscriptionEvent[] => {
    const silence = silenceOf(state, kind);
    const isOpen = state.silences[kind]?.open === true;
    if (silence === undefined) return isOpen ? [{ type: "BuyerHeard", data: { kind, at } }] : [];
    return !isOpen && at >= silence.from ? [{ type: "BuyerSilent", data: { kind, since: silence.since, at } }] : [];
  });

/** What follows from a state at a time and was not told yet. The same state and time give the same events. */
export const derivedEvents = (state: Subscription, at: Instant): readonly SubscriptionEvent[] => [
  ...trialChange(state, at),
  ...finalUsageChange(state, at),
  ...accessChange(state, at),
  ...provisioningChange(state, at),
  ...silenceChange(state, at),
];
