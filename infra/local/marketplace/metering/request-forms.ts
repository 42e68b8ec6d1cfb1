import { AwsError } from "../../cloud/aws-service";
import { productByCode, type Catalogue } from "../../../../events/product/catalogue";
import { refused } from "./refusals";
import type { BatchMeterUsageRequest } from "./usage-record";

/** In which of AWS's forms a call names its buyers: by license and account, or by product and buyer. */
export type Form = { readonly form: "license" } | { readonly form: "product"; readonly productCode: string };

const invalid = (message: string): AwsError => new AwsError("ValidationException", message, 400);

/**
 * Checks that a call is in one form. Listings with concurrent agreements take no product code; no call may have both.
 * @throws AwsError InvalidProductCodeException, InvalidLicenseException, ValidationException
 */
export const formOf = ({ ProductCode, UsageRecords }: BatchMeterUsageRequest, catalogue: Catalogue): Form => {
  const licensed = UsageRecords.filter(({ LicenseArn }) => LicenseArn !== undefined);
  const byAccount = UsageRecords.some(({ CustomerAWSAccountId }) => CustomerAWSAccountId !== undefined);
  if (byAccount && UsageRecords.some(({ CustomerIdentifier }) => CustomerIdentifier !== undefined))
    throw invalid("CustomerIdentifier and CustomerAWSAccountId are mutually exclusive: use one of them in a request.");
  if (ProductCode === undefined) {
    if (licensed.length < UsageRecords.length) throw licensed.length === 0 ? refused("InvalidProductCodeException") : refused("InvalidLicenseException");
    return { form: "license" };
  }
  const product = productByCode(catalogue, ProductCode);
  const concurrentOnly = product?.identityForms.every((form) => form === "license") ?? true;
  if (concurrentOnly || licensed.length > 0) throw refused("InvalidProductCodeException");
  if (UsageRecords.some(({ CustomerIdentifier, CustomerAWSAccountId }) => CustomerIdentifier === undefined && CustomerAWSAccountId === undefined))
    throw invalid("A record must name its buyer: CustomerAWSAccountId, or CustomerIdentifier.");
  return { form: "product", productCode: ProductCode };
};
