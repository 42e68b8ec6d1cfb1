import { z } from "zod";
import { defineCodec } from "../kernel/codec";
import { defineEvent } from "../kernel/event";
import { AwsAccountId, Instant, LicenseArn, ProductCode } from "../kernel/values";
import { Balances } from "./balances";
import { Day, Hour } from "../kernel/hour";
import { MOST_BILLED, Quantity } from "../kernel/quantity";
import { UsageResolution } from "../kernel/usage-problem";

// These shapes are what the log holds. Add a fact, or a new version of one; never edit or delete.

/** Whom a record is billed to, in the one form its hour is billed in: by license without a product code, or by product and customer. */
export const Billed = z.discriminatedUnion("form", [
  z.strictObject({ form: z.literal("license"), licenseArn: LicenseArn, awsAccountId: AwsAccountId }).readonly(),
  z.strictObject({ form: z.literal("account"), productCode: ProductCode, awsAccountId: AwsAccountId }).readonly(),
  z.strictObject({ form: z.literal("customer"), productCode: ProductCode, customerIdentifier: z.string().min(1) }).readonly(),
]);
export type Billed = z.infer<typeof Billed>;

/** Why AWS is not told of a line. */
export const Untold = z.enum([
  /** It comes to nothing, and the product does not report zeros. */
  "nothingToBill",
  /** The product is configured to try out only. */
  "dryRun",
  /** AWS never named a license that was in force then, in all the time that it would have taken usage of one. */
  "noLicense",
  /** The hour is billed in another form than that of this subscription (`concurrentFrom` of the product). */
  "otherForm",
  /** Its time had passed when it was sealed. */
  "tooLate",
]);
export type Untold = z.infer<typeof Untold>;

/** One dimension of a sealed hour: one record at AWS, for ever. */
export const SealedLine = z
  .strictObject({
    dimension: z.string().min(1),
    recorded: Quantity,
    carriedIn: Quantity,
    included: Quantity,
    billed: z.int().min(0).max(MOST_BILLED),
    lapsed: Quantity,
    carriedOut: Quantity,
    /** Absent: AWS is told. */
    untold: Untold.optional(),
    /** The hash of its allocations to tags, which are kept apart; absent without tags. */
    allocations: z.string().optional(),
  })
  .readonly();
export type SealedLine = z.infer<typeof SealedLine>;

const line = { hour: Hour, dimension: z.string().min(1) };
/** A call to AWS, by the run that made it and its number there. */
const attempt = z.string().min(1);

