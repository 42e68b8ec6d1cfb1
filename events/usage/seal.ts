import { carrying, consuming, leftOf, type Allowance, type Balances } from "./balances";
import { compareQuantities, isZero, lessAtLeastZero, plus, smaller, wholeUnits, ZERO, type Quantity } from "../kernel/quantity";

/** What an hour comes to for one dimension. `recorded + carriedIn = billed + included + lapsed + carriedOut`. */
export interface Counted {
  readonly dimension: string;
  readonly recorded: Quantity;
  readonly carriedIn: Quantity;
  /** What the contract covers. */
  readonly included: Quantity;
  /** The integer AWS is told of. */
  readonly billed: number;
  /** A fraction of a unit that stays unbilled because the license ends. */
  readonly lapsed: Quantity;
  readonly carriedOut: Quantity;
}

export interface Counting {
  /** The listing's metered dimensions. */
  readonly dimensions: readonly string[];
  /** What was recorded of each. */
  readonly recorded: Readonly<Record<string, Quantity>>;
  readonly allowances: readonly Allowance[];
  /** Whether AWS is told of dimensions of which nothing was used. */
  readonly zero: boolean;
  /** Whether it is the license's last hour, after which nothing can be carried. */
  readonly final: boolean;
}

const countOne = (dimension: string, { recorded, allowances, final }: Counting, balances: Balances): Counted => {
  const used = recorded[dimension] ?? ZERO;
  const carriedIn = balances.carry[dimension] ?? ZERO;
  const total = plus(used, carriedIn);
  const allowance = allowances.find((one) => one.dimension === dimension);
  const included = smaller(total, leftOf(allowance, balances));
  const rest = lessAtLeastZero(total, included);
  const billed = wholeUnits(rest);
  const left = lessAtLeastZero(rest, String(billed));
  return { dimension, recorded: used, carriedIn, included, billed, lapsed: final ? left : ZERO, carriedOut: final ? ZERO : left };
};

/** Whether an hour has anything to tell of a dimension: some usage, or a carry that makes up a unit or must be told now. */
const isWorthALine = ({ recorded, carriedIn, billed }: Counted, { zero, final }: Counting): boolean =>
  zero || !isZero(recorded) || billed > 0 || (final && !isZero(carriedIn));

/** Counts an hour, and what it hands on to the next. Pure and exact: the same usage in any order gives the same lines. */
export const count = (counting: Counting, balances: Balances): { readonly lines: readonly Counted[]; readonly balances: Balances } => {
  const named = new Set([...counting.dimensions, ...Object.keys(counting.recorded), ...Object.keys(balances.carry)]);
  const lines = [...named]
    .toSorted()
    .map((dimension) => countOne(dimension, counting, balances))
    .filter((line) => isWorthALine(line, counting));
  return {
    lines,
    balances: lines.reduce((handed, { dimension, included, carriedOut }) => {
      const allowance = counting.allowances.find((one) => one.dimension === dimension);
      const after = carrying(handed, dimension, carriedOut);
      return allowance === undefined || compareQuantities(included, ZERO) === 0 ? after : consuming(after, dimension, allowance.window, included);
    }, balances),
  };
};
