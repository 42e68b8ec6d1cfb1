import { z } from "zod";
import { Instant } from "../../events/kernel/values";
import { defineTask } from "../kernel/task/contract";

/** Joins an agreement and the licenses it carries, and carries what is known of it into their subscriptions. */
export const LinkAgreement = defineTask({
  name: "link-agreement",
  input: z.discriminatedUnion("named", [
    /** A notice named the license with the agreement, at AWS's time. */
    z.strictObject({ named: z.literal("license"), agreement: z.string().min(1), subscription: z.string().min(1), at: Instant }).readonly(),
    /** A notice named the agreement alone. */
    z.strictObject({ named: z.literal("agreement"), agreement: z.string().min(1) }).readonly(),
  ]),
  outcome: z.discriminatedUnion("outcome", [
    /** `subscription` is the one named, else the agreement's first. */
    z.strictObject({ outcome: z.literal("linked"), agreement: z.string(), subscription: z.string() }).readonly(),
    /** The same, and AWS has not been asked for its terms since it last changed. */
    z.strictObject({ outcome: z.literal("termsNeeded"), agreement: z.string(), subscription: z.string() }).readonly(),
    /** No license of it is known yet: it is kept, and carried when one is. */
    z.strictObject({ outcome: z.literal("unlinked"), agreement: z.string() }).readonly(),
  ]),
  environment: ["EVENT_TABLE", "PRODUCTS_FILE"],
});
