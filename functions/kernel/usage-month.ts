import { dayOf, daysOf, hourAt, type Hour, type Month } from "../../events/kernel/hour";
import type { Quantity } from "../../events/kernel/quantity";
import { usage, usageStream } from "../../events/usage/decider";
import { emptyLedger, enter, type LedgerLine } from "../../events/usage/ledger";
import { adding, isConserved, NO_TOTALS, type Totals } from "../../events/usage/totals";
import { inParallel } from "./batches";
import type { EventStore } from "./event-store";
import type { Clock } from "./clock";

/** One month of a subscription's usage. */
export interface UsageMonth {
  readonly subscription: string;
  readonly month: Month;
  /** By hour, then by dimension. */
  readonly lines: readonly LedgerLine[];
  /** By dimension: where every unit is. */
  readonly totals: Readonly<Record<string, Totals>>;
  /** Whether nothing was lost or counted twice: `recorded + carriedIn` is the sum of all others. */
  readonly conserved: boolean;
  /** What the next hour will find, of a book that is open. */
  readonly carried: Readonly<Record<string, Quantity>>;
}

/** A month has 31 books at most, each read by itself. */
const WIDTH = 16;

/** Reads a month's books from the log: never behind, and nothing to rebuild. */
export const usageMonth =
  ({ store, clock }: { readonly store: Pick<EventStore, "history" | "load">; readonly clock: Clock }) =>
  async (subscription: string, month: Month): Promise<UsageMonth> => {
    const today = dayOf(hourAt(clock.now()));
    const days = daysOf(month).filter((day) => day <= today);
    const read = await inParallel(days, WIDTH, async (day) => {
      let ledger = emptyLedger;
      for await (const commit of store.history(usage, usageStream(subscription, day))) {
        for (const event of commit.events) ledger = enter(ledger, event, { run: commit.meta.run });
      }
      const { state } = await store.load(usage, usageStream(subscription, day));
      return { ledger, state };
    });
    const lines = read.flatMap(({ ledger }) => Object.values(ledger.lines)).toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
    const totals: Record<string, Totals> = {};
    for (const { state } of read) {
      for (const [dimension, some] of Object.entries(state.totals)) totals[dimension] = adding(totals[dimension] ?? NO_TOTALS, some);
    }
    const open = read.map(({ state }) => state).findLast(({ opened }) => opened);
    return {
      subscription,
      month,
      lines,
      totals,
      conserved: Object.values(totals).every(isConserved),
      carried: open?.balances.carry ?? {},
    };
  };

const keyOf = ({ hour, dimension }: { readonly hour: Hour; readonly dimension: string }): string => `${hour}#${dimension}`;
