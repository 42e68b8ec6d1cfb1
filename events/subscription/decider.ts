import { accept, refuse, type Decider, type Decision } from "../kernel/decider";
import { isSame } from "../kernel/same";
import type { StreamDefinition, StreamId } from "../kernel/stream";
import type { Instant } from "../kernel/values";
import type { SubscriptionCommand, SubscriptionRefusal } from "./commands";
import { derivedEvents } from "./derived";
import { subscriptionCodec, type SubscriptionEvent } from "./events";
import { evolve } from "./evolve";
import { attemptMail, recordMail, recordSellerNotice } from "./mail-decisions";
import { decideForOperator } from "./operator";
import { SIGN_OF, type AwsFact } from "./signs";
import { initialSubscription, Subscription } from "./state";
import { hearUsageNews } from "./usage-problems";

type Answer = Decision<SubscriptionEvent, SubscriptionRefusal>;
type CommandOf<Type extends SubscriptionCommand["type"]> = Extract<SubscriptionCommand, { readonly type: Type; readonly data: unknown }>["data"];

/** Whoever comes again says something new where AWS names what it did not before. */
const arrive = (data: CommandOf<"RecordArrival">, state: Subscription, at: Instant): Answer => {
  const newSpelling = data.licenseArn !== undefined && (state.licenseArnSource !== "resolved" || state.licenseArn !== data.licenseArn);
  const members = ["awsAccountId", "customerIdentifier", "offerType"] as const;
  const isNews = !state.arrived || newSpelling || members.some((member) => data[member] !== undefined && data[member] !== state[member]);
  return isNews ? accept({ type: "BuyerArrived", data: { ...data, at } }) : accept();
};

/** A repeated fact, or one older than what is known, says nothing new; unless it names what the newer ones did not. */
const recordFact = (fact: AwsFact, state: Subscription): Answer => {
  const known = state.signs[SIGN_OF[fact.type]];
  const isNews = known === undefined || known < fact.data.at || !isSame(evolve(state, fact, state.readingVersion), state);
  return isNews ? accept(fact) : accept();
};

/** Of two readings that crossed nobody can say which is newer; where they say the same, nobody has to. */
const readEntitlements = ({ entitlements, basedOn, readAt }: CommandOf<"RecordEntitlements">, state: Subscription): Answer => {
  if (state.listing === undefined) return refuse("unknownSubscription");
  if (state.readingVersion <= basedOn) return accept({ type: "EntitlementsRead", data: { entitlements, basedOn, at: readAt } });
  return isSame(entitlements, state.reading?.entitlements) ? accept() : refuse("readAgain");
};

const linkAgreement = ({ agreement }: CommandOf<"LinkAgreement">, { agreements }: Subscription, at: Instant): Answer => {
  const known = agreements.find(({ id }) => id === agreement.id);
  return known !== undefined && known.version >= agreement.version ? accept() : accept({ type: "AgreementLinked", data: { agreement, at } });
};

const register = ({ contact, arrival }: CommandOf<"RegisterBuyer">, state: Subscription, at: Instant): Answer => {
  if (state.listing === undefined) return refuse("unknownSubscription");
  if (state.contacts.includes(contact)) return accept();
  return accept({ type: state.registeredAt === undefined ? "BuyerRegistered" : "ContactAdded", data: { contact, arrival, at } });
};

const correctContact = ({ contact, replaced, by }: CommandOf<"CorrectContact">, { contacts }: Subscription, at: Instant): Answer => {
  if (contacts.includes(replaced)) return accept({ type: "ContactCorrected", data: { contact, replaced, by, at } });
  return contacts.includes(contact) ? accept() : refuse("unknownContact");
};

const linkTenant = ({ tenantId, claim, claimExpiresAt }: CommandOf<"LinkTenant">, state: Subscription, at: Instant): Answer => {
  if (state.listing === undefined) return refuse("unknownSubscription");
  const used = state.claims.find((one) => one.claim === claim);
  if (used) return used.tenantId === tenantId ? accept() : refuse("claimUsed");
  if (claimExpiresAt <= at) return refuse("claimExpired");
  return accept({ type: "TenantLinked", data: { tenantId, claim, claimExpiresAt, at } });
};

