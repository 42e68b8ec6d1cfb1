import { z } from "zod";
import { Instant } from "../../../events/kernel/values";
import { Entitlement } from "../../../events/subscription/values";

/** One agreement with its license, as the simulated AWS Marketplace keeps it. */
export const Purchase = z
  .strictObject({
    agreementId: z.string(),
    productCode: z.string(),
    productId: z.string(),
    accountId: z.string(),
    /** Legacy listings only: AWS leaves it empty for listings made since 2026-06-01. */
    customerIdentifier: z.string().optional(),
    /** As the API spells it; listings with concurrent agreements only. */
    licenseArn: z.string().optional(),
    offerId: z.string(),
    freeTrial: z.boolean(),
    status: z.enum(["active", "cancelled"]),
    entitlements: z.array(Entitlement).readonly(),
    /** From when GetEntitlements shows the entitlements: reads lag by a setting. */
    visibleFrom: Instant,
    boughtAt: Instant,
    endedAt: Instant.optional(),
  })
  .readonly();
export type Purchase = z.infer<typeof Purchase>;

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
    /** Seconds after a purchase or a change until GetEntitlements shows it. */
    readLagSeconds: z.number().min(0).max(86_400),
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
  resolveWithoutLicense: 0,
  emptyPage: 0,
};
