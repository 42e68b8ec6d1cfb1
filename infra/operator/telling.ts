import { isOpen } from "../../events/kernel/agreement-words";
import type { AnyEvent } from "../../events/kernel/event";
import { SENTENCES } from "../../events/subscription/sentences";
import { SubscriptionEvent } from "../../events/subscription/events";
import type { AgreementView, Entitlement } from "../../events/subscription/values";
import { z } from "zod";

type DataByType = { readonly [Event in SubscriptionEvent as Event["type"]]: Event["data"] };
type EventOf<Type extends keyof DataByType> = { readonly [Each in Type]: { readonly type: Each; readonly data: DataByType[Each] } }[Type];
type Tellings = { readonly [Type in keyof DataByType]?: (data: DataByType[Type]) => string };

/** An entitlement in words. */
export const entitlementText = ({ dimension, value, expiresAt }: Entitlement): string =>
  `${dimension} ${String(value)}${expiresAt === undefined ? "" : ` until ${expiresAt.slice(0, 10)}`}`;

const license = ({ agreementId }: DataByType["LicenseActivated"]): string => agreementId ?? "";
const person = ({ contact }: DataByType["ContactAdded"]): string => `contact ${contact}`;
const because = ({ reason }: DataByType["AccessGranted"]): string => SENTENCES[reason];

/** An agreement in words. */
export const agreementText = ({ id, intent, startsAt, endsAt, end, advisory, trial, channel }: AgreementView): string =>
  [
    id,
    intent === undefined ? "" : words(intent.toLowerCase()),
    startsAt === undefined ? "" : `from ${startsAt.slice(0, 10)}`,
    endsAt === undefined ? "" : `to ${endsAt.slice(0, 10)}`,
    end === undefined ? "" : `${end.status.toLowerCase()} ${secondOf(end.at)}`,
    isOpen(advisory) ? "under an advisory" : "",
    trial === true ? "a free trial" : "",
    channel === "reseller" ? "sold by a channel partner" : "",
  ]
    .filter((part) => part !== "")
    .join(", ");

/** The events that are told better than by their members. */
const TELLINGS: Tellings = {
  BuyerArrived: ({ productCode, form, awsAccountId, test }) =>
    `${productCode}, by ${form}${awsAccountId === undefined ? "" : `, account ${awsAccountId}`}${test ? ", a test" : ""}`,
  LicenseActivated: license,
  LicenseDeprovisioned: license,
  EntitlementsRead: ({ entitlements }) => (entitlements.length === 0 ? "nothing" : entitlements.map(entitlementText).join(", ")),
  BuyerRegistered: person,
  ContactAdded: person,
  TenantLinked: ({ tenantId }) => `tenant ${tenantId}`,
  PurchaseConfirmed: ({ offerId, trial }) => [offerId ?? "", trial === true ? "a free trial" : ""].filter((part) => part !== "").join(", "),
  PurchaseFailed: ({ offerId }) => offerId ?? "",
  DepartureAnnounced: () => "",
  DepartureCompleted: () => "",
  EntitlementsAnnounced: () => "",
  LicenseFound: ({ source }) => `in AWS's list of ${source}`,
  AgreementLinked: ({ agreement }) => agreementText(agreement),
  SubscriptionContinued: ({ predecessor, basis }) => `from ${predecessor}, known by ${words(basis)}`,
  SubscriptionSucceeded: ({ successor, basis }) => `as ${successor}, known by ${words(basis)}`,
  SuccessorTookOver: ({ successor }) => `what was bought is at ${successor} now`,
  SuspendedByOperator: ({ reason, by }) => `${by}: ${reason}`,
  RestoredByOperator: ({ reason, by }) => `${by}: ${reason}`,
  GrantedByOperator: ({ reason, by, until }) => `until ${until.slice(0, 10)} by ${by}: ${reason}`,
  FinalUsageWindowOpened: ({ endsAt, deadline }) => `usage until ${secondOf(endsAt)} UTC is billed if AWS hears of it by ${secondOf(deadline)} UTC`,
  ProvisioningRequested: ({ deadline }) => `until ${secondOf(deadline)} UTC`,
  ContactCorrected: ({ contact, replaced, by }) => `contact ${contact} in the place of ${replaced}, by ${by}`,
  MailAttempted: ({ kind, contact }) => `the mail '${kind}' to contact ${contact}`,
  MailSent: ({ kind, contact }) => `the mail '${kind}' to contact ${contact}`,
  MailFailed: ({ kind, contact, error }) => `the mail '${kind}' to contact ${contact}: ${error}`,
  SellerNotified: ({ notice }) => words(notice),
  BuyerSilent: ({ kind, since }) => `${words(kind)} since ${secondOf(since)} UTC`,
  BuyerHeard: ({ kind }) => `no longer ${words(kind)}`,
  ContinuationDoubted: ({ candidates }) => `it may go on from ${candidates.join(" or ")}`,
  UsageProblemRaised: ({ problem: { hour, dimension, quantity, kind, because: why, retriedUntil } }) =>
    `${words(kind)}: ${quantity} ${dimension} of ${hour.replace("T", " ")}h (${why})${retriedUntil === undefined ? "" : `; AWS is told again until ${secondOf(retriedUntil)} UTC`}`,
  UsageProblemSettled: ({ settlement: { hour, dimension, how } }) => `${dimension} of ${hour.replace("T", " ")}h: ${words(how)}`,
  AccessPending: because,
  AccessGranted: because,
  AccessSuspended: because,
  AccessRevoked: because,
};

