import { MarketplaceMeteringServiceException } from "@aws-sdk/client-marketplace-metering";

/**
 * Errors that a record brings on a whole call (`SDK-MTR`, errors.d.ts), and those of AWS's protocol for one that does not fit the
 * API's shapes or limits. All others blame the caller, and must not be taken out on records: a signature that is out of date is
 * called InvalidSignatureException.
 */
const OF_A_RECORD: ReadonlySet<string> = new Set([
  "TimestampOutOfBoundsException",
  "InvalidLicenseException",
  "InvalidUsageDimensionException",
  "InvalidTagException",
  "TooManyTagsException",
  "InvalidUsageAllocationsException",
  "InvalidCustomerIdentifierException",
  "ValidationException",
  "SerializationException",
  "RequestEntityTooLargeException",
]);

/** Errors about the product of a call, or of its records: those of other products go on. */
const OF_A_PRODUCT: ReadonlySet<string> = new Set(["InvalidProductCodeException"]);

/** HTTP's word for a body that is too long, whoever on the way says it. */
const TOO_LARGE = 413;

/** Whom AWS's refusal of a call is about; undefined for the caller: rights, signature, Region. */
export const blamed = (error: unknown): "records" | "product" | undefined => {
  if (!(error instanceof MarketplaceMeteringServiceException)) return undefined;
  if (OF_A_RECORD.has(error.name) || error.$metadata.httpStatusCode === TOO_LARGE) return "records";
  return OF_A_PRODUCT.has(error.name) ? "product" : undefined;
};
