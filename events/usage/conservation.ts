import { compareQuantities, lessAtLeastZero, plus, type Quantity } from "../kernel/quantity";
import type { LedgerLine, LineState } from "./ledger";
import { adding, NO_TOTALS, type Ending, type Totals } from "./totals";

/** What there is to say of a dimension's units, in the order in which it is told: what came in, and where it is. */
export const AMOUNTS = [
  "recorded",
  "carriedIn",
  "billed",
  "included",
  "carriedOut",
  "refused",
  "disputed",
  "expired",
  "dryRun",
  "pending",
] as const satisfies readonly (keyof Totals)[];

/** The two sides of a dimension's account: what there was to deal with, and what was dealt with. They are equal, or usage was lost or made up. */
export interface Sums {
  readonly cameIn: Quantity;
  readonly accountedFor: Quantity;
}

export const sumsOf = ({ recorded, carriedIn, ...endings }: Totals): Sums => ({
  cameIn: plus(recorded, carriedIn),
  accountedFor: plus(...Object.values(endings)),
});

/** Where the units of a line stand that AWS is to be told of. */
const ENDING: Readonly<Record<LineState, Ending>> = {
  unsealed: "pending",
  pending: "pending",
  notSubscribed: "pending",
  billed: "billed",
  // Of these there are none.
  nothingToBill: "billed",
  dryRun: "dryRun",
  disputed: "disputed",
  refused: "refused",
  expired: "expired",
};

/** What one line adds to the totals of its dimension. */
const totalsOfLine = (line: LedgerLine): Totals => {
  const { state, recorded, carriedIn, included, units, lapsed, carriedOut, lateCarried, lateExpired } = line;
  const sealed = adding(NO_TOTALS, {
    recorded: plus(recorded, lateCarried, lateExpired),
    carriedIn,
    included,
    carriedOut: plus(carriedOut, lateCarried),
    expired: plus(lapsed, lateExpired),
  });
  return adding(sealed, { [ENDING[state]]: state === "unsealed" ? recorded : String(units) });
};

export type TotalsByDimension = Readonly<Record<string, Totals>>;

/** The totals of lines by dimension: those of their books, counted from the other side. */
export const totalsOfLines = (lines: readonly LedgerLine[]): TotalsByDimension => {
  const totals = new Map<string, Totals>();
  for (const line of lines) totals.set(line.dimension, adding(totals.get(line.dimension) ?? NO_TOTALS, totalsOfLine(line)));
  return Object.fromEntries(totals);
};

/**
 * Totals without what passed from one hour to the next in between: what was carried in is what the first hour found, and what is carried
 * out is what is left after the last. `recorded + carriedIn` is the sum of all others still.
 */
export const betweenEnds = (totals: Totals, opening: Quantity): Totals => ({
  ...totals,
  carriedIn: opening,
  carriedOut: lessAtLeastZero(plus(opening, totals.carriedOut), totals.carriedIn),
});

/** Whether two counts of the same usage say the same of every dimension. */
export const agree = (some: TotalsByDimension, others: TotalsByDimension): boolean =>
  [...new Set([...Object.keys(some), ...Object.keys(others)])].every((dimension) => {
    const [one, other] = [some[dimension] ?? NO_TOTALS, others[dimension] ?? NO_TOTALS];
    return AMOUNTS.every((amount) => compareQuantities(one[amount], other[amount]) === 0);
  });
