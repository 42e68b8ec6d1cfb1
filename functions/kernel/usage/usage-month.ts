import { dayOf, daysOf, endOfMonth, hourAt, type Day, type Hour, type Month } from "../../../events/kernel/hour";
import { compareQuantities, isZero, lessAtLeastZero, plus, ZERO, type Quantity } from "../../../events/kernel/quantity";
import { agree, betweenEnds, sumsOf, totalsOfLines, type Sums, type TotalsByDimension } from "../../../events/usage/conservation";
import { unsealedLine, type LedgerLine } from "../../../events/usage/ledger";
import { adding, isConserved, NO_TOTALS } from "../../../events/usage/totals";
import { inParallel } from "../task/batches";
import type { Clock } from "../task/clock";
import type { EventStore } from "../streams/event-store";
import type { OpenUsage, ReadOpenUsage } from "./open-usage";
import { readUsageDay, type UsageDay } from "./usage-day";

/** Where the units of one day are, by dimension. */
interface DayTotals {
  readonly day: Day;
  readonly totals: TotalsByDimension;
}

/** One month of a subscription's usage. */
export interface UsageMonth {
  readonly subscription: string;
  readonly month: Month;
  /** By hour, then by dimension; what was reported and is not counted yet stands in a line of its own (`unsealed`). */
  readonly lines: readonly LedgerLine[];
  /** By dimension, where every unit is: `carriedIn` from the month before, `carriedOut` to what comes after the last hour that is sealed. */
  readonly totals: TotalsByDimension;
  /** The same for each day on which there was anything. */
  readonly days: readonly DayTotals[];
  /** By dimension: `recorded + carriedIn`, and the sum of all others. */
  readonly sums: Readonly<Record<string, Sums>>;
  /** Whether nothing was lost or counted twice: in every book, in every dimension's sums, and line by line. */
  readonly conserved: boolean;
  /** What the next hour will find, of a book that is open. */
  readonly carried: Readonly<Record<string, Quantity>>;
}

/** A month has 31 books at most, each read by itself. */
const WIDTH = 16;

type Line = Pick<LedgerLine, "hour" | "dimension">;
const keyOf = ({ hour, dimension }: Line): string => `${hour}#${dimension}`;

const byKey = (lines: readonly LedgerLine[]): readonly LedgerLine[] => lines.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));

/** What is open and not in the ledger: it is read before the books, so that what was counted in between is seen there. */
const notCounted = (open: readonly OpenUsage[], counted: readonly LedgerLine[]): readonly LedgerLine[] => {
  const known = new Map(counted.map(({ recorded, lateCarried, lateExpired, ...line }) => [keyOf(line), plus(recorded, lateCarried, lateExpired)]));
  return open.flatMap(({ hour, recorded }) =>
    Object.entries(recorded)
      .map(([dimension, quantity]) => unsealedLine(hour, dimension, lessAtLeastZero(quantity, known.get(keyOf({ hour, dimension })) ?? ZERO)))
      .filter((line) => !isZero(line.recorded)),
  );
};

const sum = (...all: readonly TotalsByDimension[]): TotalsByDimension => {
  const totals: Record<string, TotalsByDimension[string]> = {};
  for (const each of all) for (const [dimension, some] of Object.entries(each)) totals[dimension] = adding(totals[dimension] ?? NO_TOTALS, some);
  return totals;
};

const withOpening = (totals: TotalsByDimension, openingOf: (dimension: string) => Quantity): TotalsByDimension =>
  Object.fromEntries(Object.entries(totals).map(([dimension, some]) => [dimension, betweenEnds(some, openingOf(dimension))]));

const dayTotals = ({ day, book, opening, received }: UsageDay, unsealed: readonly LedgerLine[]): DayTotals => {
  const ofDay = totalsOfLines(unsealed.filter(({ hour }) => dayOf(hour) === day));
  return { day, totals: withOpening(sum(book.totals, ofDay), (dimension) => plus(opening?.[dimension] ?? ZERO, received[dimension] ?? ZERO)) };
};

/** The month of these days, which are in their order. */
const monthOf = (subscription: string, month: Month, days: readonly UsageDay[], open: readonly OpenUsage[]): UsageMonth => {
  const sealed = days.flatMap(({ lines }) => lines);
  const unsealed = notCounted(open, sealed);
  const counted = sum(...days.map(({ book }) => book.totals));
  const first = days.find(({ opening }) => opening !== undefined);
  const totals = withOpening(sum(counted, totalsOfLines(unsealed)), (dimension) => first?.opening?.[dimension] ?? ZERO);
  const sums = Object.fromEntries(Object.entries(totals).map(([dimension, some]) => [dimension, sumsOf(some)]));
  const even = Object.values(sums).every(({ cameIn, accountedFor }) => compareQuantities(cameIn, accountedFor) === 0);
  return {
    subscription,
    month,
    lines: byKey([...sealed, ...unsealed]),
    totals,
    days: days.map((day) => dayTotals(day, unsealed)).filter((day) => Object.keys(day.totals).length > 0),
    sums,
    conserved: even && days.every(({ book }) => Object.values(book.totals).every(isConserved)) && agree(counted, totalsOfLines(sealed)),
    carried: days.findLast(({ book }) => book.opened)?.book.balances.carry ?? {},
  };
};

/** Reads a month's books from the log: never behind, and nothing to rebuild. */
export const usageMonth =
  ({ store, clock, open }: { readonly store: Pick<EventStore, "history">; readonly clock: Clock; readonly open: ReadOpenUsage }) =>
  async (subscription: string, month: Month): Promise<UsageMonth> => {
    const first: Hour = `${month}-01T00`;
    const waiting = await open(subscription, first, hourAt(endOfMonth(first)));
    const today = dayOf(hourAt(clock.now()));
    const days = await inParallel(
      daysOf(month).filter((day) => day <= today),
      WIDTH,
      (day) => readUsageDay(store, subscription, day),
    );
    return monthOf(subscription, month, days, waiting);
  };
