import { z } from "zod";
import { Access } from "../../events/subscription/values";
import { defineTask } from "../kernel/contract";

/** Records in the subscription's stream what a stored notice says. */
export const RecordNotice = defineTask({
  name: "record-notice",
  input: z.strictObject({ notice: z.string().min(1) }).readonly(),
  outcome: z.discriminatedUnion("outcome", [
    /** A license of a contract came to life or changed: what was bought must be read. */
    z.strictObject({ outcome: z.literal("entitlementsNeeded"), subscription: z.string() }).readonly(),
    z.strictObject({ outcome: z.literal("decided"), subscription: z.string(), access: Access }).readonly(),
    /** The notice is about a listing that is not configured here: counted, not alarmed. */
    z.strictObject({ outcome: z.literal("otherListing"), productCode: z.string() }).readonly(),
    /** This release cannot act on it; it is kept for a person. */
    z.strictObject({ outcome: z.literal("parked"), reason: z.string() }).readonly(),
  ]),
  environment: ["EVENT_TABLE", "PRODUCTS_FILE"],
});
