import { z } from "zod";
import { Quantity } from "../kernel/quantity";

/** What of a metered dimension a contract covers: so many units for each unit of an entitled dimension, within a window. */
const Included = z
  .strictObject({
    /** The metered dimension. */
    dimension: z.string().min(1),
    /** The entitled dimension that covers it. */
    from: z.string().min(1),
    /** Units of the metered dimension for each unit entitled. */
    unitsPer: Quantity,
    /** What starts afresh with a renewal, with a month of UTC, or with every hour. AWS leaves it to the seller (`UG:saas-contracts`). */
    per: z.enum(["term", "calendarMonthUtc", "hour"]),
  })
  .readonly();
export type Included = z.infer<typeof Included>;

/** `Tag.Key` of SDK client-marketplace-metering. */
const TagKey = z
  .string()
  .regex(/^[a-zA-Z0-9+ \-=._:/@]{1,100}$/, "must be 1 to 100 of the characters AWS allows in a tag: letters, digits and + - = . _ : / @");

/** How a listing's usage is reported. */
export const Metering = z
  .strictObject({
    /** How long after an hour its usage may still come in; then it is sealed, and what comes later is late. AWS takes it for 24 hours. */
    graceMinutes: z.int().min(0).max(1_200).default(15),
    /** Whether AWS is told of hours without usage. @default - for pay-as-you-go, as AWS recommends (`UG:saas-integrate-subscription`) */
    zeroRecords: z.boolean().optional(),
    /** What becomes of usage reported after its hour was sealed: billed with a later hour of the month, or not at all. */
    lateUsage: z.enum(["carry", "expire"]).default("carry"),
    /** Count and seal, and tell AWS nothing. */
    dryRun: z.boolean().default(false),
    /** The tags usage may bear, which the buyer sees in their cost reports; AWS takes five. */
    tagKeys: z.array(TagKey).max(5, "AWS takes at most five tags").default([]).readonly(),
    /** @default - nothing: all usage that is reported is billed */
    included: z.array(Included).default([]).readonly(),
  })
  .readonly();
export type Metering = z.infer<typeof Metering>;
