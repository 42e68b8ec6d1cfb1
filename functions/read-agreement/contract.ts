import { z } from "zod";
import { defineTask } from "../kernel/task/contract";

/** Asks AWS's Agreement API for an agreement and its terms, records the answer, and carries it to the agreement's licenses. */
export const ReadAgreement = defineTask({
  name: "read-agreement",
  /** `subscription` is handed on. */
  input: z
    .strictObject({
      agreement: z.string().min(1),
      subscription: z.string().min(1),
      /** Whether what comes next may wait for the answer: usage of a license that has ended can be told for an hour only. */
      ifUnanswered: z.enum(["tryAgain", "goOn"]),
    })
    .readonly(),
  outcome: z.discriminatedUnion("outcome", [
    z.strictObject({ outcome: z.literal("read"), subscription: z.string() }).readonly(),
    /** The seller did not propose it, as in a channel partner's sale: what notices say is all there is. */
    z.strictObject({ outcome: z.literal("notVisible"), subscription: z.string() }).readonly(),
    /** The role may not ask. Everything goes on without the terms; it is counted, for an alarm. */
    z.strictObject({ outcome: z.literal("notPermitted"), subscription: z.string() }).readonly(),
    /** AWS did not answer, and what comes next can't wait. */
    z.strictObject({ outcome: z.literal("unanswered"), subscription: z.string() }).readonly(),
  ]),
  environment: ["EVENT_TABLE", "PRODUCTS_FILE"],
});
