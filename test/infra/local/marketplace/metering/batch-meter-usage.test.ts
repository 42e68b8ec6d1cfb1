import { BatchMeterUsageCommand, MarketplaceMeteringClient } from "@aws-sdk/client-marketplace-metering";
import { closeAll, CONSUMPTION, CONTRACT, LEGACY, SUBSCRIPTION, type Listed } from "../world";
import { ALERTS, metering, nameOf, openMetering } from "./usage";

const NOW = "2026-11-24T09:30:00.000Z";
const AT = "2026-11-24T09:30:00Z";
let open: Awaited<ReturnType<typeof openMetering>>;
beforeEach(async () => {
  open = await openMetering(NOW);
});
afterEach(closeAll);

const twentySix = () => Array.from({ length: 26 }, (_, second) => open.record(`2026-11-24T09:30:00Z`, { Quantity: second }));
const legacyBuyer = async () => {
  const buyer = await open.world.buy({ product: LEGACY });
  const { customerIdentifier } = (await open.world.ask<Listed & { customerIdentifier: string }>("GET", `/purchases/${buyer.agreementId}`)).json;
  const record = { Timestamp: new Date(AT), Dimension: "reports", Quantity: 3 };
  return { buyer, customerIdentifier, record };
};

describe("a usage record", () => {
  test("is accepted under a license, with an id of its own, and comes back as it was sent", async () => {
    const record = open.record(AT);
    expect(await open.send(record)).toEqual({
      Results: [{ UsageRecord: record, MeteringRecordId: expect.stringMatching(/^[0-9a-f-]{36}$/), Status: "Success" }],
      UnprocessedRecords: [],
    });
  });

  test("counts once for a license, dimension and hour: the first write stands, and nothing is summed", async () => {
    expect(await open.statuses(open.record(AT, { Quantity: 5 }))).toEqual(["Success"]);
    expect(await open.send(open.record(AT, { Quantity: 6 }))).toEqual({
      Results: [{ UsageRecord: open.record(AT, { Quantity: 6 }), Status: "DuplicateRecord" }],
      UnprocessedRecords: [],
    });
    await open.world.advance(60_000);
    expect(await open.statuses(open.record("2026-11-24T09:31:00Z", { Quantity: 5 }))).toEqual(["DuplicateRecord"]);
  });

  test("counts apart for another dimension and another license of the same account", async () => {
    const second = await open.world.buy({ product: SUBSCRIPTION, accountId: open.buyer.accountId });
    const records = [open.record(AT), open.record(AT, { Dimension: ALERTS }), open.record(AT, { LicenseArn: second.licenseArn })];
    expect(await open.statuses(...records)).toEqual(["Success", "Success", "Success"]);
  });

  test("counts apart in another Region: AWS looks for duplicates in the Region of the call", async () => {
    await open.send(open.record(AT));
    const ireland = new MarketplaceMeteringClient({ ...open.world.client, region: "eu-west-1" });
    const { Results } = await ireland.send(new BatchMeterUsageCommand({ UsageRecords: [open.record(AT, { Quantity: 9 })] }));
    expect(Results).toMatchObject([{ Status: "Success" }]);
  });

  test("that is sent again to the letter is Success with the id it had, in one of AWS's texts", async () => {
    const first = await open.send(open.record(AT), open.record(AT, { Dimension: ALERTS }));
    expect(await open.send(open.record(AT), open.record(AT, { Dimension: ALERTS }))).toEqual(first);
    expect((await open.send(open.record(AT, { Dimension: ALERTS }))).Results).toEqual([first.Results![1]]);
  });

  test("that is sent again to the letter is a DuplicateRecord, in the other of AWS's texts", async () => {
    await open.world.ask("POST", "/settings", { identicalResend: "duplicate" });
    await open.send(open.record(AT));
    expect(await open.statuses(open.record(AT))).toEqual(["DuplicateRecord"]);
  });

  test("twice in one call counts once", async () => {
    expect(await open.statuses(open.record(AT, { Quantity: 1 }), open.record(AT, { Quantity: 2 }))).toEqual(["Success", "DuplicateRecord"]);
  });

  test("of nothing is a record too, and locks its hour", async () => {
    expect(await open.statuses(open.record(AT, { Quantity: undefined }))).toEqual(["Success"]);
    expect(await open.statuses(open.record(AT, { Quantity: 1 }))).toEqual(["DuplicateRecord"]);
  });

  test("is a whole number from 0 to 2,147,483,647", async () => {
    expect(await open.statuses(open.record(AT, { Quantity: 2_147_483_647 }))).toEqual(["Success"]);
    expect(await open.refusal(open.record(AT, { Quantity: 2_147_483_648 }))).toBe("ValidationException");
    expect(await open.refusal(open.record(AT, { Quantity: -1 }))).toBe("ValidationException");
    expect(await open.refusal(open.record(AT, { Quantity: 0.5 }))).toBe("SerializationException");
  });

  test("is kept before it is answered, and survives a restart", async () => {
    const sent = await open.send(open.record(AT));
    const { world } = await openMetering(NOW, { documents: open.world.documents });
    expect(await metering(world, open.buyer).send(open.record(AT))).toEqual(sent);
  });
});

