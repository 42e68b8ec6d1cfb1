import { z } from "zod";
import { productByCode } from "../../../events/product/catalogue";
import type { Entitlement } from "../../../events/subscription/values";
import { AwsError, type AwsService } from "../cloud/aws-service";
import { positionOf, tokenAt } from "./page-token";
import type { MarketplaceHost } from "./ports";
import { purchaseKey, shownEntitlements, type Purchase } from "./purchase";
import type { Shelf } from "./shelf";
import { takeFault } from "./take-fault";

const Values = z.array(z.string().min(1)).min(1).optional();

const GetEntitlementsRequest = z.object({
  ProductCode: z.string().min(1).max(255),
  Filter: z
    .strictObject({ CUSTOMER_IDENTIFIER: Values, DIMENSION: Values, CUSTOMER_AWS_ACCOUNT_ID: Values, LICENSE_ARN: Values })
    .refine(
      (filter) => filter.CUSTOMER_IDENTIFIER === undefined || filter.CUSTOMER_AWS_ACCOUNT_ID === undefined,
      "CUSTOMER_IDENTIFIER and CUSTOMER_AWS_ACCOUNT_ID can't be used together",
    )
    .optional(),
  NextToken: z.string().optional(),
  MaxResults: z.int().min(1).max(25).default(25),
});
type Filter = NonNullable<z.infer<typeof GetEntitlementsRequest>["Filter"]>;

interface Row {
  readonly purchase: Purchase;
  readonly entitlement: Entitlement;
}

/** Values of one key are united, keys are intersected. */
const matches =
  (filter: Filter) =>
  ({ purchase, entitlement }: Row): boolean => {
    const among = (values: readonly string[] | undefined, value: string | undefined): boolean =>
      values === undefined || (value !== undefined && values.includes(value));
    return (
      among(filter.DIMENSION, entitlement.dimension) &&
      among(filter.CUSTOMER_IDENTIFIER, purchase.customerIdentifier) &&
      among(filter.CUSTOMER_AWS_ACCOUNT_ID, purchase.accountId) &&
      among(filter.LICENSE_ARN, purchase.licenseArn)
    );
  };

const wireValue = (value: Entitlement["value"]): Readonly<Record<string, unknown>> => {
  if (typeof value === "boolean") return { BooleanValue: value };
  if (typeof value === "string") return { StringValue: value };
  return Number.isInteger(value) ? { IntegerValue: value } : { DoubleValue: value };
};

const wire = ({ purchase, entitlement }: Row): Readonly<Record<string, unknown>> => ({
  ProductCode: purchase.productCode,
  Dimension: entitlement.dimension,
  CustomerAWSAccountId: purchase.accountId,
  ...(purchase.customerIdentifier !== undefined && { CustomerIdentifier: purchase.customerIdentifier }),
  ...(purchase.licenseArn !== undefined && { LicenseArn: purchase.licenseArn }),
  Value: wireValue(entitlement.value),
  // AWS JSON 1.1 carries times as seconds since 1970.
  ...(entitlement.expiresAt !== undefined && { ExpirationDate: Date.parse(entitlement.expiresAt) / 1000 }),
});

const position = (token: string | undefined): number => {
  const start = positionOf(token);
  if (start === undefined) throw new AwsError("InvalidParameterException", "NextToken is not one of ours.", 400);
  return start;
};

/** AWS Marketplace Entitlement Service as the wire has it (API 2017-01-11, AWS JSON 1.1): GetEntitlements. */
export const entitlementService = ({ now, catalogue }: Pick<MarketplaceHost, "now" | "catalogue">, { purchases, settings }: Shelf): AwsService => {
  /** Whoever may be meant: most requests name one license or one customer, of which there may be thousands. */
  const candidates = (code: string, { LICENSE_ARN, CUSTOMER_AWS_ACCOUNT_ID, CUSTOMER_IDENTIFIER }: Filter): Promise<readonly Purchase[]> => {
    if (LICENSE_ARN !== undefined) return purchases.underAny(LICENSE_ARN.map(purchaseKey.license));
    if (CUSTOMER_AWS_ACCOUNT_ID !== undefined) return purchases.underAny(CUSTOMER_AWS_ACCOUNT_ID.map((id) => purchaseKey.account(code, id)));
    if (CUSTOMER_IDENTIFIER !== undefined) return purchases.underAny(CUSTOMER_IDENTIFIER.map((id) => purchaseKey.customer(code, id)));
    return purchases.list();
  };

  const rows = async (code: string, filter: Filter): Promise<readonly Row[]> =>
    (await candidates(code, filter))
      .filter(({ productCode }) => productCode === code)
      .flatMap((purchase) => shownEntitlements(purchase, now()).map((entitlement) => ({ purchase, entitlement })));

  const getEntitlements = async (input: unknown): Promise<unknown> => {
    const parsed = GetEntitlementsRequest.safeParse(input);
    if (!parsed.success)
      throw new AwsError("InvalidParameterException", parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; "), 400);
    const { ProductCode, Filter = {}, NextToken, MaxResults } = parsed.data;
    // AWS answers for the products of the caller's account only.
    if (productByCode(catalogue, ProductCode) === undefined)
      throw new AwsError("InvalidParameterException", `ProductCode '${ProductCode}' is none of this seller's: GET /simulator/products lists them.`, 400);
    const start = position(NextToken);
    if (await takeFault(settings, "emptyPage")) return { Entitlements: [], NextToken: tokenAt(start) };
    const found = (await rows(ProductCode, Filter)).filter(matches(Filter));
    const end = start + MaxResults;
    return { Entitlements: found.slice(start, end).map(wire), ...(end < found.length && { NextToken: tokenAt(end) }) };
  };

  return {
    target: "AWSMPEntitlementService",
    jsonVersion: "1.1",
    handle: async (operation, input) => {
      if (operation === "GetEntitlements") return getEntitlements(input);
      throw new AwsError("UnknownOperationException", `The simulated Entitlement Service does not know ${operation}.`, 400);
    },
  };
};
