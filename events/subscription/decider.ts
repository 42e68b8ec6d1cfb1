import { accept, refuse, type Decider, type Decision } from "../kernel/decider";
import type { StreamDefinition, StreamId } from "../kernel/stream";
import type { Instant } from "../kernel/values";
import { access } from "./access";
import type { SubscriptionCommand, SubscriptionRefusal } from "./commands";
import { subscriptionCodec, type SubscriptionEvent } from "./events";
import { evolve, initialSubscription, Subscription } from "./state";
import type { Access } from "./values";

type Answer = Decision<SubscriptionEvent, SubscriptionRefusal>;
type CommandOf<Type extends SubscriptionCommand["type"]> = Extract<SubscriptionCommand, { readonly type: Type }>["data"];

const arrive = (data: CommandOf<"RecordArrival">, state: Subscription, at: Instant): Answer => {
  const newSpelling = data.licenseArn !== undefined && (state.licenseArnSource !== "resolved" || state.licenseArn !== data.licenseArn);
  const alreadyKnown = state.arrived && !newSpelling && (data.offerType === undefined || data.offerType === state.offerType);
  return alreadyKnown ? accept() : accept({ type: "BuyerArrived", data: { ...data, at } });
};

/** A repeated notice, or one older than what is known, says nothing new of the license. */
const licenseFact = (type: "LicenseActivated" | "LicenseDeprovisioned", data: CommandOf<"RecordLicenseActivated">, state: Subscription): Answer => {
  const known = type === "LicenseActivated" ? state.activatedAt : state.deprovisionedAt;
  return known !== undefined && known >= data.at ? accept() : accept({ type, data });
};

const readEntitlements = ({ entitlements, basedOn, readAt }: CommandOf<"RecordEntitlements">, state: Subscription): Answer => {
  if (state.listing === undefined) return refuse("unknownSubscription");
  return state.readingVersion > basedOn ? refuse("readAgain") : accept({ type: "EntitlementsRead", data: { entitlements, basedOn, at: readAt } });
};

const register = ({ contact, arrival }: CommandOf<"RegisterBuyer">, state: Subscription, at: Instant): Answer => {
  if (state.listing === undefined) return refuse("unknownSubscription");
  if (state.contacts.includes(contact)) return accept();
  return accept({ type: state.registeredAt === undefined ? "BuyerRegistered" : "ContactAdded", data: { contact, arrival, at } });
};

const linkTenant = ({ tenantId, claim, claimExpiresAt }: CommandOf<"LinkTenant">, state: Subscription, at: Instant): Answer => {
  if (state.listing === undefined) return refuse("unknownSubscription");
  const used = state.claims.find((one) => one.claim === claim);
  if (used !== undefined) return used.tenantId === tenantId ? accept() : refuse("claimUsed");
  if (claimExpiresAt <= at) return refuse("claimExpired");
  return accept({ type: "TenantLinked", data: { tenantId, claim, claimExpiresAt, at } });
};

const decideFact = (command: SubscriptionCommand, state: Subscription, at: Instant): Answer => {
  switch (command.type) {
    case "RecordArrival":
      return arrive(command.data, state, at);
    case "RecordLicenseActivated":
      return licenseFact("LicenseActivated", command.data, state);
    case "RecordLicenseDeprovisioned":
      return licenseFact("LicenseDeprovisioned", command.data, state);
    case "RecordEntitlements":
      return readEntitlements(command.data, state);
    case "RegisterBuyer":
      return register(command.data, state, at);
    case "LinkTenant":
      return linkTenant(command.data, state, at);
  }
};

const accessEvent = ({ status, reason }: Access, at: Instant): readonly SubscriptionEvent[] => {
  const data = { reason, at };
  switch (status) {
    case "pending":
      return [{ type: "AccessPending", data }];
    case "granted":
      return [{ type: "AccessGranted", data }];
    case "revoked":
      return [{ type: "AccessRevoked", data }];
    case "none":
    case "suspended":
      return [];
  }
};

/** Adds the access event when the facts, with the new ones, give another access than the last one told. */
const withAccess = (events: readonly SubscriptionEvent[], state: Subscription, at: Instant): readonly SubscriptionEvent[] => {
  // The version only numbers readings, which access does not depend on.
  const after = events.reduce((folded, event) => evolve(folded, event, folded.readingVersion), state);
  const now = access(after, at);
  return now.status === state.access.status && now.reason === state.access.reason ? events : [...events, ...accessEvent(now, at)];
};

const decide = (command: SubscriptionCommand, state: Subscription, at: Instant): Answer => {
  const answer = decideFact(command, state, at);
  return answer.accepted ? accept(...withAccess(answer.events, state, at)) : answer;
};

const subscriptionDecider: Decider<Subscription, SubscriptionCommand, SubscriptionEvent, SubscriptionRefusal> = {
  initialState: initialSubscription,
  evolve,
  decide,
};

/** The customer, from the first sign of them to the last. */
export const subscription: StreamDefinition<Subscription, SubscriptionCommand, SubscriptionEvent, SubscriptionRefusal, "subscription"> = {
  category: "subscription",
  codec: subscriptionCodec,
  decider: subscriptionDecider,
  state: Subscription,
  foldVersion: 1,
};

/** The stream of one subscription. */
export const subscriptionStream = (id: string): StreamId<"subscription"> => `subscription-${id}`;
