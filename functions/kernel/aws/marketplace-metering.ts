import { ExpiredTokenException, InvalidTokenException, MarketplaceMeteringClient, ResolveCustomerCommand } from "@aws-sdk/client-marketplace-metering";
import { toFailure } from "./aws-failure";
import { Failure } from "../task/failure";
import { named } from "./named";
import { setting } from "../task/settings";

/** What ResolveCustomer answers (SDK client-marketplace-metering, ResolveCustomerResult). `CustomerIdentifier` is empty for listings made since 2026-06-01. */
export interface MarketplaceCustomer {
  readonly productCode: string;
  readonly awsAccountId?: string;
  readonly customerIdentifier?: string;
  readonly licenseArn?: string;
}

/** The metering API, as far as it is used. */
export interface MarketplaceMetering {
  /**
   * Trades a registration token for the buyer.
   * @returns a text where AWS refuses the token, as it may
   * @throws Failure Throttled, Transient or Permanent
   */
  readonly resolveCustomer: (token: string) => Promise<MarketplaceCustomer | "tokenExpired" | "tokenInvalid">;
}

const resolve = async (client: MarketplaceMeteringClient, token: string): Promise<MarketplaceCustomer> => {
  const answer = await client.send(new ResolveCustomerCommand({ RegistrationToken: token }));
  const productCode = named(answer.ProductCode);
  if (productCode === undefined) throw new Failure("Permanent", "AWS resolved a token without naming a product: report it to AWS Marketplace.");
  const awsAccountId = named(answer.CustomerAWSAccountId);
  const customerIdentifier = named(answer.CustomerIdentifier);
  const licenseArn = named(answer.LicenseArn);
  return {
    productCode,
    ...(awsAccountId !== undefined && { awsAccountId }),
    ...(customerIdentifier !== undefined && { customerIdentifier }),
    ...(licenseArn !== undefined && { licenseArn }),
  };
};

/** The metering API in the configured Region; calls must be signed by the account that published the listing. */
export const marketplaceMetering = (client = new MarketplaceMeteringClient({ region: setting("METERING_REGION") })): MarketplaceMetering => ({
  resolveCustomer: async (token) => {
    try {
      return await resolve(client, token);
    } catch (error) {
      if (error instanceof ExpiredTokenException) return "tokenExpired";
      if (error instanceof InvalidTokenException) return "tokenInvalid";
      throw toFailure("AWS Marketplace Metering", error);
    }
  },
});
