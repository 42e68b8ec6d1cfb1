import { z } from "zod";
import { later, type Instant } from "./values";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** An hour of UTC, the grain in which AWS counts usage: `2026-11-24T09`. Sorts as text. */
export const Hour = z.string().regex(/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3])$/, "must be an hour of UTC like 2026-11-24T09");
export type Hour = z.infer<typeof Hour>;

/** A day of UTC, one book of usage: `2026-11-24`. */
export const Day = z.iso.date();
export type Day = z.infer<typeof Day>;

/** A month of UTC, as AWS bills: `2026-11`. */
export const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, "must be a month like 2026-11");
export type Month = z.infer<typeof Month>;

/** The hour a time falls into. */
export const hourAt = (at: Instant): Hour => at.slice(0, "2026-11-24T09".length);

export const startOf = (hour: Hour): Instant => `${hour}:00:00.000Z`;

/** The first instant that is no longer in it. */
export const endOf = (hour: Hour): Instant => later(startOf(hour), HOUR_MS);

export const hourAfter = (hour: Hour): Hour => hourAt(endOf(hour));

export const dayOf = (hour: Hour): Day => hour.slice(0, "2026-11-24".length);

export const monthOf = (hour: Hour): Month => hour.slice(0, "2026-11".length);

/** The first instant after the month. */
export const endOfMonth = (hour: Hour): Instant => {
  const [year, month] = [Number(hour.slice(0, "2026".length)), Number(hour.slice("2026-".length, "2026-11".length))];
  return new Date(Date.UTC(year, month, 1)).toISOString();
};

/** The days of a month, first to last. */
export const daysOf = (month: Month): readonly Day[] => {
  const last = new Date(Date.parse(endOfMonth(`${month}-01T00`)) - HOUR_MS).getUTCDate();
  return Array.from({ length: last }, (_, index) => `${month}-${String(index + 1).padStart(2, "0")}`);
};
