import { closeAll, CONSUMPTION, LEGACY, SUBSCRIPTION, type Bought } from "../world";
import type { Statement } from "../../../../../infra/local/marketplace/metering/invoices";
import { ALERTS, metering, moveTo, openMetering } from "./usage";

let open: Awaited<ReturnType<typeof openMetering>>;
beforeEach(async () => {
  open = await openMetering("2026-11-29T09:30:00.000Z");
});
afterEach(closeAll);

const statement = async (month = "") => (await open.world.ask<Statement>("GET", `/invoices?month=${month}`)).json;
const held = async (query = "") => (await open.world.ask<readonly Record<string, unknown>[]>("GET", `/metering?${query}`)).json;

describe("the records that AWS holds", () => {
  test("are listed by month, and by product, with how they are split", async () => {
    const parts = [{ AllocatedUsageQuantity: 4, Tags: [{ Key: "team", Value: "north" }] }, { AllocatedUsageQuantity: 1 }];
    const { Results } = await open.send(open.record("2026-11-29T09:30:00Z", { UsageAllocations: parts }));
    const record = {
      meteringRecordId: Results![0]!.MeteringRecordId,
      productCode: SUBSCRIPTION,
      agreementId: open.buyer.agreementId,
      accountId: open.buyer.accountId,
      licenseArn: open.buyer.licenseArn,
      dimension: "gb_processed",
      quantity: 5,
      timestamp: "2026-11-29T09:30:00.000Z",
      hour: "2026-11-29T09:00:00.000Z",
      region: "us-east-1",
      receivedAt: "2026-11-29T09:30:00.000Z",
      usageAllocations: parts,
    };
    expect(await held()).toEqual([record]);
    expect(await held(`month=2026-11&product=${SUBSCRIPTION}`)).toEqual([record]);
    expect(await held(`month=2026-11&product=${CONSUMPTION}`)).toEqual([]);
    expect(await held("month=2026-12")).toEqual([]);
  });

  test("hold a split of almost a megabyte whole", async () => {
    const parts = Array.from({ length: 2500 }, (_, index) => ({ AllocatedUsageQuantity: 2, Tags: [{ Key: "t", Value: `${index} ${"x".repeat(240)}` }] }));
    await open.send(open.record("2026-11-29T09:30:00Z", { Quantity: 5000, UsageAllocations: parts }));
    expect(await held()).toMatchObject([{ usageAllocations: parts }]);
  });

  test.each(["2026-13", "november", "2026"])("are of no month '%s'", async (month) => {
    expect(await open.world.ask("GET", `/metering?month=${month}`)).toMatchObject({ status: 400, json: { error: expect.stringContaining(month) } });
  });
});

