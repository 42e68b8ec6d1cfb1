import { z } from "zod";
import { SellerNotice } from "../../events/subscription/values";
import { defineTask } from "../kernel/contract";

/** Records that the seller's topic was told, so that it is told of each matter once. */
export const RecordSellerNotice = defineTask({
  name: "record-seller-notice",
  input: z.strictObject({ subscription: z.string().min(1), notice: SellerNotice, mark: z.string().min(1) }).readonly(),
  outcome: z.discriminatedUnion("outcome", [z.strictObject({ outcome: z.literal("recorded") }).readonly()]),
  environment: ["EVENT_TABLE"],
});
