import { ExpiredTokenException, InvalidTokenException, MarketplaceMeteringClient, ResolveCustomerCommand } from "@aws-sdk/client-marketplace-metering";
import { mockClient } from "aws-sdk-client-mock";
import { marketplaceMetering } from "../../../../functions/kernel/aws/marketplace-metering";

const aws = mockClient(MarketplaceMeteringClient);
beforeEach(() => aws.reset());

const TOKEN = "a-token-nobody-may-read";
const resolve = () => marketplaceMetering(new MarketplaceMeteringClient({ region: "us-east-1" })).resolveCustomer(TOKEN);
const failing = (name: string): Error => Object.assign(new Error(`${TOKEN} was refused`), { name });

describe("the buyer behind a token", () => {
  test("is named as far as AWS names them: an empty text is no name", async () => {
    aws.on(ResolveCustomerCommand, { RegistrationToken: TOKEN }).resolves({
      ProductCode: "code-1",
      CustomerIdentifier: "",
      CustomerAWSAccountId: "111122223333",
      LicenseArn: "arn:aws:license-manager::123456789012:license:l-one",
    });
    expect(await resolve()).toEqual({
      productCode: "code-1",
      awsAccountId: "111122223333",
      licenseArn: "arn:aws:license-manager::123456789012:license:l-one",
    });
  });

  test.each([
    ["tokenExpired", new ExpiredTokenException({ message: "…", $metadata: {} })],
    ["tokenInvalid", new InvalidTokenException({ message: "…", $metadata: {} })],
  ])("is an outcome where AWS refuses the token: %s", async (outcome, refusal) => {
    aws.on(ResolveCustomerCommand).rejects(refusal);
    expect(await resolve()).toBe(outcome);
  });

  test.each([
    ["ThrottlingException", "Throttled"],
    ["InternalServiceErrorException", "Transient"],
    ["DisabledApiException", "Permanent"],
  ])("is to be asked for again, or not, where the call fails: %s, without a word of the token", async (error, name) => {
    aws.on(ResolveCustomerCommand).rejects(failing(error));
    await expect(resolve()).rejects.toMatchObject({ name, message: expect.not.stringContaining(TOKEN) });
  });

  test("is nobody whom AWS names without a product", async () => {
    aws.on(ResolveCustomerCommand).resolves({ CustomerAWSAccountId: "111122223333" });
    await expect(resolve()).rejects.toMatchObject({ name: "Permanent" });
  });
});
