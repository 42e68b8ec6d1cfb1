import { z } from "zod";
import { DifferenceKind } from "../../../events/kernel/differences";
import { AgreementId, AwsAccountId, LicenseArn, ProductCode } from "../../../events/kernel/values";

/** A subscription of which AWS is asked alone, because its list of a whole product differs from our log. Carried by an execution. */
export const Finding = z
  .strictObject({
    subscription: z.string().min(1),
    productCode: ProductCode,
    /** `secondLook`: nothing differs, but AWS may have changed its mind since. */
    what: DifferenceKind.or(z.literal("secondLook")),
    /** As AWS's list names the customer; what our log knows better counts. */
    licenseArn: LicenseArn.optional(),
    awsAccountId: AwsAccountId.optional(),
    customerIdentifier: z.string().min(1).optional(),
    /** The agreement that names the license; empty where the list was of entitlements. */
    agreement: AgreementId.or(z.literal("")),
  })
  .readonly();
export type Finding = z.infer<typeof Finding>;

/** What a finding's run is about, for whoever looks at it. */
export const FOUND: Readonly<Record<Finding["what"], string>> = {
  unknown: "AWS lists a customer of whom no message told.",
  pending: "AWS lists a purchase of which we still wait to hear.",
  ended: "AWS lists a purchase that we take for ended.",
  lapsed: "AWS still lists a purchase whose date had passed.",
  entitlementsDiffer: "AWS lists other entitlements than were read last.",
  notListed: "AWS no longer lists a purchase that gives access.",
  agreementEnded: "AWS says that an agreement has ended of which no message told.",
  secondLook: "A purchase that is pending or has ended lately is looked at again.",
};
