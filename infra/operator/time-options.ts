import { InvalidArgumentError } from "commander";
import { later, type Instant } from "../../events/kernel/values";

const DAY = 86_400_000;

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?$/;

/** How times are written on the command line, for every help. */
export const TIME_HELP = "2026-11-24, '2026-11-24 09:30' (UTC) or 2026-11-24T09:30:00+01:00";

/** A time as a person writes it: UTC unless it names an offset; a date is its first moment. */
export const instantOf = (text: string): Instant => {
  const zoned = DATE.test(text) ? `${text}T00:00:00Z` : /(Z|[+-]\d{2}:\d{2})$/.test(text) ? text : `${text}Z`;
  const date = new Date(zoned.replace(" ", "T"));
  // Node rolls 30 February over to March.
  if ((!DATE.test(text) && !TIME.test(text)) || Number.isNaN(date.getTime()) || !isInCalendar(text))
    throw new InvalidArgumentError(`Not a time. Write it like ${TIME_HELP}.`);
  return date.toISOString();
};

const isInCalendar = (text: string): boolean => {
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text.slice(0, 10));
};

/** The end of a period: a date is its last moment. */
export const endOf = (text: string): Instant => (DATE.test(text) ? later(instantOf(text), DAY - 1) : instantOf(text));
