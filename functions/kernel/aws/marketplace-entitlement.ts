import {
  GetEntitlementsCommand,
  MarketplaceEntitlementServiceClient,
  type Entitlement as AwsEntitlement,
  type GetEntitlementsRequest,
} from "@aws-sdk/client-marketplace-entitlement-service";
import { toInstant } from "../../../events/kernel/values";
import { subscriptionIdentity, type CustomerIdentity } from "../../../events/subscription/identity";
import type { Entitlement } from "../../../events/subscription/values";
import { toFailure } from "./aws-failure";
import { Failure } from "../task/failure";
import { hash } from "../task/hash";
import { named } from "./named";

/** Whose entitlements are meant, in the form the subscription has. */
export type EntitlementFilter =
  | { readonly form: "license"; readonly licenseArn: string }
  /** A license known from an event only, whose spelling of the ARN the API may not know: found by its id among its account's. */
  | { readonly form: "licenseOfAccount"; readonly subscription: string; readonly awsAccountId: string }
  | { readonly form: "account"; readonly awsAccountId: string }
  | { readonly form: "customer"; readonly customerIdentifier: string };

/** The entitlement API. */
export interface MarketplaceEntitlement {
  /**
   * Reads every page of what a customer is entitled to. An empty list means that AWS lists nothing, never that it failed.
   * @throws Failure of the first page that could not be read
   */
  readonly entitlementsOf: (productCode: string, filter: EntitlementFilter) => Promise<readonly Entitlement[]>;
  /** A page of what all customers of a listing are entitled to, in no order; one customer's rows may stand on several pages. */
  readonly page: (productCode: string, from: string) => Promise<EntitlementPage>;
}

/** What AWS lists of one customer, with the names it gives them. */
export interface ListedRow {
  readonly customer: CustomerIdentity;
  readonly entitlement: Entitlement;
}

/** `next` is where the next page starts; empty after the last. A page without rows may have a next one. */
export interface EntitlementPage {
  readonly rows: readonly ListedRow[];
  readonly next: string;
}

/** The API's greatest page (`MaxResults` 1 to 25). */
const PAGE = 25;

/** 1,000 entitlements of one license: more would not travel through an execution (256 KB), and no listing has as many dimensions. */
const MOST_PAGES = 40;

/** The API answers in one Region only (`UG:checking-entitlements`). */
const REGION = "us-east-1";

/** AWS's own event example spells the ARN without `arn:`; its API pattern needs it. The stored spelling stays as it came. */
export const spelledForApi = (arn: string): string => (arn.startsWith("aws") ? `arn:${arn}` : arn);

const awsFilter = (filter: EntitlementFilter): NonNullable<GetEntitlementsRequest["Filter"]> => {
  switch (filter.form) {
    case "license":
      return { LICENSE_ARN: [spelledForApi(filter.licenseArn)] };
    case "licenseOfAccount":
    case "account":
      return { CUSTOMER_AWS_ACCOUNT_ID: [filter.awsAccountId] };
    case "customer":
      return { CUSTOMER_IDENTIFIER: [filter.customerIdentifier] };
  }
};

const valueOf = ({ Value: value }: AwsEntitlement): Entitlement["value"] =>
  value?.IntegerValue ?? value?.DoubleValue ?? value?.BooleanValue ?? value?.StringValue ?? "";

const toEntitlement = (entitlement: AwsEntitlement): Entitlement => {
  const { Dimension: dimension, ExpirationDate: expiration } = entitlement;
  if (dimension === undefined || dimension === "")
    throw new Failure("Permanent", "AWS listed an entitlement without a dimension: report it to AWS Marketplace.");
  return { dimension, value: valueOf(entitlement), ...(expiration !== undefined && { expiresAt: toInstant(expiration) }) };
};

const belongsTo =
  (filter: EntitlementFilter) =>
  ({ ProductCode: productCode = "", LicenseArn: licenseArn }: AwsEntitlement): boolean =>
    filter.form !== "licenseOfAccount" || subscriptionIdentity({ productCode, licenseArn }, ["license"], hash)?.id === filter.subscription;

const byDimension = (one: Entitlement, other: Entitlement): number => {
  const left = JSON.stringify(one);
  const right = JSON.stringify(other);
  return left < right ? -1 : Number(left > right);
};

const toRow = (productCode: string, entitlement: AwsEntitlement): ListedRow => {
  const { LicenseArn, CustomerAWSAccountId, CustomerIdentifier } = entitlement;
  const customer = { productCode, licenseArn: named(LicenseArn), awsAccountId: named(CustomerAWSAccountId), customerIdentifier: named(CustomerIdentifier) };
  return { customer, entitlement: toEntitlement(entitlement) };
};

const readAll = async (client: MarketplaceEntitlementServiceClient, productCode: string, filter: EntitlementFilter): Promise<readonly Entitlement[]> => {
  const found: Entitlement[] = [];
  let position: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await client.send(
      new GetEntitlementsCommand({
        ProductCode: productCode,
        Filter: awsFilter(filter),
        MaxResults: PAGE,
        ...(position !== undefined && { NextToken: position }),
      }),
    );
    found.push(...(answer.Entitlements ?? []).filter(belongsTo(filter)).map(toEntitlement));
    // An empty page may carry a token: only its absence is the end.
    position = answer.NextToken === "" ? undefined : answer.NextToken;
    if (position === undefined) return found.toSorted(byDimension);
  }
  throw new Failure(
    "Permanent",
    `AWS lists more than ${MOST_PAGES * PAGE} entitlements for one customer of ${productCode}: that can't be recorded as one fact.`,
  );
};

/** The entitlement API; calls must be signed by the account that published the listing. */
export const marketplaceEntitlement = (client = new MarketplaceEntitlementServiceClient({ region: REGION })): MarketplaceEntitlement => ({
  entitlementsOf: async (productCode, filter) => {
    try {
      return await readAll(client, productCode, filter);
    } catch (error) {
      throw toFailure("AWS Marketplace Entitlement", error);
    }
  },
  page: async (productCode, from) => {
    try {
      const { Entitlements = [], NextToken = "" } = await client.send(
        new GetEntitlementsCommand({ ProductCode: productCode, MaxResults: PAGE, ...(from !== "" && { NextToken: from }) }),
      );
      return { rows: Entitlements.map((entitlement) => toRow(productCode, entitlement)), next: NextToken };
    } catch (error) {
      throw toFailure("AWS Marketplace Entitlement", error);
    }
  },
});