describe("a call", () => {
  test("has at most 25 records", async () => {
    expect(await open.refusal(...twentySix())).toBe("ValidationException");
    expect(await open.statuses(...twentySix().slice(1))).toHaveLength(25);
  });

  test("may have no record at all", async () => {
    expect(await open.call({ UsageRecords: [], ProductCode: LEGACY })).toEqual({ Results: [], UnprocessedRecords: [] });
  });

  test("is for one product", async () => {
    const other = await open.world.buy({ product: CONSUMPTION, accountId: open.buyer.accountId });
    const records = [open.record(AT), open.record(AT, { LicenseArn: other.licenseArn, Dimension: "logins_extra" })];
    expect(await open.refusal(...records)).toBe("InvalidLicenseException");
    expect(await open.statuses(records[0]!)).toEqual(["Success"]);
    expect(await open.statuses(records[1]!)).toEqual(["Success"]);
  });

  test("of a listing with concurrent agreements has no product code", async () => {
    const refused = (request: object) => open.call({ UsageRecords: [open.record(AT)], ProductCode: SUBSCRIPTION, ...request }).then(() => "taken", nameOf);
    expect(await refused({})).toBe("InvalidProductCodeException");
    expect(await refused({ UsageRecords: [open.record(AT, { LicenseArn: undefined })] })).toBe("InvalidProductCodeException");
    expect(await refused({ ProductCode: "prod-tidewater02" })).toBe("InvalidProductCodeException");
    expect(await refused({ ProductCode: undefined, UsageRecords: [open.record(AT, { LicenseArn: undefined })] })).toBe("InvalidProductCodeException");
  });

  test.each([
    ["an unknown license", { LicenseArn: "arn:aws:license-manager::123456512334:license:l-0" }],
    ["another account's license", { CustomerAWSAccountId: "999999999999" }],
    ["a license and no account", { CustomerAWSAccountId: undefined }],
  ])("with %s is refused whole", async (_, members) => {
    expect(await open.refusal(open.record(AT, { Dimension: ALERTS }), open.record(AT, members))).toBe("InvalidLicenseException");
    expect(await open.statuses(open.record(AT, { Dimension: ALERTS, Quantity: 77 }))).toEqual(["Success"]);
  });

  test("with a dimension that is not the product's, or not metered, is refused whole", async () => {
    expect(await open.refusal(open.record(AT), open.record(AT, { Dimension: "GB_processed" }))).toBe("InvalidUsageDimensionException");
    const consumption = metering(open.world, await open.world.buy({ product: CONSUMPTION }));
    expect(await consumption.refusal(consumption.record(AT, { Dimension: "users" }))).toBe("InvalidUsageDimensionException");
    const contract = metering(open.world, await open.world.buy({ product: CONTRACT }));
    expect(await contract.refusal(contract.record(AT, { Dimension: "seats" }))).toBe("InvalidUsageDimensionException");
    expect(await open.statuses(open.record(AT, { Quantity: 8 }))).toEqual(["Success"]);
  });

  test("under 1 MB is taken, and not one of 1 MB", async () => {
    const allocations = (letters: number) =>
      Array.from({ length: 2500 }, (_, index) => ({ AllocatedUsageQuantity: 1, Tags: [{ Key: "t", Value: `${index}-${"x".repeat(letters)}` }] }));
    const sized = (letters: number) => open.record(AT, { Quantity: 2500, UsageAllocations: allocations(letters) });
    const two = [sized(110), { ...sized(110), Dimension: ALERTS }];
    expect(await open.statuses(...two)).toEqual(["Success", "Success"]);
    expect(await open.refusal(sized(250), { ...sized(250), Dimension: ALERTS })).toBe("RequestEntityTooLargeException");
  });

  test("in a Region without the API is refused", async () => {
    const govcloud = new MarketplaceMeteringClient({ ...open.world.client, region: "us-gov-west-1" });
    await expect(govcloud.send(new BatchMeterUsageCommand({ UsageRecords: [] }))).rejects.toMatchObject({ name: "DisabledApiException" });
  });
});

