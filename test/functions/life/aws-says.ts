import type { AgreementReading } from "../../../functions/kernel/aws/marketplace-agreement";
import { hash } from "../../../functions/kernel/task/hash";
import type { MarketplaceCustomer } from "../../../functions/kernel/aws/marketplace-metering";

/** Something that reaches the stall from outside. `at` is when it does if nothing delays it. */
export type Fact = { readonly at: string } & (
  | { readonly is: "message"; readonly body: string; readonly messageId: string }
  | { readonly is: "arrival"; readonly customer: MarketplaceCustomer; readonly offerType?: string }
  | { readonly is: "registration"; readonly subscription: string; readonly contact: string }
  | { readonly is: "claim"; readonly subscription: string; readonly tenantId: string }
);

export const ACCOUNT = "845735284135";
const SELLER = "123456512334";
export const PARTNER = "222233334444";

/** 24 November 2026 is the day of every story; an hour or a whole time may be given. */
export const time = (at: string): string => (at.includes("T") ? at : `2026-11-24T${at}:00Z`);
/** A time as our streams spell it. */
export const instant = (at: string): string => new Date(time(at)).toISOString();

/** A license's ARN as ResolveCustomer spells it, and as events do. */
export const arn = (license: string): string => `arn:aws:license-manager::123456789012:license:${license}`;
const eventArn = (license: string): string => `aws:license-manager:us-east-1:123456789012:${license}`;

const message = (type: string, at: string, detail: object): Fact => {
  const requestId = hash(type, at, JSON.stringify(detail));
  const body = JSON.stringify({
    version: "0",
    id: requestId,
    "detail-type": type,
    source: "aws.agreement-marketplace",
    account: SELLER,
    time: time(at),
    region: "us-east-1",
    resources: [],
    detail: { requestId, catalog: "AWSMarketplace", ...detail },
  });
  return { is: "message", at: instant(at), body, messageId: requestId };
};

/** What a notice of one purchase names besides itself. */
export interface Purchase {
  readonly license: string;
  readonly agreement: string;
  readonly product: string;
  readonly account?: string;
  /** Sold by a channel partner: AWS tells the manufacturer only. */
  readonly resold?: boolean;
}

const parties = ({ account = ACCOUNT, resold = false }: Pick<Purchase, "account" | "resold">) => ({
  ...(resold && { resaleAuthorization: { id: "resaleauthz-yaxjqxiskysxa" } }),
  acceptor: { accountId: account },
  proposer: { accountId: resold ? PARTNER : SELLER },
});

const side = ({ resold = false }: Pick<Purchase, "resold">): string => (resold ? "Manufacturer" : "Proposer");

const license =
  (what: "Updated" | "Deprovisioned") =>
  (at: string, purchase: Purchase): Fact =>
    message(`License ${what} - Manufacturer`, at, {
      agreement: { id: purchase.agreement },
      product: { code: `${purchase.product}-code`, id: `prod-${purchase.product}` },
      license: { arn: eventArn(purchase.license) },
      ...parties(purchase),
      offer: { id: `offer-of-${purchase.agreement}` },
    });

export const licenseUpdated = license("Updated");
export const licenseDeprovisioned = license("Deprovisioned");

interface Terms {
  readonly intent?: "NEW" | "RENEW" | "REPLACE";
  readonly startsAt?: string;
  readonly endsAt?: string;
  readonly previous?: string;
}

export const agreementCreated = (at: string, purchase: Purchase, { intent = "NEW", startsAt = at, endsAt, previous }: Terms = {}): Fact =>
  message(`Purchase Agreement Created - ${side(purchase)}`, at, {
    agreement: {
      id: purchase.agreement,
      intent,
      status: "ACTIVE",
      acceptanceTime: time(at),
      startTime: time(startsAt),
      endTime: endsAt === undefined ? null : time(endsAt),
      ...(previous !== undefined && { previousAgreementId: previous }),
    },
    ...parties(purchase),
    offer: { id: `offer-of-${purchase.agreement}` },
  });

export const agreementAmended = (at: string, purchase: Purchase, { startsAt = at, endsAt }: Terms = {}): Fact =>
  message(`Purchase Agreement Amended - ${side(purchase)}`, at, {
    agreement: {
      id: purchase.agreement,
      intent: "AMEND",
      status: "ACTIVE",
      acceptanceTime: time(at),
      startTime: time(startsAt),
      endTime: endsAt === undefined ? null : time(endsAt),
      autoRenewalEnabled: true,
    },
    renewalSummary: { lockoutStartTime: null, disabledBy: null },
    product: { id: `prod-${purchase.product}`, title: "Product Title" },
    ...parties(purchase),
    offer: { id: `offer-of-${purchase.agreement}` },
  });

export const agreementEnded = (at: string, purchase: Purchase, status: "CANCELLED" | "EXPIRED" | "TERMINATED" | "RENEWED" | "REPLACED"): Fact =>
  message(`Purchase Agreement Ended - ${side(purchase)}`, at, { agreement: { id: purchase.agreement, status }, ...parties(purchase) });

const advisory =
  (what: "Issued" | "Resolved") =>
  (at: string, purchase: Purchase): Fact =>
    message(`Purchase Agreement Advisory ${what} - Manufacturer`, at, {
      agreement: { id: purchase.agreement },
      product: { id: `prod-${purchase.product}` },
      ...parties(purchase),
      advisory: what === "Issued" ? { issuedAt: time(at) } : { resolvedAt: time(at) },
    });

export const advisoryIssued = advisory("Issued");
export const advisoryResolved = advisory("Resolved");

/** A message of a legacy listing, in SNS's envelope and with the blanks and the comma that AWS prints. */
export const sns = (action: string, at: string, customer: string, { product, trial }: { readonly product: string; readonly trial?: boolean }): Fact => {
  const more = trial === undefined ? "" : `,\n "offer-identifier": "offer-abcexample123", "isFreeTrialTermPresent": "${String(trial)}"`;
  const MessageId = hash(action, at, customer);
  return {
    is: "message",
    at: instant(at),
    messageId: MessageId,
    body: JSON.stringify({
      Type: "Notification",
      MessageId,
      TopicArn: `arn:aws:sns:us-east-1:287250355862:aws-mp-subscription-notification-${product}-code`,
      Message: `{ "action": "${action}", "customer-identifier": " ${customer} ", "product-code": "${product}-code"${more}, }`,
      Timestamp: instant(at),
    }),
  };
};

/** The buyer chooses 'Set up your account', and ResolveCustomer names them. */
export const arrives = (at: string, product: string, named: Omit<MarketplaceCustomer, "productCode">, offerType?: string): Fact => ({
  is: "arrival",
  at: instant(at),
  customer: { productCode: `${product}-code`, ...named },
  ...(offerType !== undefined && { offerType }),
});

export const registers = (at: string, subscription: string, contact = "contact-1"): Fact => ({ is: "registration", at: instant(at), subscription, contact });
export const claims = (at: string, subscription: string, tenantId = "tenant-1"): Fact => ({ is: "claim", at: instant(at), subscription, tenantId });

/** What the Agreement API answers of an agreement. */
export const reading = (members: Partial<AgreementReading> = {}): AgreementReading => ({ status: members.ended ?? "ACTIVE", trial: false, ...members });
