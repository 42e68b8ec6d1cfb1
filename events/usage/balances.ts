import { z } from "zod";
import { isZero, lessAtLeastZero, plus, Quantity, ZERO } from "../kernel/quantity";

/** How much of what is included was used up, of one dimension, within the window in which it counts. */
const Consumed = z.strictObject({ window: z.string().min(1), quantity: Quantity }).readonly();

/** What one hour hands on to the next, and one book to the next, by metered dimension. */
export const Balances = z
  .strictObject({
    /** Usage recorded and not billed yet: fractions of a unit, and late usage. */
    carry: z.record(z.string(), Quantity).readonly(),
    consumed: z.record(z.string(), Consumed).readonly(),
  })
  .readonly();
export type Balances = z.infer<typeof Balances>;

export const NOTHING_CARRIED: Balances = { carry: {}, consumed: {} };

/** How much of a dimension is included, and in which window: a term, a month or an hour by its name. */
export const Allowance = z.strictObject({ dimension: z.string().min(1), window: z.string().min(1), quantity: Quantity }).readonly();
export type Allowance = z.infer<typeof Allowance>;

/** What is left of an allowance. Another window than the last is a new one: nothing of it is used. */
export const leftOf = (allowance: Allowance | undefined, { consumed }: Balances): Quantity => {
  if (allowance === undefined) return ZERO;
  const known = consumed[allowance.dimension];
  return known?.window === allowance.window ? lessAtLeastZero(allowance.quantity, known.quantity) : allowance.quantity;
};

const without = <Value>(record: Readonly<Record<string, Value>>, key: string): Readonly<Record<string, Value>> =>
  Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));

/** With another carry; none is not kept. */
export const carrying = (balances: Balances, dimension: string, quantity: Quantity): Balances => ({
  ...balances,
  carry: isZero(quantity) ? without(balances.carry, dimension) : { ...balances.carry, [dimension]: quantity },
});

/** The same, where what one window is called is called otherwise from now on; what belongs to another window of its kind is let go by `leftOf`. */
export const renaming = (consumed: Balances["consumed"], from: string, to: string): Balances["consumed"] =>
  Object.fromEntries(Object.entries(consumed).map(([dimension, known]) => [dimension, known.window === from ? { ...known, window: to } : known]));

/** With so much of an allowance used up beside what was. */
export const consuming = (balances: Balances, dimension: string, window: string, quantity: Quantity): Balances => {
  const known = balances.consumed[dimension];
  const before = known?.window === window ? known.quantity : ZERO;
  return { ...balances, consumed: { ...balances.consumed, [dimension]: { window, quantity: plus(before, quantity) } } };
};
