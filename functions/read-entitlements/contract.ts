import { z } from "zod";
import { Instant } from "../../events/kernel/values";
import { Access } from "../../events/subscription/values";
import { defineTask } from "../kernel/task/contract";
import { EntitlementReading } from "../kernel/purchases/entitlement-reading";

/**
 * Reads all pages of what the buyer is entitled to (GetEntitlements, by license; by customer for legacy products); unless
 * another run has done so since.
 */
export const ReadEntitlements = defineTask({
  name: "read-entitlements",
  /** `since`: when there came to be something to read; a reading that began clearly after it tells of it too. */
  input: z.strictObject({ subscription: z.string().min(1), since: Instant }).readonly(),
  outcome: z.discriminatedUnion("outcome", [
    z.strictObject({ outcome: z.literal("read"), subscription: z.string(), reading: EntitlementReading }).readonly(),
    /** Another run did, and recorded it: with what RecordEntitlements would say of it. */
    z.strictObject({ outcome: z.literal("alreadyRead"), subscription: z.string(), access: Access, found: z.int().min(0) }).readonly(),
  ]),
  environment: ["EVENT_TABLE"],
});
