import { z } from "zod";
import { AwsAccountId, LicenseArn, ProductCode } from "../../../events/kernel/values";
import { IdentityForm } from "../../../events/product/product";

/** A customer as ResolveCustomer named them, with the subscription that this makes (SDK client-marketplace-metering, ResolveCustomerResult). */
export const ResolvedCustomer = z
  .strictObject({
    subscription: z.string().min(1),
    form: IdentityForm,
    productCode: ProductCode,
    awsAccountId: AwsAccountId.optional(),
    customerIdentifier: z.string().min(1).optional(),
    licenseArn: LicenseArn.optional(),
  })
  .readonly();
export type ResolvedCustomer = z.infer<typeof ResolvedCustomer>;

/** What the buyer's browser said beside the token. Unsigned: hints, never facts. */
export const ArrivalHints = z.strictObject({ offerType: z.string().max(40).optional() }).readonly();
export type ArrivalHints = z.infer<typeof ArrivalHints>;

/** In the hints' place: a person's word that a visit is this customer's, where AWS named no license. */
export const PersonsWord = z.strictObject({ chosen: z.strictObject({ reason: z.string().min(1), by: z.string().min(1) }).readonly() }).readonly();
export type PersonsWord = z.infer<typeof PersonsWord>;
