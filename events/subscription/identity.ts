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
 * Derives the id from what AWS said, in the first of the forms the product allows, in the seller's order, for which it said enough: never invented, never
 * looked up, so that facts land in the right stream in any order.
 * @returns undefined if AWS named the customer in none of the forms the product allows
 */
export const subscriptionIdentity = (
  { productCode, licenseArn, awsAccountId, customerIdentifier }: CustomerIdentity,
  allowed: readonly IdentityForm[],
  hash: (text: string) => string,
): SubscriptionIdentity | undefined => {
  const named: Readonly<Record<IdentityForm, string | undefined>> = {
    license: licenseArn === undefined ? undefined : licenseId(licenseArn, hash),
    account: awsAccountId === undefined ? undefined : `${productCode}.${awsAccountId}`,
    customer: customerIdentifier === undefined ? undefined : `${productCode}.${customerIdentifier}`,
  };
  for (const form of allowed) {
    const id = named[form];
    if (id !== undefined) return { form, id };
  }
  return undefined;
};
