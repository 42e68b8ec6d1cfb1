import { z } from "zod";
import { Access } from "../../events/subscription/values";
import { defineTask } from "../kernel/task/contract";
import { EntitlementReading } from "../kernel/purchases/entitlement-reading";

/** Records a reading as a whole, and with it decides access anew. */
export const RecordEntitlements = defineTask({
  name: "record-entitlements",
  input: z.strictObject({ subscription: z.string().min(1), reading: EntitlementReading }).readonly(),
  outcome: z.discriminatedUnion("outcome", [
    /** `found` counts the entitlements of the reading: AWS's reads lag, so an empty one is read again. */
    z.strictObject({ outcome: z.literal("decided"), subscription: z.string(), access: Access, found: z.int().min(0) }).readonly(),
    /** Another reading was recorded since this one began: which is newer can't be told, so read again. */
    z.strictObject({ outcome: z.literal("readAgain"), subscription: z.string() }).readonly(),
  ]),
  environment: ["EVENT_TABLE"],
});
