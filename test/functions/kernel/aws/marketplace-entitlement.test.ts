import { GetEntitlementsCommand, MarketplaceEntitlementServiceClient, type Entitlement } from "@aws-sdk/client-marketplace-entitlement-service";
import { mockClient } from "aws-sdk-client-mock";
import { marketplaceEntitlement, type EntitlementFilter } from "../../../../functions/kernel/aws/marketplace-entitlement";

const aws = mockClient(MarketplaceEntitlementServiceClient);
beforeEach(() => aws.reset());

const LICENSE = "aws:license-manager:us-east-1:123456789012:l-one";
const FILTER: EntitlementFilter = { form: "license", licenseArn: LICENSE };
const read = (filter: EntitlementFilter = FILTER) =>
  marketplaceEntitlement(new MarketplaceEntitlementServiceClient({ region: "us-east-1" })).entitlementsOf("code-1", filter);

const seats = (value: number, more: Entitlement = {}): Entitlement => ({
  ProductCode: "code-1",
  Dimension: `seats${value}`,
  Value: { IntegerValue: value },
  ...more,
});
const named = (name: string): Error => Object.assign(new Error("…"), { name });

describe("what a customer is entitled to", () => {
  test("is read whole, through empty pages that lead on, and asked for by AWS's own spelling of the license", async () => {
    aws
      .on(GetEntitlementsCommand)
      .resolvesOnce({ Entitlements: [], NextToken: "two" })
      .resolvesOnce({ Entitlements: [seats(2)], NextToken: "three" })
      .resolvesOnce({ Entitlements: [seats(1, { ExpirationDate: new Date("2027-11-24T00:00:00Z") })], NextToken: "" });
    expect(await read()).toEqual([
      { dimension: "seats1", value: 1, expiresAt: "2027-11-24T00:00:00.000Z" },
      { dimension: "seats2", value: 2 },
    ]);
    expect(aws.commandCalls(GetEntitlementsCommand).map(({ args: [{ input }] }) => [input.NextToken, input.Filter])).toEqual(
      [undefined, "two", "three"].map((token) => [token, { LICENSE_ARN: [`arn:${LICENSE}`] }]),
    );
  });

  test.each([
    ["ThrottlingException", "Throttled"],
    ["InternalServiceErrorException", "Transient"],
    ["InvalidParameterException", "Permanent"],
  ])("is not known where a page can't be read, the last one too: %s is no empty list", async (error, failure) => {
    aws
      .on(GetEntitlementsCommand)
      .resolvesOnce({ Entitlements: [seats(1)], NextToken: "two" })
      .rejects(named(error));
    await expect(read()).rejects.toMatchObject({ name: failure });
  });

  test("is not known where AWS names no dimension, no date that is one, or pages without end", async () => {
    aws.on(GetEntitlementsCommand).resolves({ Entitlements: [{ Value: { IntegerValue: 1 } }] });
    await expect(read()).rejects.toMatchObject({ name: "Permanent" });
    aws.on(GetEntitlementsCommand).resolves({ Entitlements: [seats(1, { ExpirationDate: new Date(8.64e15) })] });
    await expect(read()).rejects.toMatchObject({ name: "Permanent" });
    aws.on(GetEntitlementsCommand).resolves({ Entitlements: [seats(1)], NextToken: "more" });
    await expect(read()).rejects.toThrow(/more than 1000 entitlements/);
  });

  test("of a license that only an event named is found among its account's", async () => {
    aws.on(GetEntitlementsCommand).resolves({ Entitlements: [seats(1, { LicenseArn: `arn:${LICENSE}` }), seats(2, { LicenseArn: "arn:aws:l-two" })] });
    expect(await read({ form: "licenseOfAccount", subscription: "l-one", awsAccountId: "111122223333" })).toEqual([{ dimension: "seats1", value: 1 }]);
  });
});
