import { z } from "zod";
import { Instant } from "../kernel/values";

/** What a buyer is entitled to of one dimension: `Entitlement` of GetEntitlements (SDK client-marketplace-entitlement-service). */
export const Entitlement = z
  .strictObject({
    dimension: z.string().min(1),
    /** The one member of AWS's `Value` that was set. */
    value: z.union([z.number(), z.boolean(), z.string()]),
    /** AWS calls it the minimum date through which it is expected to be valid; absent where AWS names none. */
    expiresAt: Instant.optional(),
  })
  .readonly();
export type Entitlement = z.infer<typeof Entitlement>;

/** What the buyer may do. `none`: nothing is known yet. */
export const AccessStatus = z.enum(["none", "pending", "granted", "suspended", "revoked"]);
export type AccessStatus = z.infer<typeof AccessStatus>;

/** Why access is what it is. `sentences.ts` says each in words. */
export const ReasonCode = z.enum([
  "nothingKnown",
  "awaitingLicense",
  "awaitingEntitlements",
  "licenseActive",
  "entitled",
  "entitlementsLapsed",
  "licenseEnded",
]);
export type ReasonCode = z.infer<typeof ReasonCode>;

/** The answer of the access rules. */
export const Access = z.strictObject({ status: AccessStatus, reason: ReasonCode }).readonly();
export type Access = z.infer<typeof Access>;
