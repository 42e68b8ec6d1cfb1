import { z } from "zod";
import { endOf, hourAt, monthOf, startOf, type Hour } from "../kernel/hour";
import { readQuantity, type Quantity } from "../kernel/quantity";
import { later, toInstant, type Instant } from "../kernel/values";
import { deadlineOf, timestampIn, type Life } from "./deadline";

/** A product's own name for what it reports: unique for a subscription, for 40 days. */
const RecordId = z.string().regex(/^[\w.:/=+@-]{1,200}$/, "must be 1 to 200 letters, digits or one of . : / = + @ - _");

/** `Tag.Value` of SDK client-marketplace-metering. */
const TagValue = z
  .string()
  .regex(/^[a-zA-Z0-9+ \-=._:/@]{1,256}$/, "must be 1 to 256 of the characters AWS allows in a tag: letters, digits and + - = . _ : / @");

/** Usage as a product reports it. */
export const ReportedUsage = z
  .strictObject({
    recordId: RecordId,
    subscription: z.string().min(1).max(512),
    dimension: z.string().min(1).max(255),
    /** A decimal as text, never a number: `"12.5"`. */
    quantity: z.string().transform((text, context): Quantity => {
      const quantity = readQuantity(text);
      if (quantity !== undefined) return quantity;
      context.addIssue({ code: "custom", message: "must be a decimal as text, not negative, of at most 15 digits on either side of the point" });
      return z.NEVER;
    }),
    /** When it was used, with its zone: `2026-11-24T09:30:00Z`. */
    usedAt: z.iso.datetime({ offset: true, error: "must be a time with its zone, like 2026-11-24T09:30:00Z" }).transform(toInstant),
    tags: z.record(z.string(), TagValue).default({}).readonly(),
  })
  .readonly();
export type ReportedUsage = z.infer<typeof ReportedUsage>;

/** Why usage is refused at the door: it could never be billed. */
export const IntakeRefusal = z.enum([
  "malformed",
  "unknownSubscription",
  "notMetered",
  "unknownDimension",
  "unknownTag",
  "inTheFuture",
  "beforeTheStart",
  "afterTheEnd",
  "tooLate",
]);
export type IntakeRefusal = z.infer<typeof IntakeRefusal>;

/**
 * Whether the same report may be taken later: what has not happened yet; and what was used of a purchase that AWS has not told of,
 * for as long as AWS would take it, as its notice may come after the first use.
 */
export const isRetryable = (refusal: IntakeRefusal, { usedAt }: Pick<ReportedUsage, "usedAt">, now: Instant): boolean =>
  refusal === "inTheFuture" || (refusal === "unknownSubscription" && now < deadlineOf(hourAt(usedAt), startOf(hourAt(usedAt))));

/** What is known of the subscription that usage is reported for. */
export interface Metered {
  readonly life: (Life & { readonly finalDeadline?: Instant | undefined }) | "unknown" | "never";
  readonly dimensions: readonly string[];
  readonly tagKeys: readonly string[];
  /** Whether usage of a sealed hour is billed with a later one. */
  readonly carriesLate: boolean;
}

/** A product's clock may be ahead of ours by so much. */
const SKEW_MS = 300_000;

/** Where usage counts: the hour it was used in, until when AWS takes it, and the time its record will bear where that is known. */
export interface Judged {
  readonly hour: Hour;
  readonly deadline: Instant;
}

const judgeTime = ({ usedAt }: Pick<ReportedUsage, "usedAt">, { life, carriesLate }: Metered, now: Instant): Judged | IntakeRefusal => {
  if (usedAt > later(now, SKEW_MS)) return "inTheFuture";
  if (life === "never") return "afterTheEnd";
  const hour = hourAt(usedAt);
  // Usage of a purchase that AWS has not named yet is held for as long as AWS would take it.
  if (life === "unknown") return judgeDeadline(hour, deadlineOf(hour, startOf(hour)), carriesLate, now);
  if (life.until !== undefined && usedAt >= life.until) return "afterTheEnd";
  if (endOf(hour) <= life.from) return "beforeTheStart";
  const timestamp = timestampIn(hour, life);
  if (timestamp === undefined) return "beforeTheStart";
  const carries = carriesLate && life.finalDeadline === undefined;
  return judgeDeadline(hour, deadlineOf(hour, timestamp, life.finalDeadline), carries, now);
};

/** What is too late for its own hour may be billed with a later one of the month, as long as the month lasts. */
const judgeDeadline = (hour: Hour, deadline: Instant, carries: boolean, now: Instant): Judged | IntakeRefusal =>
  now < deadline || (carries && monthOf(hour) === monthOf(hourAt(now))) ? { hour, deadline } : "tooLate";

/** Judges a report against what is known: its hour, or why it could never be billed. */
export const judge = (report: ReportedUsage, metered: Metered, now: Instant): Judged | IntakeRefusal => {
  if (metered.dimensions.length === 0) return "notMetered";
  if (!metered.dimensions.includes(report.dimension)) return "unknownDimension";
  if (!Object.keys(report.tags).every((key) => metered.tagKeys.includes(key))) return "unknownTag";
  return judgeTime(report, metered, now);
};
