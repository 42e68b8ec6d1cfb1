import { startOf, type Month } from "../../../events/kernel/hour";
import { ZERO } from "../../../events/kernel/quantity";
import type { Subscription } from "../../../events/subscription/state";
import { AMOUNTS, betweenEnds, totalsOfLines } from "../../../events/usage/conservation";
import type { LedgerLine } from "../../../events/usage/ledger";
import { NO_TOTALS, type Totals } from "../../../events/usage/totals";
import type { UsageMonth } from "../../../functions/kernel/usage/usage-month";
import { agreementAt, type SoldUnder } from "./agreement-at";

/** One dimension of one subscription under one agreement in one month. Of the totals, every unit that came in is in exactly one of the others. */
export interface FinanceRow extends SoldUnder, Totals {
  readonly month: Month;
  readonly productCode: string | null;
  readonly subscription: string;
  readonly buyerAccount: string | null;
  readonly testPurchase: boolean;
  readonly dimension: string;
  /** How many records AWS holds. */
  readonly awsRecords: number;
}

/** A month's lines by what they were sold under, the earliest agreement first. */
const byAgreement = (state: Subscription, lines: readonly LedgerLine[]): readonly (readonly [SoldUnder, readonly LedgerLine[]])[] => {
  const found = new Map<string, [SoldUnder, LedgerLine[]]>();
  for (const line of lines) {
    const sold = agreementAt(state, line.timestamp ?? startOf(line.hour));
    const key = sold.agreement ?? "";
    const group = found.get(key) ?? [sold, []];
    group[1].push(line);
    found.set(key, group);
  }
  return [...found.values()];
};

/** What finance needs of a month of one subscription. What one agreement leaves to carry, the next one finds. */
export const financeRows = (state: Subscription, { subscription, month, lines, totals }: UsageMonth): readonly FinanceRow[] => {
  const carried = new Map(Object.entries(totals).map(([dimension, { carriedIn }]) => [dimension, carriedIn]));
  return byAgreement(state, lines).flatMap(([sold, own]) =>
    Object.entries(totalsOfLines(own))
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([dimension, some]): FinanceRow => {
        const between = betweenEnds(some, carried.get(dimension) ?? ZERO);
        carried.set(dimension, between.carriedOut);
        return {
          month,
          productCode: state.listing?.productCode ?? null,
          subscription,
          ...sold,
          buyerAccount: state.awsAccountId ?? null,
          testPurchase: state.test,
          dimension,
          ...between,
          awsRecords: own.filter((line) => line.dimension === dimension && line.state === "billed").length,
        };
      }),
  );
};

/** The totals of a row alone. */
export const totalsOfRow = (row: FinanceRow): Totals => AMOUNTS.reduce<Totals>((totals, amount) => ({ ...totals, [amount]: row[amount] }), NO_TOTALS);
