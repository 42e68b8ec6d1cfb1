import { hourOf, nextDue } from "./due";
import type { SubscriptionEvent } from "./events";
import { withArrival, withContact, withCorrection, withOverride, withProvisioningConfirmed, withRestoration, withTenant } from "./evolve-customer";
import {
  withAgreement,
  withConfirmation,
  withFound,
  withLegacy,
  withLicense,
  withPredecessor,
  withReading,
  withSign,
  withSuccession,
  withSuccessor,
} from "./evolve-purchase";
import { withMail, withReadiness } from "./mails";
import * as purchase from "./purchase-events";
import { FORMER_KEPT, type Subscription } from "./state";
import { withUsageProblem, withUsageSettled } from "./usage-problems";

type PurchaseEvent = Extract<SubscriptionEvent, { readonly type: keyof typeof purchase }>;

const isOfPurchase = (event: SubscriptionEvent): event is PurchaseEvent => event.type in purchase;

const evolvePurchase = (state: Subscription, { type, data }: PurchaseEvent, version: number): Subscription => {
  switch (type) {
    case "LicenseActivated":
      return withSign(withLicense(state, data), "activatedAt", data.at);
    case "LicenseDeprovisioned":
      return withSign(withLicense(state, data), "deprovisionedAt", data.at);
    case "LicenseFound":
      return withFound(state, data);
    case "PurchaseConfirmed":
      return withConfirmation(state, data);
    case "PurchaseFailed":
      return withSign(withLegacy(state, data), "failedAt", data.at);
    case "DepartureAnnounced":
      return withSign(withLegacy(state, data), "departingAt", data.at);
    case "DepartureCompleted":
      return withSign(withLegacy(state, data), "departedAt", data.at);
    case "EntitlementsAnnounced":
      return withSign(withLegacy(state, data), "announcedAt", data.at);
    case "EntitlementsRead":
      return withReading(state, data, version);
    case "AgreementLinked":
      return withAgreement(state, data);
    case "SubscriptionContinued":
      return withPredecessor(state, data);
    case "SubscriptionSucceeded":
      return withSuccessor(state, data);
    case "SuccessorTookOver":
      return withSuccession(state, data);
  }
};

/** What people and the passing of time mean, and what was decided. */
const evolveOther = (state: Subscription, event: Exclude<SubscriptionEvent, PurchaseEvent>): Subscription => {
  switch (event.type) {
    case "BuyerArrived":
      return withArrival(state, event.data);
    case "BuyerRegistered":
      return { ...withContact(state, event.data), registeredAt: event.data.at };
    case "ContactAdded":
      return withContact(state, event.data);
    case "ContactCorrected":
      return withCorrection(state, event.data);
    case "TenantLinked":
      return withTenant(state, event.data);
    case "ProvisioningRequested":
      return { ...state, provisioning: { requestedAt: event.data.at, deadline: event.data.deadline } };
    case "ProvisioningConfirmed":
      return withProvisioningConfirmed(state, event.data);
    case "SuspendedByOperator":
      return withOverride(state, { kind: "suspended", ...event.data });
    case "GrantedByOperator":
      return withOverride(state, { kind: "granted", ...event.data });
    case "RestoredByOperator":
      return withRestoration(state, event.data);
    case "MailAttempted":
      return withMail(state, event.data, "attempted");
    case "MailSent":
      return withMail(state, event.data, "sent");
    case "MailFailed":
      return withMail(state, event.data, "failed");
    case "SellerNotified":
      return { ...state, notified: { ...state.notified, [event.data.notice]: event.data.mark } };
    case "AccessPending":
      return { ...state, access: { status: "pending", reason: event.data.reason } };
    case "AccessGranted":
      return { ...state, access: { status: "granted", reason: event.data.reason } };
    case "AccessSuspended":
      return { ...state, access: { status: "suspended", reason: event.data.reason } };
    case "AccessRevoked":
      return { ...state, access: { status: "revoked", reason: event.data.reason } };
    case "TrialStarted":
      return { ...state, trialTold: true };
    case "TrialConverted":
      return { ...state, trialTold: false };
    case "FinalUsageWindowOpened":
      return { ...state, finalUsage: { endsAt: event.data.endsAt, deadline: event.data.deadline } };
    case "BuyerSilent":
      return { ...state, silences: { ...state.silences, [event.data.kind]: { since: event.data.since, open: true } } };
    case "BuyerHeard":
      return { ...state, silences: { ...state.silences, [event.data.kind]: { since: state.silences[event.data.kind]?.since ?? event.data.at, open: false } } };
    case "ContinuationDoubted":
      return { ...state, doubt: event.data.candidates };
    case "UsageProblemRaised":
      return withUsageProblem(state, event.data);
    case "UsageProblemSettled":
      return withUsageSettled(state, event.data);
    case "Reconsidered":
      return { ...state, consideredAt: event.data.at };
  }
};

const former = (kept: readonly string[] | undefined, before: string | undefined, after: string | undefined): readonly string[] | undefined =>
  before === undefined || before === after ? kept : [...(kept ?? []).filter((one) => one !== before), before].slice(-FORMER_KEPT);

const dueHour = ({ dueAt }: Subscription): string | undefined => (dueAt === undefined ? undefined : hourOf(dueAt));

/** Remembers under which account, tenant and hour the subscription was listed before, if that has just changed. */
const withFormer = (before: Subscription, { dueAt: _, ...after }: Subscription): Subscription => {
  const dueAt = nextDue(after);
  const due = { ...after, ...(dueAt !== undefined && { dueAt }) };
  const formerAccounts = former(before.formerAccounts, before.awsAccountId, due.awsAccountId);
  const formerTenants = former(before.formerTenants, before.tenantId, due.tenantId);
  const formerDueHours = former(before.formerDueHours, dueHour(before), dueHour(due));
  return { ...due, ...(formerAccounts && { formerAccounts }), ...(formerTenants && { formerTenants }), ...(formerDueHours && { formerDueHours }) };
};

/** What an event means for the state. Total over the stream's types. */
export const evolve = (state: Subscription, event: SubscriptionEvent, version: number): Subscription =>
  withFormer(state, withReadiness(isOfPurchase(event) ? evolvePurchase(state, event, version) : evolveOther(state, event), event.data.at));
