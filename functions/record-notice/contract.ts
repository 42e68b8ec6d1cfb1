import { z } from "zod";
import { Instant } from "../../events/kernel/values";
import { defineTask } from "../kernel/task/contract";

/** Records what a stored notice says, in the stream of the subscription or of the agreement it is about. */
export const RecordNotice = defineTask({
  name: "record-notice",
  input: z
    .strictObject({
      notice: z.string().min(1),
      /** Whether AWS was asked how the agreement stands of a license that is said to have ended. */
      ending: z.enum(["askFirst", "asked"]),
    })
    .readonly(),
  outcome: z.discriminatedUnion("outcome", [
    /** It is about a customer. `agreement` carries the license, and was named with it at AWS's time `namedAt`; empty where the notice names none. */
    z.strictObject({ outcome: z.literal("customerTold"), subscription: z.string(), agreement: z.string(), namedAt: Instant }).readonly(),
    /**
     * A license in use has ended, and nothing tells whether it goes on as another: nothing of it is recorded until AWS was asked
     * how its agreement stands.
     */
    z.strictObject({ outcome: z.literal("licenseEnding"), subscription: z.string(), agreement: z.string() }).readonly(),
    /** It is about an agreement. */
    z.strictObject({ outcome: z.literal("agreementTold"), agreement: z.string() }).readonly(),
    /** It is kept, and there is nothing to do about it. */
    z.strictObject({ outcome: z.literal("remarked"), agreement: z.string() }).readonly(),
    /** The notice is about a listing that is not configured here: counted, not alarmed. */
    z.strictObject({ outcome: z.literal("otherListing") }).readonly(),
    /** This release cannot act on it; it is kept for a person. */
    z.strictObject({ outcome: z.literal("parked"), reason: z.string() }).readonly(),
  ]),
  environment: ["EVENT_TABLE", "PRODUCTS_FILE"],
});
