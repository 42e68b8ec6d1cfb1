import { MarketplaceMeteringClient, MeterUsageCommand, ResolveCustomerCommand } from "@aws-sdk/client-marketplace-metering";
import { closeAll, CONTRACT, type Bought, LEGACY, openMarketplace, SUBSCRIPTION, type World } from "./world";

const HOUR = 3_600_000;
let world: World;
const resolve = async (RegistrationToken: string) => {
  const { $metadata: _, ...customer } = await world.metering.send(new ResolveCustomerCommand({ RegistrationToken }));
  return customer;
};

beforeEach(async () => {
  world = await openMarketplace();
});
afterEach(closeAll);

describe("the simulated AWS Marketplace Metering", () => {
  test("names license, account and product of a listing with concurrent agreements, and no customer", async () => {
    const { token, licenseArn } = await world.buy({ product: CONTRACT, accountId: "845735284135" });
    expect(await resolve(token)).toEqual({ ProductCode: CONTRACT, CustomerAWSAccountId: "845735284135", LicenseArn: licenseArn });
    // The API's own pattern (botocore, meteringmarketplace).
    expect(licenseArn).toMatch(
      /^arn:aws[a-zA-Z-]*:[A-Za-z0-9][A-Za-z0-9_/.-]{0,62}:[A-Za-z0-9_/.-]{0,63}:[A-Za-z0-9_/.-]{0,63}:[A-Za-z0-9][A-Za-z0-9:_/+=,@.-]{0,1023}$/,
    );
  });

  test("names the customer of a legacy listing, and no license", async () => {
    const { token, licenseArn, accountId } = await world.buy({ product: LEGACY });
    expect(licenseArn).toBeNull();
    expect(await resolve(token)).toEqual({
      ProductCode: LEGACY,
      CustomerAWSAccountId: accountId,
      CustomerIdentifier: expect.stringMatching(/^cust[a-z0-9]{11}$/),
    });
  });

  test("answers the same token the same until it expires after four hours", async () => {
    const { token } = await world.buy({ product: SUBSCRIPTION });
    const first = await resolve(token);
    await world.advance(4 * HOUR - 1);
    expect(await resolve(token)).toEqual(first);
    await world.advance(1);
    await expect(resolve(token)).rejects.toMatchObject({ name: "ExpiredTokenException", $metadata: { httpStatusCode: 400 } });
  });

  test("lets tokens live an hour, where the other of AWS's texts is followed", async () => {
    await world.ask("POST", "/settings", { tokenHours: 1 });
    const { token } = await world.buy({ product: SUBSCRIPTION });
    await world.advance(HOUR);
    await expect(resolve(token)).rejects.toMatchObject({ name: "ExpiredTokenException" });
  });

  test("gives a new token for the same agreement, and the old one stays good", async () => {
    const { token, agreementId, licenseArn } = await world.buy({ product: CONTRACT });
    const again = await world.ask<Bought>("POST", `/purchases/${agreementId}/token`);
    expect(again.status).toBe(201);
    expect(again.json.token).not.toBe(token);
    for (const one of [token, again.json.token]) expect(await resolve(one)).toMatchObject({ LicenseArn: licenseArn });
  });

  test("resolves after the end of the agreement: a token proves no subscription", async () => {
    const { token, agreementId, licenseArn } = await world.buy({ product: SUBSCRIPTION });
    await world.ask("POST", `/purchases/${agreementId}/cancel`);
    expect(await resolve(token)).toMatchObject({ LicenseArn: licenseArn });
  });

  test.each([
    ["unknown", "nobody-made-this"],
    ["of several kilobytes", "+/=".repeat(5000)],
    ["with control characters", "a\u0000b\n"],
    ["of another alphabet", "жетон 票"],
  ])("refuses a token that is %s", async (_, token) => {
    await expect(resolve(token)).rejects.toMatchObject({ name: "InvalidTokenException", $metadata: { httpStatusCode: 400 } });
  });

  test("hands out tokens that are opaque, long, different, and have the characters a form must escape", async () => {
    const tokens: string[] = [];
    for (let count = 0; count < 20; count += 1) tokens.push((await world.buy({ product: SUBSCRIPTION })).token);
    expect(new Set(tokens).size).toBe(20);
    for (const token of tokens)
      expect([token.length, /[+]/.test(token), /\//.test(token), token.endsWith("=")]).toEqual([expect.any(Number), true, true, true]);
    expect(Math.min(...tokens.map(({ length }) => length))).toBeGreaterThan(100);
  });

  test("keeps no token in clear", async () => {
    const { token } = await world.buy({ product: SUBSCRIPTION });
    const kept = await Promise.all(["marketplace-token", "marketplace-purchase", "marketplace-notice"].map((kind) => world.documents.list(kind)));
    expect(JSON.stringify(kept)).not.toContain(token);
    expect((await world.ask("GET", "/purchases")).text).not.toContain(token);
  });

  test("leaves the license out as often as the fault says, and of legacy listings takes none", async () => {
    await world.ask("POST", "/faults", { kind: "resolveWithoutLicense", times: 2 });
    const legacy = await world.buy({ product: LEGACY });
    await resolve(legacy.token);
    const { token, licenseArn } = await world.buy({ product: CONTRACT });
    const seen = [await resolve(token), await resolve(token), await resolve(token)].map(({ LicenseArn }) => LicenseArn);
    expect(seen).toEqual([undefined, undefined, licenseArn]);
  });

  test("throttles and fails by fault, in the names the SDK knows", async () => {
    const { token } = await world.buy({ product: CONTRACT });
    const fault = { service: "AWSMPMeteringService", operation: "ResolveCustomer" };
    await world.ask("POST", "/faults", { kind: "throttle", ...fault });
    await world.ask("POST", "/faults", { kind: "outage", ...fault });
    await expect(resolve(token)).rejects.toMatchObject({ name: "ThrottlingException" });
    await expect(resolve(token)).rejects.toMatchObject({ name: "InternalServiceErrorException" });
    expect(await resolve(token)).toMatchObject({ ProductCode: CONTRACT });
  });

  test("is found again by the SDK's own retry when an answer is lost", async () => {
    const { token } = await world.buy({ product: CONTRACT });
    await world.ask("POST", "/faults", { kind: "lostReply", service: "AWSMPMeteringService", operation: "ResolveCustomer" });
    await expect(resolve(token)).rejects.toThrow("socket hang up");
    await world.ask("POST", "/faults", { kind: "lostReply", service: "AWSMPMeteringService", operation: "ResolveCustomer" });
    const patient = new MarketplaceMeteringClient({ ...world.client, maxAttempts: 3 });
    expect(await patient.send(new ResolveCustomerCommand({ RegistrationToken: token }))).toMatchObject({ ProductCode: CONTRACT });
  });

  test("says that it does not know an operation it lacks", async () => {
    await expect(world.metering.send(new MeterUsageCommand({ ProductCode: CONTRACT, Timestamp: new Date(), UsageDimension: "seats" }))).rejects.toMatchObject({
      name: "UnknownOperationException",
    });
  });
});