const goOnFrom = (data: CommandOf<"Continue">, state: Subscription, at: Instant): Answer => {
  const { listing, predecessor, successor, contacts, registeredAt, tenantId } = state;
  if (listing === undefined) return refuse("unknownSubscription");
  if (successor?.subscription === data.predecessor) return refuse("continuedOtherwise");
  if (predecessor !== undefined && predecessor.subscription !== data.predecessor) return refuse("continuedOtherwise");
  // Told again when the predecessor's registration or tenant came after the two were joined.
  const isNews =
    data.contacts.some((contact) => !contacts.includes(contact)) ||
    (data.registeredAt !== undefined && registeredAt === undefined) ||
    (data.tenantId !== undefined && tenantId === undefined);
  return predecessor === undefined || isNews ? accept({ type: "SubscriptionContinued", data: { ...data, at } }) : accept();
};

const goOnAs = ({ data, tookOver }: Extract<SubscriptionCommand, { readonly type: "Succeed" }>, state: Subscription, at: Instant): Answer => {
  const { listing, successor, tenantId } = state;
  if (listing === undefined) return refuse("unknownSubscription");
  if (successor !== undefined && successor.subscription !== data.successor) return refuse("continuedOtherwise");
  const joined: readonly SubscriptionEvent[] = successor === undefined ? [{ type: "SubscriptionSucceeded", data: { ...data, at } }] : [];
  // A tenant that was linked here meanwhile is handed on first: it must not hear of an end while nobody else is seen to give it access.
  const isNews = tookOver !== undefined && (tookOver.hasTenant || tenantId === undefined) && successor?.tookOverAt === undefined;
  return accept(...joined, ...(isNews ? [{ type: "SuccessorTookOver", data: { successor: data.successor, at } } as const] : []));
};

const doubt = ({ candidates }: CommandOf<"DoubtContinuation">, state: Subscription, at: Instant): Answer => {
  const known = state.doubt?.join(" ") === candidates.join(" ") || state.predecessor !== undefined;
  return known ? accept() : accept({ type: "ContinuationDoubted", data: { candidates, at } });
};

const confirmProvisioning = ({ listing, provisioning }: Subscription, at: Instant): Answer => {
  if (listing === undefined) return refuse("unknownSubscription");
  if (provisioning === undefined) return refuse("notRequested");
  return provisioning.confirmedAt === undefined ? accept({ type: "ProvisioningConfirmed", data: { at } }) : accept();
};

const reconsider = ({ dueAt }: Subscription, at: Instant): Answer =>
  dueAt !== undefined && dueAt <= at ? accept({ type: "Reconsidered", data: { at } }) : accept();

const decideFact = (command: SubscriptionCommand, state: Subscription, at: Instant): Answer => {
  switch (command.type) {
    case "RecordArrival":
      return arrive(command.data, state, at);
    case "RecordFact":
      return recordFact(command.fact, state);
    case "RecordEntitlements":
      return readEntitlements(command.data, state);
    case "LinkAgreement":
      return linkAgreement(command.data, state, at);
    case "Continue":
      return goOnFrom(command.data, state, at);
    case "Succeed":
      return goOnAs(command, state, at);
    case "DoubtContinuation":
      return doubt(command.data, state, at);
    case "RegisterBuyer":
      return register(command.data, state, at);
    case "CorrectContact":
      return correctContact(command.data, state, at);
    case "LinkTenant":
      return linkTenant(command.data, state, at);
    case "ConfirmProvisioning":
      return confirmProvisioning(state, at);
    case "Suspend":
    case "Restore":
    case "Grant":
      return decideForOperator(command, state, at);
    case "AttemptMail":
      return attemptMail(command.data, state, at);
    case "RecordMail":
      return recordMail(command.data, state, at);
    case "RecordSellerNotice":
      return recordSellerNotice(command.data, state, at);
    case "HearUsageNews":
      return hearUsageNews(command.data, state, at);
    case "Reconsider":
      return reconsider(state, at);
  }
};

const decide = (command: SubscriptionCommand, state: Subscription, at: Instant): Answer => {
  const answer = decideFact(command, state, at);
  if (!answer.accepted) return answer;
  // The version only numbers readings, which nothing derived depends on.
  const after = answer.events.reduce((folded, event) => evolve(folded, event, folded.readingVersion), state);
  return accept(...answer.events, ...(after.listing === undefined ? [] : derivedEvents(after, at)));
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
  foldVersion: 5,
};

/** The stream of one subscription. */
export const subscriptionStream = (id: string): StreamId<"subscription"> => `subscription-${id}`;
