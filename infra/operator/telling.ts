import type { AnyEvent } from "../../events/kernel/event";
import { SENTENCES } from "../../events/subscription/sentences";
import type { SubscriptionEvent } from "../../events/subscription/events";
import type { Entitlement } from "../../events/subscription/values";
import { z } from "zod";

type DataByType = { readonly [Event in SubscriptionEvent as Event["type"]]: Event["data"] };
type EventOf<Type extends keyof DataByType> = { readonly [Each in Type]: { readonly type: Each; readonly data: DataByType[Each] } }[Type];
type Tellings = { readonly [Type in keyof DataByType]?: (data: DataByType[Type]) => string };

const entitlementText = ({ dimension, value, expiresAt }: Entitlement): string =>
  `${dimension} ${String(value)}${expiresAt === undefined ? "" : ` until ${expiresAt.slice(0, 10)}`}`;

const license = ({ agreementId }: DataByType["LicenseActivated"]): string => agreementId ?? "";
const person = ({ contact }: DataByType["ContactAdded"]): string => `contact ${contact}`;
const because = ({ reason }: DataByType["AccessGranted"]): string => SENTENCES[reason];

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
  AccessPending: because,
  AccessGranted: because,
  AccessRevoked: because,
};

/** Where a member's name is no phrase. */
const PHRASES: Readonly<Record<string, string>> = {
  awsAccountId: "AWS account",
  licenseArn: "license ARN",
  reasonCode: "because",
  form: "identified by",
  test: "test purchase",
};

/** `BuyerArrived` as `buyer arrived`. */
const words = (name: string): string =>
  name.replaceAll(/[A-Z]+/g, (capitals, at) => `${at === 0 ? "" : " "}${capitals.length > 1 ? capitals : capitals.toLowerCase()}`);

/** A member's name for a person: `registeredAt` as `registered at`. */
export const phraseOf = (name: string): string => PHRASES[name] ?? words(name);

const valueText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

const isTold = (name: string, value: unknown): boolean => name !== "at" && value !== undefined && value !== null && value !== false && value !== "";

/** Any event by its members, but its time. */
const membersOf = ({ data }: AnyEvent): string =>
  Object.entries(z.record(z.string(), z.unknown()).catch({}).parse(data))
    .filter(([name, value]) => isTold(name, value))
    .map(([name, value]) => (value === true ? phraseOf(name) : `${phraseOf(name)} ${valueText(value)}`))
    .join(", ");

const tell = <Type extends keyof DataByType>(event: EventOf<Type>): string | undefined => TELLINGS[event.type]?.(event.data);

/** What an event of a subscription says, in words. */
export const tellEvent = (event: SubscriptionEvent): string => tell(event) ?? membersOf(event);

/** A type as words: `BuyerArrived` is "Buyer arrived". */
export const titleOf = ({ type }: AnyEvent): string => {
  const text = words(type);
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
};

const Noticed = z.object({ notice: z.string(), at: z.string() });

/** AWS's own time of a fact that came in a notice; undefined for what happened here. */
export const awsTimeOf = ({ data }: AnyEvent): string | undefined => Noticed.safeParse(data).data?.at;
