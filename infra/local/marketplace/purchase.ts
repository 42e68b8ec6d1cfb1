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
    status: z.enum(["active", "cancelled", "expired"]),
    entitlements: z.array(Entitlement).readonly(),
    /** From when GetEntitlements shows this state: reads lag by a fault. */
    visibleFrom: Instant,
    /** What GetEntitlements shows until then. */
    entitlementsBefore: z.array(Entitlement).readonly().default([]),
    boughtAt: Instant,
    /** The end of the term; absent where the buyer pays as they go. */
    endsAt: Instant.optional(),
    endedAt: Instant.optional(),
  })
  .readonly();
export type Purchase = z.infer<typeof Purchase>;

/** What GetEntitlements lists of a purchase: nothing after its end (`UG:saas-contracts`). */
export const shownEntitlements = ({ entitlements, entitlementsBefore, visibleFrom, status, endsAt }: Purchase, now: Instant): readonly Entitlement[] => {
  if (now < visibleFrom) return entitlementsBefore;
  return status === "active" && (endsAt === undefined || now < endsAt) ? entitlements : [];
};

/** A registration token that was handed to a buyer's browser. */
export const Token = z.strictObject({ agreementId: z.string(), issuedAt: Instant }).readonly();
export type Token = z.infer<typeof Token>;

/** A message on its way to the seller, exactly as EventBridge would deliver it. */
export const Notice = z
  .strictObject({
    id: z.string(),
    agreementId: z.string(),
    detailType: z.string(),
    event: z.record(z.string(), z.unknown()),
    state: z.enum(["held", "sent"]),
    at: Instant,
    /** Its place among the notices, from 1. */
    number: z.int().min(1),
    /** How often it was delivered. */
    deliveries: z.int().min(0).default(1),
  })
  .readonly();
export type Notice = z.infer<typeof Notice>;

/** Points that AWS's texts leave open, and faults of the simulator's own. Each `times` counts down to 0. */
export const Settings = z
  .strictObject({
    /** AWS documents 4 hours in one place and one hour in another (`UG:saas-product-customer-setup`). */
    tokenHours: z.number().min(0.01).max(24),
    /** How the license's ARN is spelt in events: as AWS's example prints it, without `arn:`, or as the API's pattern has it. */
    eventArn: z.enum(["documented", "contract"]),
    /** Whether agreement events are sent beside license events. */
    agreementEvents: z.boolean(),
    /** Whether notices wait until they are released. */
    holdNotices: z.boolean(),
    /** Seconds after a purchase or a change until GetEntitlements shows it, for the next `readLagTimes` of them. */
    readLagSeconds: z.number().min(0).max(86_400),
    readLagTimes: z.int().min(0),
    /** The next so many ResolveCustomer answers name no license. */
    resolveWithoutLicense: z.int().min(0),
    /** The next so many GetEntitlements answers are an empty page with a NextToken. */
    emptyPage: z.int().min(0),
  })
  .readonly();
export type Settings = z.infer<typeof Settings>;

export const INITIAL_SETTINGS: Settings = {
  tokenHours: 4,
  eventArn: "documented",
  agreementEvents: false,
  holdNotices: false,
  readLagSeconds: 0,
  readLagTimes: 0,
  resolveWithoutLicense: 0,
  emptyPage: 0,
};