/** The day's book was opened with what the one before handed on. */
export const BookOpened = defineEvent("BookOpened", { previous: Day.optional(), opening: Balances, at: Instant });
/** An hour was counted and frozen. What AWS is told of it never changes. */
export const HourSealed = defineEvent("HourSealed", {
  hour: Hour,
  /** Absent where AWS did not name the customer in the form the hour is billed in, and so is told nothing. */
  billedTo: Billed.optional(),
  /** The metering Region: AWS recognises a record it knows within one Region only. */
  region: z.string().min(1),
  /** What the records bear as their time. */
  timestamp: Instant,
  deadline: Instant,
  lines: z.array(SealedLine).readonly(),
  /** The windows in which what is included was counted, by dimension. */
  windows: z.record(z.string(), z.string()).readonly(),
  /** Whether it is the license's last. */
  final: z.boolean(),
  at: Instant,
});
/** A call went out, and no answer came back: AWS may have taken the record or not. */
export const UsageUnanswered = defineEvent("UsageUnanswered", { ...line, attempt, at: Instant });
/** AWS bills it. `inferred`: it said so by refusing our own record as a duplicate, after a call whose answer was lost. */
export const UsageAccepted = defineEvent("UsageAccepted", {
  ...line,
  attempt,
  meteringRecordId: z.string().min(1).optional(),
  inferred: z.boolean(),
  at: Instant,
});
/** AWS holds a record for this hour that is not known to be ours: a person has to look. */
export const UsageDisputed = defineEvent("UsageDisputed", { ...line, attempt, meteringRecordId: z.string().min(1).optional(), at: Instant });
/** AWS knows no such customer just now (`CustomerNotSubscribed`); it is told again while it may still learn of them. */
export const UsageNotSubscribed = defineEvent("UsageNotSubscribed", { ...line, attempt, at: Instant });
/** AWS refuses the record for what it is, and will always: the error's name. */
export const UsageRefused = defineEvent("UsageRefused", { ...line, attempt, error: z.string().min(1).max(100), at: Instant });
/** Its deadline passed, and AWS never said that it took it; `unanswered`: it was told, so that it may have taken it all the same. */
export const UsageExpired = defineEvent("UsageExpired", { ...line, because: z.enum(["notSubscribed", "notSent", "unanswered"]), at: Instant });
/** Usage of an hour was reported after it was sealed, and goes on to a later one of the month. `total`: all late usage of the line so far. */
export const LateUsageCarried = defineEvent("LateUsageCarried", { ...line, quantity: Quantity, total: Quantity, into: Day, at: Instant });
/** The book that was to take late usage on was closed before it did: another does. */
export const LateUsageRerouted = defineEvent("LateUsageRerouted", { ...line, into: Day, at: Instant });
/** Usage of an hour was reported after it was sealed, and too late for any other. */
export const LateUsageExpired = defineEvent("LateUsageExpired", { ...line, quantity: Quantity, total: Quantity, at: Instant });
/** What another hour handed on late, to be billed with the next one that is sealed here. `total` tells a repetition from more. */
export const LateUsageReceived = defineEvent("LateUsageReceived", {
  from: Hour,
  dimension: z.string().min(1),
  quantity: Quantity,
  total: Quantity,
  at: Instant,
});
/** A person saw to a line that AWS did not bill as sealed. */
export const UsageProblemClosed = defineEvent("UsageProblemClosed", {
  ...line,
  resolution: UsageResolution,
  reason: z.string().min(1).max(500),
  by: z.string().min(1).max(200),
  at: Instant,
});
/** The subscription's own stream has what this book had to tell of problems, up to a number. */
export const UsageProblemsTold = defineEvent("UsageProblemsTold", { upTo: z.int().min(1), at: Instant });
/** Nothing more is sealed in this book: a later one was opened. */
export const BookClosed = defineEvent("BookClosed", { closing: Balances, at: Instant });

export const UsageEvent = z.discriminatedUnion("type", [
  BookOpened,
  HourSealed,
  UsageUnanswered,
  UsageAccepted,
  UsageDisputed,
  UsageNotSubscribed,
  UsageRefused,
  UsageExpired,
  LateUsageCarried,
  LateUsageRerouted,
  LateUsageExpired,
  LateUsageReceived,
  UsageProblemClosed,
  UsageProblemsTold,
  BookClosed,
]);
export type UsageEvent = z.infer<typeof UsageEvent>;

export const usageCodec = defineCodec<UsageEvent>({
  BookOpened: { version: 1, schema: BookOpened },
  HourSealed: { version: 1, schema: HourSealed },
  UsageUnanswered: { version: 1, schema: UsageUnanswered },
  UsageAccepted: { version: 1, schema: UsageAccepted },
  UsageDisputed: { version: 1, schema: UsageDisputed },
  UsageNotSubscribed: { version: 1, schema: UsageNotSubscribed },
  UsageRefused: { version: 1, schema: UsageRefused },
  // Version 2 has one reason more.
  UsageExpired: { version: 2, schema: UsageExpired, upcasters: { 1: (data) => data } },
  LateUsageCarried: { version: 1, schema: LateUsageCarried },
  LateUsageRerouted: { version: 1, schema: LateUsageRerouted },
  LateUsageExpired: { version: 1, schema: LateUsageExpired },
  LateUsageReceived: { version: 1, schema: LateUsageReceived },
  UsageProblemClosed: { version: 1, schema: UsageProblemClosed },
  UsageProblemsTold: { version: 1, schema: UsageProblemsTold },
  BookClosed: { version: 1, schema: BookClosed },
});
