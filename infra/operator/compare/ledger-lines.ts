import { dayOf, daysOf, monthOf, type Day, type Hour, type Month } from "../../../events/kernel/hour";
import type { Instant } from "../../../events/kernel/values";
import type { LedgerLine } from "../../../events/usage/ledger";
import { inParallel } from "../../../functions/kernel/task/batches";
import { readUsageDay, type UsageDay } from "../../../functions/kernel/usage/usage-day";
import { everyMeter, type Metered, type MeterSources } from "../usage/every-meter";

const monthAfter = (month: Month): Month => {
  const [year, number] = [Number(month.slice(0, "2026".length)), Number(month.slice("2026-".length))];
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, "0")}`;
};

/** The days from that of an hour (or a day) to that of another, both included. */
export const daysBetween = (first: Hour, last: Hour): readonly Day[] => {
  const days: Day[] = [];
  for (let month = monthOf(first); month <= monthOf(last); month = monthAfter(month)) {
    days.push(...daysOf(month).filter((day) => day >= dayOf(first) && day <= dayOf(last)));
  }
  return days;
};

/** Days of a subscription that are read at once: with the sixteen subscriptions of a walk, more than a client's fifty connections can carry. */
const DAYS_AT_ONCE = 8;

/** Visits the books of some days: all subscriptions, some at a time, and each one's days in their order. */
export const everyBook = (
  sources: MeterSources,
  days: readonly Day[],
  visit: (metered: Metered, book: UsageDay) => Promise<void>,
  onPage: (segments: number) => void,
): Promise<void> =>
  everyMeter(
    sources,
    () => true,
    async (metered) => {
      const { row, newest } = metered;
      const kept = days.filter((day) => newest !== undefined && day <= newest);
      const books = await inParallel(kept, DAYS_AT_ONCE, (day) => readUsageDay(sources.log, row.subscriptionId, day));
      for (const book of books) await visit(metered, book);
    },
    onPage,
  );

/** Whether the ledger says that AWS holds the line's record. */
export const isHeld = ({ state }: LedgerLine): boolean => state === "billed";

/** Whether AWS answered of a line at a time that lies between two: what was sent before or after is none that the files could know. */
export const isWithin = ({ answeredAt = "" }: LedgerLine, from: Instant, until: Instant): boolean => answeredAt >= from && answeredAt <= until;
