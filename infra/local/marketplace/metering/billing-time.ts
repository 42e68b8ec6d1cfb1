import { later, toInstant, type Instant } from "../../../../events/kernel/values";

const HOUR_MS = 3_600_000;
/** Usage records are not accepted 24 hours or more after an event (`SDK-MTR`, BatchMeterUsage). */
const LATEST_MS = 24 * HOUR_MS;
/** A month's usage is taken until 06:00 UTC on the 1st of the next (`SDK-MTR`, UsageRecord.Timestamp). */
const GRACE_MS = 6 * HOUR_MS;

/** The first moment of the UTC hour: AWS takes one record for it. */
export const hourOf = (instant: Instant): Instant => `${instant.slice(0, 13)}:00:00.000Z`;

/** `2026-11`: the UTC month that an instant is billed in. */
export const monthOf = (instant: Instant): string => instant.slice(0, 7);

/** The month so many months after. */
export const monthAfter = (month: string, months: number): string => {
  const date = new Date(`${month}-01T00:00:00.000Z`);
  date.setUTCMonth(date.getUTCMonth() + months);
  return monthOf(toInstant(date));
};

/** From when a month takes no more records, and its invoices are final. */
export const monthClosesAt = (month: string): Instant => later(`${monthAfter(month, 1)}-01T00:00:00.000Z`, GRACE_MS);

/** Whether AWS takes a record for a time at all: none of the future, none of 24 hours ago, and of last month only until 06:00 UTC on the 1st. */
export const isOpen = (timestamp: Instant, now: Instant): boolean =>
  timestamp <= now && now < later(timestamp, LATEST_MS) && now < monthClosesAt(monthOf(timestamp));
