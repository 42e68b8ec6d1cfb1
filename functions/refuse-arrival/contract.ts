import { z } from "zod";
import { ArrivalRefusal } from "../../events/arrival/events";
import { AwsAccountId, ProductCode } from "../../events/kernel/values";
import { defineTask } from "../kernel/task/contract";

/**
 * Records why an arrival came to nothing, that AWS named no license for it, that a person has to say which license it is, or that a
 * person says that nothing needs to be done about it.
 */
export const RefuseArrival = defineTask({
  name: "refuse-arrival",
  input: z.discriminatedUnion("because", [
    z.strictObject({ because: z.literal("refused"), arrival: z.string().min(1), reason: ArrivalRefusal }).readonly(),
    z
      .strictObject({
        because: z.literal("unlicensed"),
        arrival: z.string().min(1),
        buyer: z.strictObject({ productCode: ProductCode, awsAccountId: AwsAccountId.optional() }).readonly(),
      })
      .readonly(),
    z.strictObject({ because: z.literal("leftOpen"), arrival: z.string().min(1), candidates: z.array(z.string().min(1)).max(100).readonly() }).readonly(),
    z.strictObject({ because: z.literal("dismissed"), arrival: z.string().min(1), reason: z.string().min(1), by: z.string().min(1) }).readonly(),
  ]),
  outcome: z.discriminatedUnion("outcome", [z.strictObject({ outcome: z.literal("recorded") }).readonly()]),
  environment: ["EVENT_TABLE"],
});
