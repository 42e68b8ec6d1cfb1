import { z } from "zod";
import { UsageAnswer, type UsageReport } from "../../../events/public/usage";
import { UsageUnanswered, type UsageClient } from "../../../functions/kernel/usage/usage-client";
import type { Instant } from "../../../events/kernel/values";
import type { Documents } from "../cloud/documents";

const Report = z.object({
  recordId: z.string(),
  subscription: z.string(),
  dimension: z.string(),
  quantity: z.string(),
  usedAt: z.string(),
});

/** What was used, and what Stallkeeper said of it; no answer yet: it is reported again with the next use, under the same name. */
const Used = z.strictObject({ report: Report, answer: UsageAnswer.optional() }).readonly();
export type Used = z.infer<typeof Used>;

const KIND = "sample-usage";

interface Host {
  readonly documents: Documents;
  readonly usage: UsageClient;
  readonly now: () => Instant;
}

/** Counts what a customer uses, and reports it. */
export const usageOf = ({ documents, usage, now }: Host) => {
  const list = async (subscription: string): Promise<readonly Used[]> =>
    (await documents.list(KIND))
      .map(({ document }) => Used.parse(document))
      .filter(({ report }) => report.subscription === subscription)
      .sort((one, other) => (one.report.usedAt < other.report.usedAt ? 1 : -1));

  const keep = (used: Used): Promise<void> => documents.put(KIND, `${used.report.subscription} ${used.report.recordId}`, used);

  return {
    /** Newest first. */
    list,
    /** Uses something: it is written down before it is reported, so that it counts though nobody answers. */
    use: async (one: Omit<UsageReport, "usedAt">): Promise<void> => {
      await keep({ report: { ...one, usedAt: now() } });
      const waiting = (await list(one.subscription)).filter(({ answer }) => answer === undefined);
      try {
        for (const used of await usage.report(...waiting.map(({ report }) => report))) await keep(used);
      } catch (error) {
        if (!(error instanceof UsageUnanswered)) throw error;
        for (const used of error.answered) await keep(used);
      }
    },
  };
};
