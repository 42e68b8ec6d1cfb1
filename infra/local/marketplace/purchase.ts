import { z } from "zod";
import { AwsAccountId, Instant } from "../../../events/kernel/values";
import { Entitlement } from "../../../events/subscription/values";

/** One agreement with its license, as the simulated AWS Marketplace keeps it. */
export const Purchase = z
  .strictObject({
    agreementId: z.string(),
    productCode: z.string(),
    productId: z.string(),
    productName: z.string().default(""),
    accountId: z.string(),
    /** Legacy listings only: AWS leaves it empty for listings made since 2026-06-01. */
    customerIdentifier: z.string().optional(),
    /** As the API spells it; listings with concurrent agreements only. */
    licenseArn: z.string().optional(),
    offerId: z.string(),
    /** The channel partner who sold it, and AWS's leave to do so; absent in direct sales. */
    resale: z.strictObject({ accountId: AwsAccountId, authorizationId: z.string() }).readonly().optional(),
    freeTrial: z.boolean(),
    /** `scheduled` until its start, `rolledBack` where the payment failed; the others are AWS's words (`SDK-AGR`). */
    status: z.enum(["scheduled", "active", "cancelled", "expired", "terminated", "renewed", "replaced", "rolledBack"]),
    intent: z.enum(["NEW", "RENEW", "REPLACE"]).default("NEW"),
    /** The agreement that this one renews or replaces. */
    previousAgreementId: z.string().optional(),
    /** Whether `Purchase Agreement Created` names it: where it does not, the seller must find out by itself. */
    backPointer: z.boolean().default(true),
    /** The first agreement of the chain; absent where it is this one. */
    initialAgreementId: z.string().optional(),
    /** A new agreement follows when the term is over. */
    autoRenewal: z.boolean().default(false),
    /** Who switched a renewal off that had been on. */
    renewalDisabledBy: z.literal("ACCEPTOR").optional(),
    /** The length of the term, for its renewal. */
    months: z.number().optional(),
    entitlements: z.array(Entitlement).readonly(),
    /** From when GetEntitlements shows this state: reads lag by a fault. */
    visibleFrom: Instant,
    /** What GetEntitlements shows until then. */
    entitlementsBefore: z.array(Entitlement).readonly().default([]),
    /** When the buyer accepted. */
    boughtAt: Instant,
    /** Later than the acceptance for a future-dated agreement; absent where it is the same. */
    startsAt: Instant.optional(),
    /** The end of the term; absent where the buyer pays as they go. */
    endsAt: Instant.optional(),
    endedAt: Instant.optional(),
    /** Since when AWS advises caution about the buyer. */
    advisedAt: Instant.optional(),
    /** When AWS says that a legacy subscription is over: an hour after its end, unless the buyer is back by then. */
    farewellAt: Instant.optional(),
    /** When it last changed; absent where it never did. */
    updatedAt: Instant.optional(),
  })
  .readonly();
export type Purchase = z.infer<typeof Purchase>;

/** By what an agreement is looked up: its license, and its buyer within the product. */
export const purchaseKey = {
  license: (arn: string): string => `license ${arn}`,
  account: (productCode: string, accountId: string): string => `account ${productCode} ${accountId}`,
  customer: (productCode: string, customerIdentifier: string): string => `customer ${productCode} ${customerIdentifier}`,
} as const;

/** All the keys of one agreement. */
export const purchaseKeys = ({ licenseArn, productCode, accountId, customerIdentifier }: Purchase): readonly string[] => [
  purchaseKey.account(productCode, accountId),
  ...(licenseArn === undefined ? [] : [purchaseKey.license(licenseArn)]),
  ...(customerIdentifier === undefined ? [] : [purchaseKey.customer(productCode, customerIdentifier)]),
];

/** When an agreement's term begins. */
export const startOf = ({ startsAt, boughtAt }: Purchase): Instant => startsAt ?? boughtAt;

/** What GetEntitlements lists of a purchase: nothing after its end (`UG:saas-contracts`). */
export const shownEntitlements = ({ entitlements, entitlementsBefore, visibleFrom, status, endsAt }: Purchase, now: Instant): readonly Entitlement[] => {
  if (now < visibleFrom) return entitlementsBefore;
  return status === "active" && (endsAt === undefined || now < endsAt) ? entitlements : [];
};

/** A registration token that was handed to a buyer's browser. */
export const Token = z.strictObject({ agreementId: z.string(), issuedAt: Instant }).readonly();
export type Token = z.infer<typeof Token>;
