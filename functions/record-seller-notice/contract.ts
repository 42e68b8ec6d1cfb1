import { z } from "zod";
import { defineTask } from "../kernel/task/contract";
import { Telling } from "../kernel/runs/seller-matter";

/** Records that the seller's topic was told, so that it is told of each matter once. */
export const RecordSellerNotice = defineTask({
  name: "record-seller-notice",
  input: Telling,
  outcome: z.discriminatedUnion("outcome", [z.strictObject({ outcome: z.literal("recorded") }).readonly()]),
  environment: ["EVENT_TABLE"],
});