/** Where a member's name is no phrase. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/;

const PHRASES: Readonly<Record<string, string>> = {
  awsAccountId: "AWS account",
  licenseArn: "license ARN",
  reasonCode: "because",
  form: "identified by",
  test: "test purchase",
  silences: "on the worklist as",
  override: "decided by a person",
  doubt: "may go on from",
  dueAt: "looked at again",
};

/** `BuyerArrived` as `buyer arrived`. */
const words = (name: string): string =>
  name.replaceAll(/[A-Z]+/g, (capitals, at) => `${at === 0 ? "" : " "}${capitals.length > 1 ? capitals : capitals.toLowerCase()}`);

/** A member's name for a person: `registeredAt` as `registered at`. */
export const phraseOf = (name: string): string => PHRASES[name] ?? words(name);

const Members = z.record(z.string(), z.unknown());

/** Any value in words: a list with commas, an object by its members, a time to the second. */
export const plainText = (value: unknown): string => {
  if (typeof value === "string") return INSTANT.test(value) ? `${secondOf(value)} UTC` : value;
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.map(plainText).join(", ");
  const members = Members.safeParse(value).data;
  if (members === undefined) return JSON.stringify(value);
  const known = Object.entries(members).filter(([, member]) => member !== null && member !== undefined);
  return known.map(([name, member]) => `${phraseOf(name)} ${plainText(member)}`).join(" ");
};

/** A message's whole body is for machines. */
const UNTOLD = new Set(["at", "body"]);

const isTold = (name: string, value: unknown): boolean => !UNTOLD.has(name) && value !== undefined && value !== null && value !== false && value !== "";

/** Any event by its members, but its time. */
const membersOf = ({ data }: AnyEvent): string =>
  Object.entries(z.record(z.string(), z.unknown()).catch({}).parse(data))
    .filter(([name, value]) => isTold(name, value))
    .map(([name, value]) => (value === true ? phraseOf(name) : `${phraseOf(name)} ${plainText(value)}`))
    .join(", ");

const tell = <Type extends keyof DataByType>(event: EventOf<Type>): string | undefined => TELLINGS[event.type]?.(event.data);

/** What an event of any stream says, in words. */
export const tellAny = ({ type, data }: AnyEvent): string => {
  const ofSubscription = SubscriptionEvent.safeParse({ type, data });
  return ofSubscription.success ? tellEvent(ofSubscription.data) : membersOf({ type, data });
};

/** What an event of a subscription says, in words. */
export const tellEvent = (event: SubscriptionEvent): string => tell(event) ?? membersOf(event);

/** A type as words: `BuyerArrived` is "Buyer arrived". */
export const titleOf = ({ type }: AnyEvent): string => {
  const text = words(type);
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
};

const Noticed = z.object({ notice: z.string(), at: z.string() });

/** AWS's own time of a fact that came in a notice; undefined for what happened here, as that the seller was told. */
export const awsTimeOf = ({ type, data }: AnyEvent): string | undefined => (type === "SellerNotified" ? undefined : Noticed.safeParse(data).data?.at);

/** To the second, as a person reads it; `--json` has it to the millisecond. */
export const secondOf = (instant: string): string => instant.slice(0, 19).replace("T", " ");
