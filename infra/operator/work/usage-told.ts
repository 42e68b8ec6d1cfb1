import { z } from "zod";
import { UsageWork } from "../../../events/projections/worklist";
import { isSurelyUnbilled, type UsageProblem, type UsageProblemKind } from "../../../events/kernel/usage-problem";
import type { SubscriptionItem } from "../../../functions/kernel/projections/read-worklist";
import { secondOf } from "../telling";
import type { Told } from "./told";

/** Whether an item is about usage that AWS does not bill. */
export const isUsageWork = (kind: string): kind is UsageWork => UsageWork.safeParse(kind).success;

export const USAGE_TITLES: Readonly<Record<UsageWork, string>> = {
  usageDisputed: "Usage disputed",
  usageNotSubscribed: "Usage of unknown customers",
  usageRefused: "Usage refused",
  usageExpired: "Usage expired",
};

const WHAT: Readonly<Record<UsageWork, string>> = {
  usageDisputed: "AWS holds another record of the hour, which is not known to be ours",
  usageNotSubscribed: "AWS knows no such customer (CustomerNotSubscribed)",
  usageRefused: "AWS refuses the record for what it is",
  usageExpired: "usage came, or was told, too late for AWS to bill it",
};

const STEP: Readonly<Record<UsageWork, string>> = {
  usageDisputed:
    "Find in CloudTrail, or in the Daily Usage feed, what AWS holds. The same: close it as billedByAws. More: prepare an adjustment with 'stallkeeper usage adjust'. Less: write the rest off, or ask AWS Marketplace Seller Operations.",
  usageNotSubscribed:
    "See in AWS Marketplace Management Portal whether the agreement is active. While AWS is told again, wait; after that close it as writtenOff, or ask Seller Operations.",
  usageRefused: "Mend what the error names, in the listing or the product's settings; this record is never taken again. Then close it as writtenOff.",
  usageExpired:
    "Nothing tells AWS of it any more. Find out why it was late, then close it as writtenOff; beyond its windows only Seller Operations can help. Where AWS was told and never answered, see in CloudTrail or the Daily Usage feed ('stallkeeper usage compare') whether it bills it: if so, close it as billedByAws.",
};

/** Our own reasons, and what AWS's errors leave unsaid. */
const BECAUSE: Readonly<Record<string, string>> = {
  otherRecord: "AWS holds another record",
  notSubscribed: "AWS knows no such customer",
  notSent: "AWS was not told in time",
  unanswered: "AWS was told and never answered: it may bill it",
  noLicense: "AWS named no license that was in force",
  otherForm: "the hour is billed under another identity",
  tooLate: "it was sealed after its deadline",
  late: "reported after its hour was sealed, too late for another",
};

/** A reason in words; an error of AWS's as it is. */
export const becauseText = (because: string): string => BECAUSE[because] ?? because;

const Line = z.object({
  part: z.string(),
  hour: z.string(),
  dimension: z.string(),
  quantity: z.string(),
  because: z.string(),
  meteringRecordId: z.string().nullable(),
  retriedUntil: z.string().nullable(),
  since: z.string(),
});

/** One record, or one hour's late usage, that AWS does not bill as it was sealed. */
export type UsageLine = z.infer<typeof Line>;

/** What an item of the worklist says of usage, and how many more there are in the books. */
export const usageDetail = ({ detail }: Pick<SubscriptionItem, "detail">): { readonly lines: readonly UsageLine[]; readonly older: number } =>
  z
    .object({ lines: z.array(Line), older: z.int() })
    .catch({ lines: [], older: 0 })
    .parse(detail);

/** By how much AWS's bill differs from what was sealed, as far as anybody knows here. */
export const differenceText = (problem: Pick<UsageProblem, "kind" | "because" | "quantity">): string =>
  isSurelyUnbilled(problem) ? `${problem.quantity} sealed, AWS bills 0: -${problem.quantity}` : `${problem.quantity} sealed, AWS's unknown`;

/** The kind of problem of a kind of work. */
export const problemOf = (kind: UsageWork): UsageProblemKind => {
  switch (kind) {
    case "usageDisputed":
      return "disputed";
    case "usageNotSubscribed":
      return "notSubscribed";
    case "usageRefused":
      return "refused";
    case "usageExpired":
      return "expired";
  }
};

/** `2026-11-24T09` as a person reads it. */
export const hourText = (hour: string): string => `${hour.replace("T", " ")}h`;

const lineText = (kind: UsageWork, { hour, dimension, quantity, because, meteringRecordId, retriedUntil }: UsageLine): string =>
  [
    `${hourText(hour)} ${dimension}: ${differenceText({ kind: problemOf(kind), because, quantity })} (${becauseText(because)})`,
    ...(meteringRecordId === null ? [] : [`AWS's record ${meteringRecordId}`]),
    ...(retriedUntil === null ? [] : [`AWS is told again until ${secondOf(retriedUntil)} UTC`]),
  ].join(", ");

/** So many lines stand on the list; the others are in the month's ledger. */
const SHOWN = 5;

/** Says in words what of a subscription's usage is not billed. */
export const usageTold = (kind: UsageWork, item: SubscriptionItem): Told => {
  const { lines, older } = usageDetail(item);
  const first = lines.find(({ retriedUntil }) => retriedUntil === null);
  const left = lines.length - SHOWN + older;
  const more = left > 0 ? [`and ${left} more: stallkeeper usage ${item.subscriptionId} --month <YYYY-MM>`] : [];
  const how = first === undefined || isSurelyUnbilled({ kind: problemOf(kind), because: first.because }) ? "writtenOff" : "billedByAws";
  return {
    what: WHAT[kind],
    lines: [...lines.slice(0, SHOWN).map((line) => lineText(kind, line)), ...more],
    step: STEP[kind],
    ...(first !== undefined && {
      commands: [`stallkeeper usage close ${item.subscriptionId} --hour ${first.hour} --dimension ${first.dimension} --as ${how} --reason "…"`],
    }),
  };
};
