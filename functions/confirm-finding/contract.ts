import { z } from "zod";
import { defineTask } from "../kernel/task/contract";
import { EntitlementReading } from "../kernel/purchases/entitlement-reading";
import { Finding } from "../kernel/reconciliation/finding";

/**
 * Asks AWS about one customer alone, whom a reconciliation found to differ. A list of a whole product lags; only this answer
 * counts. If AWS lists what our log takes for unknown, pending or ended, that it was found is recorded.
 */
export const ConfirmFinding = defineTask({
  name: "confirm-finding",
  input: z.strictObject({ finding: Finding }).readonly(),
  outcome: z.discriminatedUnion("outcome", [
    /** There is a reading to be recorded. */
    z.strictObject({ outcome: z.literal("entitlementsRead"), subscription: z.string(), reading: EntitlementReading }).readonly(),
    /** It is as AWS's list said, and recorded. */
    z.strictObject({ outcome: z.literal("confirmed"), subscription: z.string() }).readonly(),
    /** AWS, asked about this customer alone, says what the log says. */
    z.strictObject({ outcome: z.literal("agrees"), subscription: z.string() }).readonly(),
    /** The role may search no agreements, and nothing else tells of what is paid as used. */
    z.strictObject({ outcome: z.literal("notPermitted"), subscription: z.string() }).readonly(),
  ]),
  environment: ["EVENT_TABLE", "PRODUCTS_FILE"],
});
