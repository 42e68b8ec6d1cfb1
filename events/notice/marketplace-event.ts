import { z } from "zod";
import { toInstant } from "../kernel/values";

const text = z.string().trim().min(1);
const optionalText = text.nullish().transform((value) => value ?? undefined);

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
  requestId: optionalText,
  agreement: z.object({ id: optionalText }).nullish(),
  product: z.object({ code: text, id: optionalText }),
  license: z.union([z.object({ arn: text }), z.object({ id: text }).transform(({ id }) => ({ arn: id }))]),
  acceptor: z.object({ accountId: optionalText }).nullish(),
  proposer: z.object({ accountId: optionalText }).nullish(),
  offer: z.object({ id: optionalText }).nullish(),
});

/** Names that together tell one message from another: AWS's examples of different types share one `requestId`. */
export interface NoticeIdentity {
  readonly kind: string;
  /** To be hashed, in this order. */
  readonly parts: readonly string[];
}

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

/** What a message from EventBridge says, as far as this release acts on it. */
export type MarketplaceEvent = LicenseNotice | { readonly kind: "unknownKind" } | { readonly kind: "unreadable" };

const parseJson = (body: string): unknown => {
  try {
    const json: unknown = JSON.parse(body);
    return json;
  } catch {
    return undefined;
  }
};

const idOf = (value: unknown, ...path: readonly string[]): string => {
  const found = path.reduce<unknown>((at, key) => (typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined), value);
  return typeof found === "string" ? found : "";
};

/** What identifies the message: source, detail-type, requestId (else the event's id), agreement and license. Never fails. */
export const noticeIdentity = (body: string): NoticeIdentity => {
  const envelope = Envelope.safeParse(parseJson(body));
  if (!envelope.success) return { kind: "", parts: ["unreadable", body] };
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

const instantOf = (time: string): string | undefined => (Number.isNaN(Date.parse(time)) ? undefined : toInstant(time));

/** Translates AWS's message into the facts it tells; it never guesses. */
export const readMarketplaceEvent = (body: string): MarketplaceEvent => {
  const envelope = Envelope.safeParse(parseJson(body));
  if (!envelope.success) return { kind: "unreadable" };
  const kind = LICENSE_KINDS[envelope.data["detail-type"]];
  if (kind === undefined) return { kind: "unknownKind" };
  const detail = LicenseDetail.safeParse(envelope.data.detail);
  const at = instantOf(envelope.data.time);
  if (!detail.success || at === undefined) return { kind: "unreadable" };
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
