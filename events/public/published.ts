import type { Instant } from "../kernel/values";
import type { StreamId } from "../kernel/stream";
import { evolve } from "../subscription/evolve";
import type { Subscription } from "../subscription/state";
import type { SubscriptionEvent } from "../subscription/events";
import { CONTRACTS, type PublicData, type PublicEvent, type PublicEventType } from "./contracts";
import { publicEntitlements, publicSubscription } from "./subscription-data";

/** One decision, as the log holds it. */
export interface PublishableCommit {
  readonly stream: StreamId;
  readonly first: number;
  readonly at: Instant;
  readonly events: readonly SubscriptionEvent[];
  readonly meta: { readonly correlation: string };
}

/** What a commit made of a subscription, and what was told before it. */
export interface Change {
  readonly before: Subscription;
  readonly after: Subscription;
  /** The sequence number of the last public event before this commit; 0 if there was none. */
  readonly lastSequence: number;
  /** Whether any of the tenant's subscriptions gives access; null while there is no tenant. */
  readonly tenantAccess: boolean | null;
}

const entitlementsOf = (state: Subscription) => publicEntitlements(state.reading?.entitlements ?? []);

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Whether the product was told to let the buyer in, and to keep what was bought. */
const isOpened = ({ access: { status } }: Subscription): boolean => status === "granted" || status === "suspended";

/** Which public event a fact is, if it is one. Total over the stream's types, so that a new fact is a decision, not an omission. */
const typeOf = (event: SubscriptionEvent, before: Subscription): PublicEventType | undefined => {
  switch (event.type) {
    case "BuyerRegistered":
      return CONTRACTS.customerRegistered.type;
    // A change of the reason alone is no news to a product: its next event carries it.
    case "AccessGranted":
      if (before.access.status === "granted") return undefined;
      return before.access.status === "suspended" ? CONTRACTS.accessRestored.type : CONTRACTS.accessGranted.type;
    case "AccessSuspended":
      return before.access.status === "suspended" ? undefined : CONTRACTS.accessSuspended.type;
    case "AccessRevoked":
      return before.access.status === "revoked" ? undefined : CONTRACTS.accessRevoked.type;
    // An operator's grant that runs out may leave a purchase that AWS has yet to confirm: to the product, access is taken away.
    case "AccessPending":
      return isOpened(before) ? CONTRACTS.accessRevoked.type : undefined;
    case "SubscriptionContinued":
      if (before.predecessor === undefined) return CONTRACTS.subscriptionReplaced.type;
      // The predecessor was linked after the two were joined.
      return before.tenantId === undefined && event.data.tenantId !== undefined ? CONTRACTS.tenantLinked.type : undefined;
    case "FinalUsageWindowOpened":
      return CONTRACTS.finalUsageDue.type;
    // While AWS is told again, it may yet bill it.
    case "UsageProblemRaised":
      return event.data.problem.retriedUntil === undefined ? CONTRACTS.usageNotBilled.type : undefined;
    case "ProvisioningRequested":
      return CONTRACTS.provisioningRequested.type;
    case "TenantLinked":
      return CONTRACTS.tenantLinked.type;
    case "EntitlementsRead":
      return isSame(publicEntitlements(event.data.entitlements), entitlementsOf(before)) ? undefined : CONTRACTS.entitlementsChanged.type;
    case "BuyerArrived":
    case "LicenseActivated":
    case "LicenseDeprovisioned":
    case "LicenseFound":
    case "PurchaseConfirmed":
    case "PurchaseFailed":
    case "DepartureAnnounced":
    case "DepartureCompleted":
    case "EntitlementsAnnounced":
    case "AgreementLinked":
    case "SubscriptionSucceeded":
    case "SuccessorTookOver":
    case "ContactAdded":
    case "ContactCorrected":
    case "ProvisioningConfirmed":
    case "SuspendedByOperator":
    case "RestoredByOperator":
    case "GrantedByOperator":
    case "MailAttempted":
    case "MailSent":
    case "MailFailed":
    case "SellerNotified":
    case "TrialStarted":
    case "TrialConverted":
    case "BuyerSilent":
    case "BuyerHeard":
    case "ContinuationDoubted":
    case "UsageProblemSettled":
    case "Reconsidered":
      return undefined;
  }
};

const notBilledIn = (event: SubscriptionEvent): PublicData["notBilled"] => {
  if (event.type !== "UsageProblemRaised") return null;
  const { hour, dimension, quantity, kind, because } = event.data.problem;
  return { hour, dimension, quantity, reason: kind, because };
};

/** The facts of a commit that are public events, with their versions in the stream. */
const told = (before: Subscription, { first, events }: PublishableCommit) =>
  events.flatMap((event, index) => {
    const type = typeOf(event, before);
    return type === undefined ? [] : [{ type, version: first + index, notBilled: notBilledIn(event) }];
  });

/** The state after a commit. */
export const afterCommit = (before: Subscription, { first, events }: PublishableCommit): Subscription =>
  events.reduce((folded, event, index) => evolve(folded, event, first + index), before);

/**
 * Translates one commit into public events: each says the state after the whole commit. Sequence numbers follow
 * `lastSequence` without a gap, so the same history always gives the same numbers and ids.
 */
export const publicEvents = (commit: PublishableCommit, { before, after, lastSequence, tenantAccess }: Change): readonly PublicEvent[] =>
  told(before, commit).map(({ type, version, notBilled }, index) => ({
    type,
    detail: {
      metadata: {
        id: `${commit.stream}@${version}`,
        type,
        version: 1,
        time: commit.at,
        sequence: lastSequence + index + 1,
        correlationId: commit.meta.correlation,
        replay: false,
      },
      data: {
        ...publicSubscription(commit.stream.slice("subscription-".length), after, tenantAccess),
        previousEntitlements: type === CONTRACTS.entitlementsChanged.type ? entitlementsOf(before) : null,
        notBilled,
      },
    },
  }));
