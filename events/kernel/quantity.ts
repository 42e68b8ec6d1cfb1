import Big from "big.js";
import { z } from "zod";

/**
 * An amount of usage: a decimal in plain notation, exact to the last digit, never a float. Sums and products have up to twice the
 * digits of what is read: an hour that can't be written down would keep every later one from being counted.
 */
export const Quantity = z
  .string()
  .regex(/^(?:0|[1-9]\d{0,29})(?:\.\d{0,29}[1-9])?$/, "must be a decimal like '12.5': no sign, no exponent, no leading or trailing zeros");
export type Quantity = z.infer<typeof Quantity>;

/** What is reported: at most 15 digits before the point, as 2,147,483,647 (the most AWS takes in a record) leaves room to spare, and 15 after it. */
const Read = Quantity.regex(/^\d{1,15}(?:\.\d{1,15})?$/);

/** The most AWS takes in one record (`UsageRecord.Quantity`, SDK client-marketplace-metering: an int of 32 bits). */
export const MOST_BILLED = 2_147_483_647;

export const ZERO: Quantity = "0";

const plain = (value: Big): Quantity => value.toFixed();

/**
 * Reads an amount as people and programs write it: `5`, `5.0`, `0005`, `.5`.
 * @returns undefined for anything but a decimal, not negative, of at most 15 digits on either side of the point
 */
export const readQuantity = (text: string): Quantity | undefined => {
  if (!/^(?=.)\d*(?:\.\d+)?$/.test(text) || text.length > 64) return undefined;
  const read = Read.safeParse(plain(new Big(text.startsWith(".") ? `0${text}` : text)));
  return read.data;
};

/** The sum; of nothing it is 0. */
export const plus = (...amounts: readonly Quantity[]): Quantity => plain(amounts.reduce((sum, amount) => sum.plus(amount), new Big(0)));

/** What is left of the first after the second; 0 if nothing is. */
export const lessAtLeastZero = (from: Quantity, amount: Quantity): Quantity => {
  const left = new Big(from).minus(amount);
  return left.lt(0) ? ZERO : plain(left);
};

export const times = (amount: Quantity, by: Quantity): Quantity => plain(new Big(amount).times(by));

export const smaller = (one: Quantity, other: Quantity): Quantity => (new Big(one).lt(other) ? one : other);

/** Negative, 0 or positive as the first is less than, equal to or more than the second. */
export const compareQuantities = (one: Quantity, other: Quantity): number => new Big(one).cmp(other);

export const isZero = (amount: Quantity): boolean => new Big(amount).eq(0);

/** The units AWS is told of, at most what it takes in one record. */
export const wholeUnits = (amount: Quantity): number => Math.min(new Big(amount).round(0, Big.roundDown).toNumber(), MOST_BILLED);

const DECIMALS = 15;
const scaled = (amount: Quantity): bigint => BigInt(new Big(amount).times(new Big(10).pow(DECIMALS)).toFixed(0));

/** `units * part / whole`, in whole units, and what the division left over: exact, as a quotient of decimals need not end. */
export const share = (units: number, part: Quantity, whole: Quantity): { readonly units: number; readonly rest: bigint } => {
  const exact = BigInt(units) * scaled(part);
  const divisor = scaled(whole);
  return { units: Number(exact / divisor), rest: exact % divisor };
};
