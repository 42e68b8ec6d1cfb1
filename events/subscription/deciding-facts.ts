import { isOpen, isSuperseded } from "../kernel/agreement-words";
import { later, type Instant } from "../kernel/values";
import { hasEntitlements } from "../product/product";
import { access, handedOverAt, renewalGraceEndsAt } from "./access";
import type { SubscriptionEvent } from "./events";
import { aliveSince, FINAL_HOUR, newestAgreement, standing, type Standing } from "./standing";
import type { Subscription } from "./state";
import type { AgreementView } from "./values";

/** An event and its place in the stream. */
export interface Recorded {
  readonly version: number;
  readonly event: SubscriptionEvent;
}

/** What a fact looks like that the answer rests on. Of several the newest in the log is meant. */
type Clue = (event: SubscriptionEvent) => boolean;

const isOf =
  (...types: readonly SubscriptionEvent["type"][]): Clue =>
  ({ type }) =>
    types.includes(type);

const isSign =
  (type: SubscriptionEvent["type"], at: Instant | undefined): Clue =>
  (event) =>
    event.type === type && event.data.at === at;

const isCopyOf =
  ({ id, version }: AgreementView): Clue =>
  ({ type, data }) =>
    type === "AgreementLinked" && data.agreement.id === id && data.agreement.version === version;

const isEntitled: Clue = ({ type, data }) => type === "EntitlementsRead" && data.entitlements.length > 0;

const isEnd = isOf("LicenseDeprovisioned", "PurchaseFailed", "DepartureAnnounced", "DepartureCompleted");

/** What says of which product the subscription is, but no end of which a newer word is known: that would be another answer. */
const namesProduct =
  ({ signs: { deprovisionedAt, failedAt, departingAt, departedAt } }: Subscription): Clue =>
  (event) =>
    "productCode" in event.data && (!isEnd(event) || [deprovisionedAt, failedAt, departingAt, departedAt].includes(event.data.at));

const linked = (view: AgreementView | undefined): readonly Clue[] => (view === undefined ? [] : [isCopyOf(view)]);

/** The newest reading, and where that is empty, the first one that was, and the one before that listed something. */
const readings = ({ emptySince }: Subscription): readonly Clue[] => [
  isOf("EntitlementsRead"),
  isEntitled,
  ({ type, data }) => type === "EntitlementsRead" && data.entitlements.length === 0 && data.at === emptySince,
];

const succeeded = ({ successor }: Subscription): readonly Clue[] =>
  successor === undefined ? [] : [isOf("SubscriptionSucceeded"), ...(successor.tookOverAt === undefined ? [] : [isOf("SuccessorTookOver")])];

/** What AWS last said that shows the purchase in force. `entitlement-updated` shows it only together with a reading. */
const lives = ({ signs }: Subscription, since: Instant): readonly Clue[] => {
  if (signs.activatedAt === since) return [isSign("LicenseActivated", since)];
  if (signs.confirmedAt === since) return [isSign("PurchaseConfirmed", since)];
  const foundAt = later(since, FINAL_HOUR);
  return signs.foundAt === foundAt ? [isSign("LicenseFound", foundAt)] : [isSign("EntitlementsAnnounced", since), isEntitled];
};

const whileAlive = (state: Subscription, { since, leavingAt }: Extract<Standing, { readonly status: "alive" }>, now: Instant): readonly Clue[] => {
  const moves = handedOverAt(state);
  const model = state.listing?.pricingModel;
  return [
    ...lives(state, since),
    ...(leavingAt === undefined ? [] : [isSign("DepartureAnnounced", leavingAt)]),
    ...(model !== undefined && hasEntitlements(model) ? readings(state) : []),
    ...(moves !== undefined && now >= moves ? succeeded(state) : []),
  ];
};

const endsWith = (state: Subscription, { because, at }: Extract<Standing, { readonly status: "ended" }>): readonly Clue[] => {
  switch (because) {
    case "licenseEnded":
      return [isSign("LicenseDeprovisioned", at)];
    case "agreementEnded": {
      // An agreement does not say of what; another fact does.
      const since = aliveSince(state);
      return [...(since === undefined ? [namesProduct(state)] : lives(state, since)), ...linked(newestAgreement(state))];
    }
    case "unsubscribed":
      return [isSign("DepartureAnnounced", at), isSign("DepartureCompleted", state.signs.departedAt)];
    case "purchaseFailed":
      return [isSign("PurchaseFailed", at)];
  }
};

const whileEnded = (state: Subscription, stands: Extract<Standing, { readonly status: "ended" }>): readonly Clue[] => {
  const newest = newestAgreement(state);
  // How the agreement ended says whether the purchase goes on, until its successor has taken over whatever it was.
  const rules = newest?.end !== undefined && state.successor?.tookOverAt === undefined && (isSuperseded(newest.end.status) || state.successor !== undefined);
  const grace = renewalGraceEndsAt(state, stands) !== undefined;
  return [...endsWith(state, stands), ...succeeded(state), ...(rules ? linked(newest) : []), ...(grace ? [isEntitled] : [])];
};

/** What the purchase by itself rests on. */
const ofPurchase = (state: Subscription, now: Instant): readonly Clue[] => {
  const stands = standing(state, now);
  switch (stands.status) {
    case "unknown":
      return [state.arrived ? isOf("BuyerArrived") : namesProduct(state), ...linked(newestAgreement(state))];
    case "alive":
      return whileAlive(state, stands, now);
    case "ended":
      return whileEnded(state, stands);
  }
};

/** What people decided about it, and advisories: as far as the answer would be another without. */
const ofOthers = (state: Subscription, now: Instant): readonly Clue[] => {
  const { reason, status } = access(state, now);
  if (reason === "grantedByOperator") return [isOf("GrantedByOperator")];
  if (reason === "suspendedByOperator") return [isOf("SuspendedByOperator")];
  const advised = state.agreements.filter(({ advisory, advisorySuspends }) => advisorySuspends && isOpen(advisory));
  if (advised.length === 0 || (status !== "granted" && status !== "suspended")) return [];
  // A grant outdoes an advisory, and so does a restoration.
  const grant: readonly Clue[] = state.override?.kind === "granted" && now < state.override.until ? [isOf("GrantedByOperator")] : [];
  return [...advised.map(isCopyOf), ...grant, ...(state.restoredAt === undefined ? [] : [isOf("RestoredByOperator")])];
};

/**
 * The facts of a history that the answer of `access` rests on, oldest first: with them alone it would be the same.
 * @param history all events of the stream that `state` is the fold of, oldest first
 */
export const decidingFacts = <Fact extends Recorded>(history: readonly Fact[], state: Subscription, now: Instant): readonly Fact[] => {
  const clues = [...ofPurchase(state, now), ...ofOthers(state, now)];
  const found = clues.map((clue) => history.findLast(({ event }) => clue(event))).filter((fact) => fact !== undefined);
  return [...new Set(found)].toSorted((one, other) => one.version - other.version);
};
