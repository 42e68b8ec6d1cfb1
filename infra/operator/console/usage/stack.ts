import { daysOf, type Day, type Month } from "../../../../events/kernel/hour";
import { isZero, plus, ZERO, type Quantity } from "../../../../events/kernel/quantity";
import type { Totals } from "../../../../events/usage/totals";
import type { UsageMonth } from "../../../../functions/kernel/usage/usage-month";

/** What a day's bar is made of, from the ground up. `elsewhere`: refused, disputed, expired or tried out only. */
export const PARTS = ["included", "billed", "pending", "elsewhere"] as const;
export type Part = (typeof PARTS)[number];

/** One day of one dimension. */
export interface DayStack extends Readonly<Record<Part, Quantity>> {
  readonly day: Day;
  readonly recorded: Quantity;
}

const NOTHING = { recorded: ZERO, included: ZERO, billed: ZERO, pending: ZERO, elsewhere: ZERO } as const;

const partsOf = ({ recorded, included, billed, pending, refused, disputed, expired, dryRun }: Totals): Omit<DayStack, "day"> => ({
  recorded,
  included,
  billed,
  pending,
  elsewhere: plus(refused, disputed, expired, dryRun),
});

/** Every day of the month, also those without anything. */
export const stacksOf = (month: Month, days: UsageMonth["days"], dimension: string): readonly DayStack[] => {
  const known = new Map(days.map(({ day, totals }) => [day, totals[dimension]]));
  return daysOf(month).map((day) => {
    const totals = known.get(day);
    return { day, ...(totals === undefined ? NOTHING : partsOf(totals)) };
  });
};

/** Whether there is anything to see of the day. */
export const isUsed = (stack: DayStack): boolean => !isZero(stack.recorded) || PARTS.some((part) => !isZero(stack[part]));
