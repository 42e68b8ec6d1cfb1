import { z } from "zod";
import { AwsAccountId, ProductCode } from "../../events/kernel/values";
import { defineTask } from "../kernel/task/contract";
import { ResolvedCustomer } from "../kernel/purchases/customer";

/** Trades the sealed token of an arrival for the buyer behind it (ResolveCustomer of the metering API). */
export const ResolveCustomer = defineTask({
  name: "resolve-customer",
  input: z.strictObject({ sealedToken: z.string().min(1) }).readonly(),
  outcome: z.discriminatedUnion("outcome", [
    z.strictObject({ outcome: z.literal("resolved"), customer: ResolvedCustomer }).readonly(),
    /** AWS knew the buyer and named no license, though the product is sold by license. */
    z
      .strictObject({ outcome: z.literal("unlicensed"), buyer: z.strictObject({ productCode: ProductCode, awsAccountId: AwsAccountId.optional() }).readonly() })
      .readonly(),
    z.strictObject({ outcome: z.literal("tokenExpired") }).readonly(),
    z.strictObject({ outcome: z.literal("tokenInvalid") }).readonly(),
    /** The listing is not among the configured products. */
    z.strictObject({ outcome: z.literal("productUnknown"), productCode: z.string() }).readonly(),
    /** AWS named the customer in none of the forms the product allows. */
    z.strictObject({ outcome: z.literal("formNotAllowed"), productCode: ProductCode }).readonly(),
  ]),
  environment: ["SECRET_ARN", "PRODUCTS_FILE", "METERING_REGION"],
});
