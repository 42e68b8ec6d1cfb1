import { z } from "zod";
import { Instant } from "../../../events/kernel/values";
import { Entitlement } from "../../../events/subscription/values";

/** One full, authoritative read, with the stream's version before it. */
export const EntitlementReading = z.strictObject({ entitlements: z.array(Entitlement).readonly(), basedOn: z.int().min(0), readAt: Instant }).readonly();
export type EntitlementReading = z.infer<typeof EntitlementReading>;
