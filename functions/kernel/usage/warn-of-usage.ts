import type { Instant } from "../../../events/kernel/values";
import { riskOf, type Risk } from "../../../events/usage/deadline";
import { count } from "../task/metrics";

type Sealed = Parameters<typeof riskOf>[0];

/** Counts records that AWS was not told of, or has not answered for, by how near they are to their deadlines. */
export const warnOfUsage = (records: readonly Sealed[], now: Instant): void => {
  const counts: Record<Risk, number> = { none: 0, delayed: 0, atRisk: 0, expiring: 0 };
  for (const record of records) counts[riskOf(record, now)] += 1;
  if (counts.delayed > 0) count("UsageDelayed", counts.delayed);
  if (counts.atRisk > 0) count("UsageAtRisk", counts.atRisk);
  if (counts.expiring > 0) count("UsageExpiring", counts.expiring);
};
