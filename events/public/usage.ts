import { z } from "zod";
import { Instant } from "../kernel/values";

// For product teams: what `POST /usage` takes and answers. It needs zod and nothing of AWS's.

/** A call takes so many records, and so many bytes (API Gateway itself takes ten times as many). */
export const MOST_RECORDS = 500;
export const MOST_BYTES = 1_048_576;

/** Usage as a product reports it. */
export interface UsageReport {
  /** The product's own name for it, unique for the subscription for 40 days: said again it counts once. */
  readonly recordId: string;
  /** `subscriptionId` of any event. */
  readonly subscription: string;
  /** The key of a metered dimension; keys are case-sensitive. */
  readonly dimension: string;
  /** A decimal as text, never a number: `"12.5"`. */
  readonly quantity: string;
  /** When it was used, with its zone: `2026-11-24T09:30:00Z`. It decides in which hour AWS bills it. */
  readonly usedAt: string;
  /** By keys that the product's settings name (`metering.tagKeys`). */
  readonly tags?: Readonly<Record<string, string>>;
}

const taken = { recordId: z.string(), subscription: z.string(), billsInHour: z.string(), deadline: Instant, late: z.boolean() };

/** What became of one report, as a product reads it: members and codes that were added later pass by, so that they break nobody. */
export const UsageAnswer = z.discriminatedUnion("status", [
  /** Stored. `late`: its hour may be sealed already, and then it goes on to a later hour of the month, if the product's settings say so. */
  z.object({ status: z.literal("accepted"), ...taken }).readonly(),
  /** The same was taken before. */
  z.object({ status: z.literal("duplicate"), ...taken }).readonly(),
  /** The `recordId` stands for other usage. */
  z.object({ status: z.literal("conflict"), recordId: z.string(), code: z.string(), retryable: z.boolean(), message: z.string() }).readonly(),
  /** It could never be billed; `retryable`: the same may be taken later. */
  z.object({ status: z.literal("refused"), recordId: z.string().nullable(), code: z.string(), retryable: z.boolean(), message: z.string() }).readonly(),
]);
export type UsageAnswer = z.infer<typeof UsageAnswer>;

const Answered = z.object({ records: z.array(UsageAnswer).readonly() });

/** The answers in a body of the API's, in the records' order. @throws z.ZodError for any other body */
export const readAnswers = (body: unknown): readonly UsageAnswer[] => Answered.parse(body).records;

/** What JSON puts between two records is a byte, and around all of them twelve. */
const AROUND = 64;

const encoder = new TextEncoder();

/**
 * Divides reports into as few calls as the API's limits allow, in their order.
 * @param dryRun whether the API only says what would become of them
 * @returns each call's reports and its body
 */
export const callsOf = (reports: readonly UsageReport[], dryRun = false): readonly { readonly reports: readonly UsageReport[]; readonly body: string }[] => {
  const calls: UsageReport[][] = [];
  let bytes = Infinity;
  for (const report of reports) {
    const size = encoder.encode(JSON.stringify(report)).length + 1;
    const last = calls.at(-1);
    if (last !== undefined && last.length < MOST_RECORDS && bytes + size <= MOST_BYTES) {
      last.push(report);
      bytes += size;
    } else {
      calls.push([report]);
      bytes = AROUND + size;
    }
  }
  return calls.map((some) => ({ reports: some, body: JSON.stringify({ records: some, ...(dryRun && { dryRun }) }) }));
};
