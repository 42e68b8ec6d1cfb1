import { later, type Instant } from "../../../events/kernel/values";

const DAY_MS = 86_400_000;
/** Of a mean year: 365.25 days. */
const DAYS_A_MONTH = 30.4375;

/** When a contract's term ends: whole months by the calendar, as buyers count them, and what is left of a fraction in mean months. */
export const termEnd = (from: Instant, months: number): Instant => {
  const whole = Math.floor(months);
  const date = new Date(from);
  const day = date.getUTCDate();
  date.setUTCMonth(date.getUTCMonth() + whole);
  // A month without such a day, such as a 31st of June, ran over into the next: its last day is meant.
  if (date.getUTCDate() !== day) date.setUTCDate(0);
  return later(date.toISOString(), Math.round((months - whole) * DAYS_A_MONTH * DAY_MS));
};
