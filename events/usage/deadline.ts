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
  /** When AWS first said that it is, if that is known. */
  readonly saidAt?: Instant | undefined;
  readonly until?: Instant | undefined;
}

/**
 * The time an hour's records bear, for ever: its start, or the purchase's where that is later, because AWS takes none before
 * (`InvalidLicenseException`: "usage is within the license activation period"). Whether that is the agreement's start or the time of
 * `License Updated` no text says, so that in the hour of both it is the later.
 * @returns undefined for an hour of which the purchase saw nothing
 */
export const timestampIn = (hour: Hour, { from, saidAt = from, until }: Life): Instant | undefined => {
  const isSaidInHour = wholeSecond(saidAt) < endOf(hour) && (until === undefined || wholeSecond(saidAt) < until);
  const first = saidAt > from && isSaidInHour ? saidAt : from;
  const start = first > startOf(hour) ? wholeSecond(first) : startOf(hour);
  return start >= endOf(hour) || (until !== undefined && start >= until) ? undefined : start;
};

/** How near a record that AWS was not told of, or has not answered for, is to never being billed. */
export type Risk =
  | "none"
  /** AWS could have been told two hours ago: something is slow, or stands still. */
  | "delayed"
  /** There is time for a person to act, and not for two tries. */
  | "atRisk"
  /** The next try may be the last. */
  | "expiring";

/** AWS is told hourly; what is two hours old has missed eight runs. */
const DELAYED_AFTER_MS = 2 * HOUR_MS;

/** So long before a deadline a person is called, and so long before it is nearly over. */
interface Lead {
  readonly atRisk: number;
  readonly expiring: number;
}

/** Of a day's window a quarter, so that whoever is called at night can still act in the morning. */
const DAY_LEAD: Lead = { atRisk: 6 * HOUR_MS, expiring: HOUR_MS };
/** From 04:00 UTC on the 1st: an hour after the last hours of the month were to be sealed at the latest. */
const MONTH_LEAD: Lead = { atRisk: 2 * HOUR_MS, expiring: 30 * MINUTE_MS };
/** Half of AWS's final hour, which begins with its end; the last hour is sealed a quarter before it is over, and told at once. */
const FINAL_LEAD: Lead = { atRisk: 30 * MINUTE_MS, expiring: 10 * MINUTE_MS };

const leadOf = (hour: Hour, timestamp: Instant, deadline: Instant): Lead => {
  const ordinary = deadlineOf(hour, timestamp);
  if (deadline < ordinary) return FINAL_LEAD;
  return ordinary === later(endOfMonth(hour), MONTH_CUT_MS) ? MONTH_LEAD : DAY_LEAD;
};

/** How near a sealed record is to its deadline, at a time before it. */
export const riskOf = ({ hour, timestamp, deadline }: { readonly hour: Hour; readonly timestamp: Instant; readonly deadline: Instant }, now: Instant): Risk => {
  const { atRisk, expiring } = leadOf(hour, timestamp, deadline);
  if (now >= later(deadline, -expiring)) return "expiring";
  if (now >= later(deadline, -atRisk)) return "atRisk";
  return now >= later(endOf(hour), DELAYED_AFTER_MS) ? "delayed" : "none";
};
