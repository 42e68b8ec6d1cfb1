import { z } from "zod";
import { defineTask } from "../kernel/task/contract";
import { Telling } from "../kernel/runs/seller-matter";

/** Tells the seller's topic of a registration, or of a matter that waits for a person. The buyer's details go there and nowhere else. */
export const NotifySeller = defineTask({
  name: "notify-seller",
  input: Telling,
  outcome: z.discriminatedUnion("outcome", [
    z.strictObject({ outcome: z.literal("told") }).readonly(),
    /** It was told before, or is settled meanwhile. */
    z.strictObject({ outcome: z.literal("settled") }).readonly(),
  ]),
  environment: ["EVENT_TABLE", "CONTACT_TABLE", "PRODUCTS_FILE", "SELLER_TOPIC_ARN"],
});
