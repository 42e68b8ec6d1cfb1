import { z } from "zod";
import { SellerNotice } from "../../events/subscription/values";
import { defineTask } from "../kernel/contract";

/** Tells the seller's topic of a registration, or of a matter that waits for a person. The buyer's details go there and nowhere else. */
export const NotifySeller = defineTask({
  name: "notify-seller",
  input: z.strictObject({ subscription: z.string().min(1), notice: SellerNotice, mark: z.string().min(1) }).readonly(),
  outcome: z.discriminatedUnion("outcome", [
    z.strictObject({ outcome: z.literal("told") }).readonly(),
    /** It was told before, or is settled meanwhile. */
    z.strictObject({ outcome: z.literal("settled") }).readonly(),
  ]),
  environment: ["EVENT_TABLE", "CONTACT_TABLE", "PRODUCTS_FILE", "SELLER_TOPIC_ARN"],
});
