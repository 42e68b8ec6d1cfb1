import { AwsError } from "../../cloud/aws-service";

/**
 * Why AWS refuses a whole call, in the words of its API reference (`SDK-MTR`, errors.d.ts). None of them names the
 * record at fault, so these do not either: a seller has to find it.
 */
export const REFUSALS = {
  DisabledApiException: "The API is disabled in the Region.",
  InvalidCustomerIdentifierException: "You have metered usage for a CustomerIdentifier that does not exist.",
  InvalidLicenseException: "Ensure the LicenseArn is valid, matches the customer, and usage is within the license activation period.",
  InvalidProductCodeException: "The product code passed does not match the product code used for publishing the product.",
  InvalidTagException: "The tag is invalid, or the number of tags is greater than 5.",
  InvalidUsageAllocationsException: "Sum of allocated usage quantities is not equal to the usage quantity.",
  InvalidUsageDimensionException: "The usage dimension does not match one of the UsageDimensions associated with products.",
  ThrottlingException: "The calls to the API are throttled.",
  TimestampOutOfBoundsException: "The timestamp value passed in the UsageRecord is out of allowed range.",
} as const;
export type RefusalName = keyof typeof REFUSALS;

/** The refusal of a whole call, by AWS's name for it. */
export const refused = (name: RefusalName): AwsError => new AwsError(name, REFUSALS[name], 400);
