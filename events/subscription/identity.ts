import type { IdentityForm } from "../product/product";

/** What AWS answered about a customer, or said in a license event. */
export interface CustomerIdentity {
  readonly productCode: string;
  readonly licenseArn?: string | undefined;
  readonly awsAccountId?: string | undefined;
  readonly customerIdentifier?: string | undefined;
}

/** A subscription's id, with the form it was derived from. */
export interface SubscriptionIdentity {
  readonly form: IdentityForm;
  readonly id: string;
}

/**
 * The id inside a license's ARN, the part AWS's differing spellings agree on
 * (`arn:aws:license-manager::…:license:l-…`, `aws:license-manager:us-east-1:…:l-…`).
 */
const licenseId = (arn: string, hash: (text: string) => string): string => /(?:^|[:/])(l-[0-9A-Za-z]+)$/.exec(arn)?.[1] ?? `arn-${hash(arn)}`;

/**
 * Derives the id from what AWS said, in the first of the allowed forms for which it said enough: never invented, never
 * looked up, so that facts land in the right stream in any order.
 * @returns undefined if AWS named the customer in none of the forms the product allows
 */
export const subscriptionIdentity = (
  { productCode, licenseArn, awsAccountId, customerIdentifier }: CustomerIdentity,
  allowed: readonly IdentityForm[],
  hash: (text: string) => string,
): SubscriptionIdentity | undefined => {
  if (licenseArn !== undefined && allowed.includes("license")) return { form: "license", id: licenseId(licenseArn, hash) };
  if (awsAccountId !== undefined && allowed.includes("account")) return { form: "account", id: `${productCode}.${awsAccountId}` };
  if (customerIdentifier !== undefined && allowed.includes("customer")) return { form: "customer", id: `${productCode}.${customerIdentifier}` };
  return undefined;
};
