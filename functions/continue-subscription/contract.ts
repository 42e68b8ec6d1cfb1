import { z } from "zod";
import { Access } from "../../events/subscription/values";
import { defineTask } from "../kernel/task/contract";

/** Finds out whether a subscription goes on where another ended, or another where it ends, and if so joins the two. */
export const ContinueSubscription = defineTask({
  name: "continue-subscription",
  /** `how`: by proof alone, or by circumstances too, once all there is to hear must have been heard. */
  input: z.strictObject({ subscription: z.string().min(1), how: z.enum(["proven", "likely"]) }).readonly(),
  outcome: z.discriminatedUnion("outcome", [
    /** The product is a contract: what was bought must be read. */
    z.strictObject({ outcome: z.literal("entitlementsNeeded"), subscription: z.string() }).readonly(),
    z.strictObject({ outcome: z.literal("decided"), subscription: z.string(), access: Access }).readonly(),
  ]),
  environment: ["EVENT_TABLE", "PROJECTION_TABLE", "CURSOR_TABLE", "PRODUCTS_FILE"],
});
