import { z } from "zod";
import { defineTask } from "../kernel/task/contract";

/** Counts and freezes the hours that are over, and takes up usage that was reported after its hour was sealed. */
export const SealUsage = defineTask({
  name: "seal-usage",
  input: z
    .strictObject({
      /** Of one subscription all hours at once, because its license ends; empty: of all subscriptions what is due. */
      subscription: z.string(),
      /** Whether the hour in which the license ended is sealed too, because nothing more is reported or the time is up. */
      lastHour: z.enum(["no", "yes"]),
      /** Where the state before left off; empty at the start. */
      position: z.string(),
    })
    .readonly(),
  outcome: z.discriminatedUnion("outcome", [
    z.strictObject({ outcome: z.literal("more"), position: z.string() }).readonly(),
    z.strictObject({ outcome: z.literal("sealed") }).readonly(),
  ]),
  environment: ["EVENT_TABLE", "USAGE_TABLE", "PRODUCTS_FILE", "METERING_REGION"],
});
