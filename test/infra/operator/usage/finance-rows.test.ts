import { AMOUNTS, sumsOf } from "../../../../events/usage/conservation";
import { plus } from "../../../../events/kernel/quantity";
import { subscription } from "../../../../events/subscription/decider";
import type { Subscription } from "../../../../events/subscription/state";
import { financeRows, totalsOfRow } from "../../../../infra/operator/usage/finance-rows";
import { aMonth } from "./a-month";

const agreement = (id: string, from: string, more: Partial<Subscription["agreements"][number]> = {}): Subscription["agreements"][number] => ({
  ...{ id, version: 1, from, startsAt: from, advisory: {}, advisorySuspends: false },
  ...more,
});

const state = (...agreements: Subscription["agreements"]): Subscription => ({ ...subscription.decider.initialState, awsAccountId: "111122223333", agreements });

describe("what finance gets of a month", () => {
  test("is one row a dimension, with all that was agreed and how many records AWS holds", async () => {
    const sold = { offerId: "offer-1", channel: "reseller", resellerAccountId: "999900001111" } as const;
    expect(financeRows(state(agreement("agmt-1", "2026-11-01T00:00:00.000Z", sold)), await aMonth())).toMatchObject([
      {
        ...{ month: "2026-11", subscription: "l-1", agreement: "agmt-1", offer: "offer-1", channel: "channelPartner", resellerAccount: "999900001111" },
        ...{ buyerAccount: "111122223333", testPurchase: false, dimension: "gb_processed", recorded: "1585", carriedIn: "0", billed: "1250" },
        ...{ carriedOut: "4.5", refused: "311", pending: "19.5", included: "0", awsRecords: 2 },
      },
      { dimension: "logins_extra", recorded: "9", included: "5", disputed: "2", pending: "2", billed: "0", carriedOut: "0", awsRecords: 2 },
    ]);
  });

  test("is one row for each agreement, in which no unit is twice and none is missing", async () => {
    const month = await aMonth();
    const both = state(agreement("agmt-1", "2026-11-01T00:00:00.000Z"), agreement("agmt-2", "2026-11-24T09:00:00.000Z"));
    const rows = financeRows(both, month);
    expect(rows.map(({ agreement: of, dimension }) => [of, dimension])).toEqual([
      ["agmt-1", "gb_processed"],
      ["agmt-1", "logins_extra"],
      ["agmt-2", "gb_processed"],
      ["agmt-2", "logins_extra"],
    ]);
    // What the first leaves is what the second finds: the fraction, and what came late of an hour of the first.
    expect([rows[0]!.carriedOut, rows[2]!.carriedIn, rows[2]!.carriedOut]).toEqual(["4.75", "4.75", "4.5"]);
    for (const row of rows) expect(sumsOf(totalsOfRow(row)).cameIn).toBe(sumsOf(totalsOfRow(row)).accountedFor);
    for (const amount of AMOUNTS.filter((one) => one !== "carriedIn" && one !== "carriedOut"))
      expect([amount, plus(rows[0]![amount], rows[2]![amount])]).toEqual([amount, month.totals["gb_processed"]![amount]]);
  });

  test("names what is not known as such, and puts what was used before any agreement began under the first", async () => {
    expect(financeRows(state(), await aMonth())).toMatchObject([{ agreement: null, offer: null, channel: null }, {}]);
    expect(financeRows(state(agreement("agmt-9", "2026-11-24T23:00:00.000Z")), await aMonth())).toMatchObject([
      { agreement: "agmt-9" },
      { agreement: "agmt-9" },
    ]);
  });
});
