import { parse } from "csv-parse/sync";
import type { Sealing } from "../../../../events/usage/commands";
import { clock } from "../../../../functions/kernel/task/clock";
import { usageBooks } from "../../../../functions/kernel/usage/usage-books";
import { tell } from "../../../kit/buyer";
import { operator } from "../operator";

const NOW = "2026-10-24T10:15:00.000Z";
const BY = { correlation: "l", causation: "metering-1", actor: "stallkeeper", run: "metering-1", state: "Tell AWS" };

const sealing = (id: string, gb: string): Sealing => ({
  ...{ hour: "2026-10-24T09", billedTo: { form: "license", licenseArn: `arn:aws:license-manager::1:license:${id}`, awsAccountId: "111122223333" } },
  ...{ region: "us-east-1", timestamp: "2026-10-24T09:00:00.000Z", deadline: "2026-10-25T09:00:00.000Z", dimensions: ["gb"], recorded: { gb } },
  ...{ allowances: [], zero: true, final: false, allocations: {} },
});

/** Three buyers of two products with usage, one of whom is the seller's own test account, and one without usage. */
const desk = async () => {
  const { cli, log, follow } = await operator();
  const { open, write } = usageBooks({ store: log, clock: { now: () => NOW } });
  for (const [id, productCode, test, gb] of [
    ["l-2", "north", false, "90071992547.100000000000001"],
    ["l-3", "south", false, "7.5"],
    ["l-4", "south", true, "3"],
    ["l-5", "south", false, undefined],
  ] as const) {
    const listing = { productId: `prod-${productCode}`, productCode, pricingModel: "subscription", test } as const;
    const licenseArn = `arn:aws:license-manager::1:license:${id}`;
    const arrival = { ...listing, arrival: "a1", form: "license", awsAccountId: `11112222333${id.at(-1)!}`, licenseArn } as const;
    await tell(log, id, { type: "RecordArrival", data: arrival });
    await tell(log, id, {
      type: "RecordFact",
      fact: { type: "LicenseActivated", data: { ...listing, licenseArn, notice: "n", agreementId: `agmt-${id}`, at: NOW } },
    });
    await follow(id);
    if (gb === undefined) continue;
    await open(id, "2026-10-24", BY);
    await write(id, "2026-10-24", { type: "Seal", data: sealing(id, gb) }, BY);
    const answers = [{ hour: "2026-10-24T09", dimension: "gb", answer: { status: "success", meteringRecordId: `mr-${id}` } }] as const;
    await write(id, "2026-10-24", { type: "RecordAnswers", data: { attempt: "metering-1.1", answers } }, BY);
  }
  return cli;
};

type Row = Readonly<Record<string, string>>;
const rowsOf = (out: string): readonly Row[] => parse<Row>(out, { columns: true });
const subscriptions = (out: string): readonly string[] =>
  rowsOf(out)
    .map((row) => row["subscription"]!)
    .toSorted();

describe("stallkeeper usage for finance", () => {
  test("writes CSV with a row for each subscription, agreement and dimension, exact to the last digit", async () => {
    const cli = await desk();
    const { code, out } = await cli("usage", "--month", "2026-10", "--csv");
    expect(code).toBe(0);
    expect(out.split("\n")[0]).toBe(
      "month,product_code,subscription,agreement,offer,channel,reseller_account,buyer_account,test_purchase,dimension,recorded,carried_in,billed,included,carried_on,expired,disputed,refused,dry_run,pending,aws_records",
    );
    expect(subscriptions(out)).toEqual(["l-2", "l-3"]);
    expect(rowsOf(out).find((row) => row["subscription"] === "l-2")).toEqual({
      ...{ month: "2026-10", product_code: "north", subscription: "l-2", agreement: "agmt-l-2", offer: "", channel: "", reseller_account: "" },
      ...{ buyer_account: "111122223332", test_purchase: "no", dimension: "gb", recorded: "90071992547.100000000000001", carried_in: "0" },
      // The most that AWS takes in one record; the rest goes on.
      ...{ billed: "2147483647", included: "0", carried_on: "87924508900.100000000000001", expired: "0", disputed: "0", refused: "0" },
      ...{ dry_run: "0", pending: "0", aws_records: "1" },
    });
  });

  test("keeps test purchases apart, and one product from the others", async () => {
    const cli = await desk();
    const tests = (await cli("usage", "--month", "2026-10", "--csv", "--test-purchases")).out;
    expect([subscriptions(tests), rowsOf(tests)[0]!["test_purchase"]]).toEqual([["l-4"], "yes"]);
    expect(subscriptions((await cli("usage", "--month", "2026-10", "--csv", "--product", "south")).out)).toEqual(["l-3"]);
    expect(subscriptions((await cli("usage", "l-4", "--month", "2026-10", "--csv")).out)).toEqual(["l-4"]);
    expect((await cli("usage", "--month", "2026-09", "--csv")).out.split("\n")).toHaveLength(1);
  });

  test("writes the same as one JSON document, and the sums of each product for a person", async () => {
    const cli = await desk();
    const { rows, month } = JSON.parse((await cli("usage", "--month", "2026-10", "--product", "south", "--json")).out) as {
      readonly month: string;
      readonly rows: readonly object[];
    };
    expect([month, rows]).toMatchObject([
      "2026-10",
      [{ subscription: "l-3", recorded: "7.5", billed: "7", carriedOut: "0.5", awsRecords: 1, testPurchase: false }],
    ]);
    const { out } = await cli("usage", "--month", "2026-10");
    expect(out).toMatch(/south\ngb +7\.5 recorded = 7 billed \+ 0\.5 carried on/);
    expect(out).toContain("2 subscriptions with usage in 2026-10; AWS holds 2 records of it.");
    expect((await cli("usage", "--month", "2026-09")).out).toContain("Nothing was reported in 2026-09.");
    expect((await cli("usage", "--month", "2026-10", "--product", "south")).out).toContain("1 subscription with usage in 2026-10; AWS holds 1 record of it.");
  });

  test("says until when a month may still change", async () => {
    const cli = await desk();
    const final = "2026-10 is not final: AWS takes usage of it until 2026-11-01 06:00:00 UTC.";
    const now = jest.spyOn(clock, "now").mockReturnValue("2026-11-01T05:59:59.000Z");
    expect((await cli("usage", "--month", "2026-10")).out).toContain(final);
    now.mockReturnValue("2026-11-01T06:00:00.000Z");
    expect((await cli("usage", "--month", "2026-10")).out).not.toContain("not final");
    now.mockRestore();
  });

  test("refuses what makes no sense", async () => {
    const cli = await desk();
    expect(await cli("usage", "--csv", "--json")).toMatchObject({ code: 2 });
    expect(await cli("usage", "--dimension", "gb")).toMatchObject({ code: 2 });
    expect(await cli("usage", "--month", "2026-10", "--product", "South", "--csv")).toMatchObject({
      code: 1,
      complaints: "Nobody has bought a product with the code 'South'. Codes are case-sensitive.",
    });
  });
});
