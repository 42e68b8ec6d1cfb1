import { NO_TOTALS } from "../../../../events/usage/totals";
import { emptyLedger, enter } from "../../../../events/usage/ledger";
import { compare, type Billed } from "../../../../infra/local/demo/metering/comparison";
import { troublesOf, type Outcome } from "../../../../infra/local/demo/metering/verdict";

const billed = (more: Partial<Billed> = {}): Billed => ({ agreementId: "agmt-1", dimension: "gb", units: 13, records: 2, ...more });
const buyer = { product: "Tidewater", model: "subscription", agreementId: "agmt-1", subscription: "l-1" };
const totals = { gb: { ...NO_TOTALS, recorded: "13.75", billed: "13", expired: "0.5", carriedOut: "0.25" } };
const month = { subscription: "l-1", month: "2026-12", lines: [], totals, days: [], sums: {}, conserved: true, carried: { gb: "0.25" } };

const outcome = (more: Partial<Outcome> = {}): Outcome => ({
  state: "final",
  rows: compare([billed()], [billed()]),
  months: [{ buyer, month }],
  evidence: [{ what: "answers that were lost", times: 1 }],
  reported: { of: () => "13.75" },
  ...more,
});

describe("the ledger beside the invoice", () => {
  test("agrees where units and records are the same, dimension by dimension of each agreement", () => {
    const other = billed({ dimension: "alerts", units: 0 });
    expect(compare([billed(), other], [other, billed()]).map(({ dimension, agrees }) => [dimension, agrees])).toEqual([
      ["gb", true],
      ["alerts", true],
    ]);
  });

  test.each([
    ["a unit", [billed()], [billed({ units: 14 })]],
    ["a record", [billed()], [billed({ records: 3 })]],
    ["an agreement", [billed()], [billed({ agreementId: "agmt-2" })]],
    ["a dimension that only AWS has", [], [billed()]],
    ["a dimension that only the ledger has", [billed()], []],
  ])("differs by %s", (_, ledger, invoice) => {
    expect(compare(ledger, invoice).every(({ agrees }) => agrees)).toBe(false);
  });
});

describe("the verdict on the month", () => {
  test("has nothing to say where all is as it should be", () => {
    expect(troublesOf(outcome())).toEqual([]);
  });

  test.each<readonly [string, Partial<Outcome>, string]>([
    ["invoices that may grow", { state: "open" }, "still open"],
    ["nothing to compare", { rows: [] }, "nothing to compare"],
    ["a unit that AWS bills and the ledger lacks", { rows: compare([billed()], [billed({ units: 14 })]) }, "has 13 units in 2 records, and AWS bills 14 in 2"],
    ["a unit that was reported and is nowhere", { reported: { of: () => "14.75" } }, "14.75 were reported, and 13.75 are in the ledger"],
    ["sums that do not agree", { months: [{ buyer, month: { ...month, conserved: false } }] }, "do not agree"],
    ["a fault that did not happen", { evidence: [{ what: "answers that were lost", times: 0 }] }, "did not: answers that were lost"],
  ])("tells of %s", (_, more, told) => {
    expect(troublesOf(outcome(more))).toEqual([expect.stringContaining(told)]);
  });

  test("tells of a line that AWS never took", () => {
    const at = "2026-12-06T11:25:00.000Z";
    const expired = enter(emptyLedger, { type: "UsageExpired", data: { hour: "2026-12-06T10", dimension: "gb", because: "notSent", at } });
    const troubles = troublesOf(outcome({ months: [{ buyer, month: { ...month, lines: Object.values(expired.lines) } }] }));
    expect(troubles).toEqual(["Tidewater's gb of 2026-12-06T10 is 'expired', not billed."]);
  });
});
