import { later, type Instant } from "../kernel/values";
import { endOf, endOfMonth, startOf, type Hour } from "../kernel/hour";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** AWS takes no record whose time is 24 hours or more ago (SDK client-marketplace-metering, BatchMeterUsage; `UG:metering-for-usage`). */
export const LATEST_AFTER_MS = 24 * HOUR_MS;

/** Records of a month are taken until 06:00 UTC on the 1st of the next, whatever else (SDK, `UsageRecord.Timestamp`). */
export const MONTH_CUT_MS = 6 * HOUR_MS;

/** From 03:00 UTC on the 1st no hour of the month before waits for late usage: three hours are left to tell AWS of it. */
const MONTH_RUSH_MS = 3 * HOUR_MS;

const earliest = (first: Instant, ...others: readonly (Instant | undefined)[]): Instant =>
  others.reduce<Instant>((least, other) => (other !== undefined && other < least ? other : least), first);

/**
 * When AWS takes a record no more: 24 hours after its time, at 06:00 UTC on the 1st for a month that is over, and an hour
 * after the purchase ended, whichever comes first.
 * @param timestamp the record's own time, within the hour
 * @param finalDeadline the end of the final hour, of a purchase that ended
 */
export const deadlineOf = (hour: Hour, timestamp: Instant, finalDeadline?: Instant): Instant =>
  earliest(later(timestamp, LATEST_AFTER_MS), later(endOfMonth(hour), MONTH_CUT_MS), finalDeadline);

/** From when an hour is sealed: it is over, and the product's grace for late usage is too; on the 1st from 03:00 UTC without one. */
export const sealableAt = (hour: Hour, graceMs: number): Instant => {
  const rush = later(endOfMonth(hour), MONTH_RUSH_MS);
  return earliest(later(endOf(hour), graceMs), rush);
};

/** AWS takes times in seconds; the next whole one is never before the start. */
const wholeSecond = (at: Instant): Instant => new Date(Math.ceil(Date.parse(at) / 1_000) * 1_000).toISOString();

/** From when until when a purchase was in force. */
export interface Life {
  readonly from: Instant;
  readonly until?: Instant | undefined;
}

/**
 * The time an hour's records bear, for ever: its start, or the purchase's where that is later, because AWS takes none before
 * (`InvalidLicenseException`: "usage is within the license activation period").
 * @returns undefined for an hour of which the purchase saw nothing
 */
export const timestampIn = (hour: Hour, { from, until }: Life): Instant | undefined => {
  const start = from > startOf(hour) ? wholeSecond(from) : startOf(hour);
  return start >= endOf(hour) || (until !== undefined && start >= until) ? undefined : start;
};
