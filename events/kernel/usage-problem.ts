import { z } from "zod";
import { Hour } from "./hour";
import { Quantity } from "./quantity";
import { Instant } from "./values";

/** Why AWS does not bill usage as it was sealed. */
export const UsageProblemKind = z.enum([
  /** AWS holds another record of the hour, which is not known to be ours. */
  "disputed",
  /** AWS knows no such customer. */
  "notSubscribed",
  /** AWS refuses the record for what it is. */
  "refused",
  /** Its time passed before AWS was told, or could be. */
  "expired",
]);
export type UsageProblemKind = z.infer<typeof UsageProblemKind>;

/**
 * What of an hour's usage it is about: the record itself, usage that came after the hour was sealed and too late for any other,
 * or the fraction of a unit that a license leaves at its end.
 */
const UsagePart = z.enum(["line", "late", "fraction"]);

const place = { part: UsagePart, hour: Hour, dimension: z.string().min(1), kind: UsageProblemKind };

/** Usage that AWS does not bill as it was sealed. */
export const UsageProblem = z
  .strictObject({
    ...place,
    /** What was sealed; of late usage, what came. */
    quantity: Quantity,
    /** AWS's error, or our own reason, in one word. */
    because: z.string().min(1).max(100),
    /** The id under which AWS answered, where it named one. */
    meteringRecordId: z.string().min(1).optional(),
    /** AWS is told again until then, and may yet bill it; absent: this is how it ends. */
    retriedUntil: Instant.optional(),
  })
  .readonly();
export type UsageProblem = z.infer<typeof UsageProblem>;

/** How a problem came to its end: AWS bills it after all, or a person decided. */
export const UsageResolution = z.enum(["billedByAws", "writtenOff", "adjustmentRequested"]);
export type UsageResolution = z.infer<typeof UsageResolution>;

export const UsageSettlement = z.strictObject({ ...place, how: UsageResolution }).readonly();

/** What a day's book has to tell the subscription, numbered on within the book: told twice it is heard once. */
export const UsageNews = z.discriminatedUnion("news", [
  z.strictObject({ news: z.literal("raised"), number: z.int().min(1), problem: UsageProblem }).readonly(),
  z.strictObject({ news: z.literal("settled"), number: z.int().min(1), settlement: UsageSettlement }).readonly(),
]);
export type UsageNews = z.infer<typeof UsageNews>;

/** What tells one problem from another. A record that is refused again is the same problem, whatever AWS says of it by then. */
export const problemKey = ({ part, hour, dimension }: Pick<UsageProblem, "part" | "hour" | "dimension">): string => `${hour}#${dimension}#${part}`;

/** Whether AWS surely bills nothing of it: not where it holds a record that is not ours, nor where it was told and never answered. */
export const isSurelyUnbilled = ({ kind, because }: Pick<UsageProblem, "kind" | "because">): boolean => kind !== "disputed" && because !== "unanswered";
