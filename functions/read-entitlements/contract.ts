import { z } from "zod";
import { defineTask } from "../kernel/contract";
import { EntitlementReading } from "../kernel/entitlement-reading";

/** Reads all pages of what the buyer is entitled to (GetEntitlements, by license; by customer for legacy products). */
export const ReadEntitlements = defineTask({
  name: "read-entitlements",
  input: z.strictObject({ subscription: z.string().min(1) }).readonly(),
  outcome: z.discriminatedUnion("outcome", [z.strictObject({ outcome: z.literal("read"), subscription: z.string(), reading: EntitlementReading }).readonly()]),
  environment: ["EVENT_TABLE"],
});