describe("the work for a call", () => {
  test("is the same however many licenses and records there are: by key, and nothing is listed", async () => {
    const asked = async () => {
      const { documents } = open.world;
      const calls = (["get", "getAll", "put", "putAll", "list", "page"] as const).map((name) => [name, jest.spyOn(documents, name)] as const);
      await open.world.advance(1000);
      await open.send(open.record(open.world.now()));
      const counts = Object.fromEntries(calls.map(([name, spy]) => [name, spy.mock.calls.length]));
      jest.restoreAllMocks();
      return counts;
    };
    await asked();
    const alone = await asked();
    for (let count = 0; count < 300; count += 1) await open.world.buy({ product: SUBSCRIPTION });
    expect(alone).toMatchObject({ list: 0, page: 0 });
    expect(await asked()).toEqual(alone);
  });
});

describe("a call of a legacy listing", () => {
  test("names its product, and the customer or the account, which are one", async () => {
    const { buyer, customerIdentifier, record } = await legacyBuyer();
    const first = await open.call({ ProductCode: LEGACY, UsageRecords: [{ ...record, CustomerIdentifier: customerIdentifier }] });
    expect(first.Results).toMatchObject([{ Status: "Success" }]);
    const again = await open.call({ ProductCode: LEGACY, UsageRecords: [{ ...record, CustomerAWSAccountId: buyer.accountId }] });
    expect(again.Results).toMatchObject([{ Status: "Success", MeteringRecordId: first.Results![0]!.MeteringRecordId }]);
  });

  test("names its buyer in one form only", async () => {
    const { buyer, customerIdentifier, record } = await legacyBuyer();
    const both = { ...record, CustomerIdentifier: customerIdentifier, CustomerAWSAccountId: buyer.accountId };
    for (const UsageRecords of [[both], [record]]) expect(await open.call({ ProductCode: LEGACY, UsageRecords }).catch(nameOf)).toBe("ValidationException");
    const licensed = [{ ...record, LicenseArn: open.buyer.licenseArn, CustomerAWSAccountId: buyer.accountId }];
    expect(await open.call({ ProductCode: LEGACY, UsageRecords: licensed }).catch(nameOf)).toBe("InvalidProductCodeException");
  });

  test("with a customer that never was is refused whole, and with an account that is not subscribed is not", async () => {
    const { record } = await legacyBuyer();
    const call = (members: object) => open.call({ ProductCode: LEGACY, UsageRecords: [{ ...record, ...members }] });
    expect(await call({ CustomerIdentifier: "nobody" }).catch(nameOf)).toBe("InvalidCustomerIdentifierException");
    expect(await call({ CustomerAWSAccountId: "999999999999" })).toMatchObject({ Results: [{ Status: "CustomerNotSubscribed" }] });
  });

  test("with a product code of nobody's is refused", async () => {
    expect(await open.call({ ProductCode: "nobody0sells0this", UsageRecords: [] }).catch(nameOf)).toBe("InvalidProductCodeException");
  });
});

describe("the quota of BatchMeterUsage", () => {
  const callOnce = () => open.send(open.record(AT)).then(() => "taken", nameOf);

  test("is ten calls in any second, and a call that is throttled takes nothing of it", async () => {
    const first: string[] = [];
    for (let count = 0; count < 12; count += 1) first.push(await callOnce());
    expect(first).toEqual([...Array.from({ length: 10 }, () => "taken"), "ThrottlingException", "ThrottlingException"]);
    await open.world.advance(999);
    expect(await callOnce()).toBe("ThrottlingException");
    await open.world.advance(1);
    expect(await callOnce()).toBe("taken");
  });

  test("is kept by a call each tenth of a second, for ever", async () => {
    for (let count = 0; count < 50; count += 1) {
      expect(await callOnce()).toBe("taken");
      await open.world.advance(100);
    }
  });

  test("is each Region's own, and can be set", async () => {
    await open.world.ask("POST", "/settings", { meteringCallsPerSecond: 1 });
    const ireland = new MarketplaceMeteringClient({ ...open.world.client, region: "eu-west-1" });
    expect(await callOnce()).toBe("taken");
    expect(await callOnce()).toBe("ThrottlingException");
    await expect(ireland.send(new BatchMeterUsageCommand({ UsageRecords: [], ProductCode: LEGACY }))).resolves.toBeDefined();
  });
});
