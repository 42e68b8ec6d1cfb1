import { z } from "zod";
import { readInstant } from "../kernel/values";
import { readAgreementNotice, type AgreementNotice } from "./agreement-notice";
import { lenientJson } from "./lenient-json";
import { account, agreementId, licenseArn, optional, text } from "./members";

/** The envelope EventBridge puts round every event; read loosely, because AWS adds fields. */
const Envelope = z.object({
  id: text,
  "detail-type": text,
  source: text,
  time: text,
  detail: z.record(z.string(), z.unknown()),
});

/** `UG:notifications-eventbridge`; samples of AWS's also spell the license's name `license.id`. */
const LicenseDetail = z.object({
  agreement: z.object({ id: optional(agreementId) }).nullish(),
  product: z.object({ code: text }),
  license: z.union([z.object({ arn: licenseArn }), z.object({ id: licenseArn }).transform(({ id }) => ({ arn: id }))]),
  acceptor: z.object({ accountId: optional(account) }).nullish(),
  proposer: z.object({ accountId: optional(account) }).nullish(),
  offer: z.object({ id: optional(text) }).nullish(),
});

/** A license fact, as AWS told it. */
export interface LicenseNotice {
  readonly kind: "licenseUpdated" | "licenseDeprovisioned";
  readonly licenseArn: string;
  readonly productCode: string;
  readonly agreementId: string | undefined;
  readonly awsAccountId: string | undefined;
  readonly proposerAccountId: string | undefined;
  readonly offerId: string | undefined;
  /** AWS's time of the event, in our spelling. */
  readonly at: string;
}

/** Kept and not acted on: seller-initiated cancellations, refunds, credit checks. They may name an agreement. */
export interface Remark {
  readonly kind: "remark";
  readonly said: string;
  readonly agreementId: string | undefined;
  readonly at: string;
}

/** What a message from EventBridge says, as far as this release acts on it. */
export type MarketplaceEvent = LicenseNotice | AgreementNotice | Remark | { readonly kind: "unknownKind" } | { readonly kind: "unreadable" };

const idOf = (value: unknown, ...path: readonly string[]): string => {
  const found = path.reduce<unknown>((at, key) => (typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined), value);
  return typeof found === "string" ? found.trim() : "";
};

/**
 * What identifies an event: source, detail-type, requestId (else the event's id), agreement and license, because AWS's
 * examples of different types share one `requestId`. Never fails.
 * @returns undefined if it is no event of EventBridge's
 */
export const eventIdentity = (body: string): { readonly kind: string; readonly parts: readonly string[] } | undefined => {
  const envelope = Envelope.safeParse(lenientJson(body));
  if (!envelope.success) return undefined;
  const { source, detail, id, "detail-type": kind } = envelope.data;
  const request = idOf(detail, "requestId");
  const license = idOf(detail, "license", "arn") || idOf(detail, "license", "id");
  return { kind, parts: [source, kind, request === "" ? id : request, idOf(detail, "agreement", "id"), license] };
};

/** AWS samples match `- Proposer` too, though its guide sends license events to manufacturers only. */
const LICENSE_KINDS: Readonly<Record<string, LicenseNotice["kind"]>> = {
  "License Updated - Manufacturer": "licenseUpdated",
  "License Updated - Proposer": "licenseUpdated",
  "License Deprovisioned - Manufacturer": "licenseDeprovisioned",
  "License Deprovisioned - Proposer": "licenseDeprovisioned",
};

/** `UG:notifications-eventbridge`: the flow of a seller's own cancellation request, refunds, and checks of a buyer's card. */
const REMARKS = /^(Agreement Cancellation Request |Purchase Agreement Billing Adjustment |Spend Threshold )/;

const licenseNotice = (kind: LicenseNotice["kind"], said: unknown, at: string): MarketplaceEvent => {
  const detail = LicenseDetail.safeParse(said);
  if (!detail.success) return { kind: "unreadable" };
  const { license, product, agreement, acceptor, proposer, offer } = detail.data;
  return {
    kind,
    licenseArn: license.arn,
    productCode: product.code,
    agreementId: agreement?.id,
    awsAccountId: acceptor?.accountId,
    proposerAccountId: proposer?.accountId,
    offerId: offer?.id,
    at,
  };
};

/** EventBridge takes detail-types of at most 128 characters; the log keeps twice as many. */
const LONGEST_TYPE = 256;

const remark = (type: string, detail: unknown, at: string): MarketplaceEvent => {
  const named = agreementId.or(z.literal("")).safeParse(idOf(detail, "agreement", "id"));
  return named.success && type.length <= LONGEST_TYPE ? { kind: "remark", said: type, agreementId: named.data || undefined, at } : { kind: "unreadable" };
};

/** Translates AWS's message into the facts it tells; it never guesses. */
export const readMarketplaceEvent = (body: string): MarketplaceEvent => {
  const envelope = Envelope.safeParse(lenientJson(body));
  const at = envelope.success ? readInstant(envelope.data.time) : undefined;
  if (!envelope.success || at === undefined) return { kind: "unreadable" };
  const { "detail-type": type, detail } = envelope.data;
  const license = LICENSE_KINDS[type];
  if (license !== undefined) return licenseNotice(license, detail, at);
  if (REMARKS.test(type)) return remark(type, detail, at);
  const agreement = readAgreementNotice(type, detail, at);
  if (agreement === undefined) return { kind: "unknownKind" };
  return agreement === "unreadable" ? { kind: "unreadable" } : agreement;
};
