import { closeAll } from "../world";
import { ALERTS, moveTo, openMetering } from "./usage";

let open: Awaited<ReturnType<typeof openMetering>>;
beforeEach(async () => {
  open = await openMetering("2026-11-29T16:32:50.000Z");
});
afterEach(closeAll);

interface Trail {
  readonly Records: readonly Readonly<Record<string, unknown>>[];
}
const trail = async (month = "2026-11") => (await open.world.ask<Trail>("GET", `/cloudtrail?month=${month}`)).json.Records;

describe("CloudTrail's records of BatchMeterUsage", () => {
  test("tell of each call what was asked and answered, member for member as AWS prints it", async () => {
    await open.world.ask("POST", "/faults", { kind: "unprocessed", records: 1 });
    const parts = [{ AllocatedUsageQuantity: 5, Tags: [{ Key: "team", Value: "north" }] }];
    const { Results } = await open.send(
      open.record("2026-11-29T16:32:50Z", { UsageAllocations: parts }),
      open.record("2026-11-29T16:32:50Z", { Dimension: ALERTS }),
    );
    const record = {
      dimension: "gb_processed",
      timestamp: "Nov 29, 2026 4:32:50 PM",
      customerAWSAccountID: open.buyer.accountId,
      licenseArn: open.buyer.licenseArn,
      quantity: 5,
      usageAllocations: [{ allocatedUsageQuantity: 5, tags: [{ key: "team", value: "north" }] }],
    };
    const { usageAllocations: _, ...plain } = record;
    const unprocessed = { ...plain, dimension: ALERTS };
    expect(await trail()).toEqual([
      {
        eventVersion: "1.05",
        userIdentity: { type: "AssumedRole", principalId: expect.any(String), arn: expect.stringContaining(":assumed-role/"), accountId: "123456512334" },
        eventTime: "2026-11-29T16:32:50Z",
        eventSource: "metering-marketplace.amazonaws.com",
        eventName: "BatchMeterUsage",
        awsRegion: "us-east-1",
        sourceIPAddress: "127.0.0.1",
        userAgent: expect.stringContaining("aws-sdk-js"),
        requestParameters: { usageRecords: [record, unprocessed] },
        responseElements: {
          results: [{ usageRecord: record, meteringRecordId: Results![0]!.MeteringRecordId, status: "Success" }],
          unprocessedRecords: [unprocessed],
        },
        requestID: expect.any(String),
        eventID: expect.any(String),
        readOnly: false,
        eventType: "AwsApiCall",
        recipientAccountId: "123456512334",
      },
    ]);
  });

  test("tell of a call that was refused by which error, and of one whose answer was lost what it was", async () => {
    await open.refusal(open.record("2026-11-29T17:00:00Z"));
    await open.world.ask("POST", "/faults", { kind: "lostReply", service: "AWSMPMeteringService", operation: "BatchMeterUsage" });
    await open.send(open.record("2026-11-29T16:32:50Z")).catch(() => undefined);
    expect(await trail()).toMatchObject([
      { errorCode: "TimestampOutOfBoundsException", requestParameters: { usageRecords: [{ timestamp: "Nov 29, 2026 5:00:00 PM" }] }, responseElements: null },
      { responseElements: { results: [{ status: "Success" }] } },
    ]);
  });

  test("leave out what is longer than CloudTrail takes", async () => {
    const parts = Array.from({ length: 2500 }, (_, index) => ({ AllocatedUsageQuantity: 1, Tags: [{ Key: "t", Value: `${index} ${"x".repeat(200)}` }] }));
    const record = open.record("2026-11-29T16:32:50Z", { Quantity: 2500, UsageAllocations: parts });
    expect((await open.send(record)).Results).toMatchObject([{ Status: "Success" }]);
    expect(await trail()).toMatchObject([{ requestParameters: { omitted: true }, responseElements: { omitted: true } }]);
  });

  test("are of the month of the call, whatever month was metered", async () => {
    await moveTo(open.world, "2026-12-01T01:00:00.000Z");
    await open.send(open.record("2026-11-30T23:00:00Z"));
    expect([(await trail("2026-11")).length, (await trail("2026-12")).length]).toEqual([0, 1]);
  });
});

describe("the Daily Usage feed", () => {
  const feed = async (month = "2026-11") => {
    const { text, headers } = await open.world.ask("GET", `/daily-usage.csv?month=${month}`);
    expect(headers.get("content-type")).toContain("text/csv");
    const [columns = [], ...rows] = text
      .trimEnd()
      .split("\r\n")
      .map((line) => line.slice(1, -1).split('","'));
    return rows.map((row) => Object.fromEntries(columns.map((column, place) => [column, row[place]])));
  };

  test("has a row for each day, agreement, dimension and Region, as it stood at the last midnight", async () => {
    await open.send(open.record("2026-11-29T16:32:50Z", { Quantity: 3 }));
    await moveTo(open.world, "2026-11-29T18:00:00.000Z");
    await open.send(open.record("2026-11-29T17:00:00Z", { Quantity: 4 }), open.record("2026-11-29T17:00:00Z", { Dimension: ALERTS, Quantity: 9 }));
    expect(await feed()).toEqual([]);
    await moveTo(open.world, "2026-11-30T00:00:00.000Z");
    await open.send(open.record("2026-11-29T23:00:00Z", { Quantity: 100 }));
    const account = expect.stringMatching(/^[0-9a-f]{64}$/);
    expect(await feed()).toMatchObject([
      { dimension_key: "alerts", usage_quantity: "9.00" },
      {
        valid_from: "2026-11-30T00:00:00.000Z",
        delete_date: "",
        usage_date: "2026-11-29",
        product_id: "prod-tidewater02",
        agreement_id: open.buyer.agreementId.replace("agmt-", "agmnt-"),
        end_user_account_id: account,
        region: "us-east-1",
        dimension_key: "gb_processed",
        usage_unit: "GB",
        usage_quantity: "7.00",
        pricing_currency: "USD",
        estimated_revenue_in_pricing_currency: "0.88",
        usage_rate_per_unit_in_pricing_currency: "0.125000",
        charge_item_description: "AWS Marketplace software usage|us-east-1|Data processed",
      },
    ]);
    await moveTo(open.world, "2026-12-01T00:00:00.000Z");
    expect((await feed())[1]).toMatchObject({ usage_quantity: "107.00", update_date: "2026-12-01T00:00:00.000Z" });
  });

  test("keeps days and months apart", async () => {
    await moveTo(open.world, "2026-12-01T00:30:00.000Z");
    await open.send(open.record("2026-11-30T23:59:59Z"), open.record("2026-12-01T00:00:00Z"));
    await moveTo(open.world, "2026-12-02T00:00:00.000Z");
    expect((await feed("2026-11")).map(({ usage_date: day }) => day)).toEqual(["2026-11-30"]);
    expect((await feed("2026-12")).map(({ usage_date: day }) => day)).toEqual(["2026-12-01"]);
    expect(await feed("2027-01")).toEqual([]);
  });
});