describe("an invoice", () => {
  test("is each agreement's own: quantities summed over the month's records, times the price, rounded to the cent", async () => {
    await open.send(open.record("2026-11-29T09:30:00Z", { Quantity: 3 }), open.record("2026-11-29T09:30:00Z", { Dimension: ALERTS, Quantity: 101 }));
    await open.world.advance(3_600_000);
    await open.send(open.record("2026-11-29T10:00:00Z", { Quantity: 4 }), open.record("2026-11-29T10:00:00Z", { Quantity: 50 }));
    expect(await statement("2026-11")).toMatchObject({
      month: "2026-11",
      state: "open",
      closesAt: "2026-12-01T06:00:00.000Z",
      currency: "USD",
      // 7 × 0.125 = 0.875, half a cent up; 101 × 0.0005 = 0.0505.
      total: "0.93",
      invoices: [
        {
          agreementId: open.buyer.agreementId,
          licenseArn: open.buyer.licenseArn,
          productName: "Tidewater Streams",
          lines: [
            { dimension: ALERTS, name: "Alerts sent", quantity: 101, records: 1, unitPrice: "0.0005", amount: "0.05" },
            { dimension: "gb_processed", unit: "GB", quantity: 7, records: 2, unitPrice: "0.125", amount: "0.88" },
          ],
          total: "0.93",
        },
      ],
    });
  });

  test("is of the month that the usage was in, and final when that month takes no more", async () => {
    await moveTo(open.world, "2026-12-01T05:59:59.000Z");
    await open.send(open.record("2026-11-30T23:59:59Z", { Quantity: 8 }), open.record("2026-12-01T00:00:00Z", { Quantity: 16 }));
    expect(await statement("2026-11")).toMatchObject({ state: "open", total: "1.00" });
    await open.world.advance(1000);
    expect(await statement("2026-11")).toMatchObject({ state: "final", total: "1.00" });
    expect(await statement()).toMatchObject({ month: "2026-12", state: "open", total: "2.00" });
  });

  test("is another after a renewal, by the time of the usage", async () => {
    await open.send(open.record("2026-11-29T09:30:00Z", { Quantity: 8 }));
    await moveTo(open.world, "2026-11-29T11:00:00.000Z");
    const renewed = (await open.world.ask<Bought>("POST", `/purchases/${open.buyer.agreementId}/renew`, { license: "same" })).json;
    await moveTo(open.world, "2026-11-29T12:00:00.000Z");
    await open.send(open.record("2026-11-29T10:00:00Z", { Quantity: 16 }), open.record("2026-11-29T11:30:00Z", { Quantity: 24 }));
    expect((await statement()).invoices.map(({ agreementId, total }) => [agreementId, total])).toEqual([
      [open.buyer.agreementId, "3.00"],
      [renewed.agreementId, "3.00"],
    ]);
  });

  test("of a free trial costs nothing", async () => {
    const trial = metering(open.world, await open.world.buy({ product: SUBSCRIPTION, freeTrial: true }));
    await trial.send(trial.record("2026-11-29T09:30:00Z", { Quantity: 1000 }));
    expect(await statement()).toMatchObject({ total: "0.00", invoices: [{ freeTrial: true, lines: [{ quantity: 1000, unitPrice: "0", amount: "0.00" }] }] });
  });

  test("bills the same usage twice that was told of in two Regions, as AWS does", async () => {
    await open.send(open.record("2026-11-29T09:30:00Z", { Quantity: 8 }));
    const ireland = await open.elsewhere("eu-west-1", open.record("2026-11-29T09:30:00Z", { Quantity: 8 }));
    expect(ireland.Results).toMatchObject([{ Status: "Success" }]);
    expect((await statement()).invoices[0]!.lines).toMatchObject([{ quantity: 16, records: 2 }]);
  });

  test("of a legacy listing names the customer", async () => {
    const { accountId } = await open.world.buy({ product: LEGACY });
    await open.call({
      ProductCode: LEGACY,
      UsageRecords: [{ Timestamp: new Date("2026-11-29T09:30:00Z"), Dimension: "reports", Quantity: 2, CustomerAWSAccountId: accountId }],
    });
    expect((await statement()).invoices).toMatchObject([{ customerIdentifier: expect.stringMatching(/^cust/), lines: [{ quantity: 2, amount: "5.00" }] }]);
  });

  test("has nothing of what was refused, unprocessed or a duplicate", async () => {
    await open.refusal(open.record("2026-11-29T08:00:00Z"));
    await open.world.ask("POST", "/faults", { kind: "unprocessed" });
    await open.send(open.record("2026-11-29T09:30:00Z"));
    await open.world.ask("POST", "/faults", { kind: "notSubscribed" });
    await open.send(open.record("2026-11-29T09:30:00Z"));
    expect(await statement()).toMatchObject({ total: "0.00", invoices: [] });
  });
});

describe("the bills' pages", () => {
  test("show a month's invoices, and one with its tags as the buyer's cost reports name them, escaped", async () => {
    const parts = [
      {
        AllocatedUsageQuantity: 3,
        Tags: [
          { Key: "team", Value: "north" },
          { Key: "env", Value: "a@b" },
        ],
      },
      { AllocatedUsageQuantity: 2 },
    ];
    await open.send(open.record("2026-11-29T09:30:00Z", { UsageAllocations: parts }));
    const { text } = await open.world.ask("GET", "/bills");
    expect(text).toContain("Bills of November 2026");
    expect(text).toContain(`href="/simulator/bills/2026-11/${open.buyer.agreementId}"`);
    expect(text).toContain("$0.63");
    const one = (await open.world.ask("GET", `/bills/2026-11/${open.buyer.agreementId}`)).text;
    expect(one).toContain("aws:marketplace:isv:env=a@b");
    expect(one).toContain("aws:marketplace:isv:team=north");
    expect(one).toContain("without tags");
    const agreement = (await open.world.ask("GET", `/agreements/${open.buyer.agreementId}`)).text;
    expect(agreement).toContain("Usage of November 2026");
  });

  test("of a month without usage say so, and one of no month is refused in words", async () => {
    const before = (await open.world.ask("GET", "/bills/2026-10")).text;
    expect(before).toContain("AWS holds no usage of this month.");
    expect(before).not.toContain("set the clock on");
    expect((await open.world.ask("GET", "/bills")).text).toContain("set the clock on by four hours");
    const { status, text } = await open.world.ask("GET", "/bills/%3Cb%3E");
    expect([status, text.includes("<b>&"), text.includes("&lt;b&gt;")]).toEqual([400, false, true]);
  });
});
