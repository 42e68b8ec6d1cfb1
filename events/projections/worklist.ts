import { z } from "zod";
import type { Arrival } from "../arrival/decider";
import type { UsageProblemKind } from "../kernel/usage-problem";
import type { Instant } from "../kernel/values";
import type { Notice } from "../notice/decider";
import { lastExpiry } from "../subscription/access";
import { newestAgreement } from "../subscription/standing";
import type { Subscription } from "../subscription/state";
import { Silence } from "../subscription/values";
import type { Json, Projection, Row } from "./projection";
import { shardOf } from "./shard";

/** Usage that AWS does not bill as it was sealed: one item a subscription and kind, which names each hour and dimension. */
export const UsageWork = z.enum(["usageDisputed", "usageNotSubscribed", "usageRefused", "usageExpired"]);
export type UsageWork = z.infer<typeof UsageWork>;

/** What a person should see to of a subscription. */
export const SubscriptionWork = z.enum([...Silence.options, "ambiguousRenewal", "mailFailed", ...UsageWork.options]);
export type SubscriptionWork = z.infer<typeof SubscriptionWork>;

/** What a person of the seller's should see to. */
export const WorkKind = z.enum([...SubscriptionWork.options, "unlicensedArrival", "parkedNotice"]);
export type WorkKind = z.infer<typeof WorkKind>;

/** The lists of the projection: what waits, by kind, and the notices that were dismissed, to be looked at afterwards. */
export type List = WorkKind | "dismissedNotice";

/** Few are on the list at a time, and a reader asks for every part of every kind. */
export const WORKLIST_SHARDS = 8;

/** The part of a list in which the items stand whose stream's id falls into a shard. */
export const worklistPartition = (list: List, shard: string): string => `${list}#${shard}`;

const rowOf = (list: List, id: string, content: Row["content"]): Row => ({
  partition: worklistPartition(list, shardOf(id, WORKLIST_SHARDS)),
  key: id,
  content,
});

/** What stands on the list of a kind, null where something did or may have; undefined where nothing ever did. */
type Item = { readonly since: Instant | null; readonly detail: Readonly<Record<string, Json>> } | null | undefined;

const ambiguousRenewal = (state: Subscription): Item => {
  if (state.doubt === undefined) return state.predecessor === undefined ? undefined : null;
  return { since: newestAgreement(state)?.from ?? null, detail: { candidates: state.doubt } };
};

const mailFailed = ({ mails }: Subscription): Item => {
  const failed = mails.find(({ status }) => status === "failed");
  if (failed !== undefined) return { since: failed.at, detail: { mail: failed.kind, contact: failed.contact } };
  return mails.length === 0 ? undefined : null;
};

const PROBLEM: Readonly<Record<UsageWork, UsageProblemKind>> = {
  usageDisputed: "disputed",
  usageNotSubscribed: "notSubscribed",
  usageRefused: "refused",
  usageExpired: "expired",
};

const unbilled = (work: UsageWork, { usageProblems }: Subscription): Item => {
  if (usageProblems === undefined) return undefined;
  const kind = PROBLEM[work];
  const open = usageProblems.open.filter((problem) => problem.kind === kind);
  const older = usageProblems.older[kind] ?? 0;
  if (open.length + older === 0) return null;
  const lines = open.map(({ part, hour, dimension, quantity, because, since, meteringRecordId = null, retriedUntil = null }) => {
    return { part, hour, dimension, quantity, because, meteringRecordId, retriedUntil, since };
  });
  return { since: open[0]?.since ?? null, detail: { lines, older } };
};

const isUsageWork = (kind: SubscriptionWork): kind is UsageWork => kind in PROBLEM;

const silent = (kind: Silence, state: Subscription): Item => {
  const silence = state.silences[kind];
  if (silence === undefined) return undefined;
  // A contract may run out without a word from AWS: once access is over, nobody is left to ask.
  const isOver = kind === "notRenewed" && state.access.status === "revoked";
  if (!silence.open || isOver) return null;
  return { since: silence.since, detail: kind === "notRenewed" ? { endsAt: newestAgreement(state)?.endsAt ?? lastExpiry(state) ?? null } : {} };
};

const itemOf = (kind: SubscriptionWork, state: Subscription): Item => {
  if (kind === "ambiguousRenewal") return ambiguousRenewal(state);
  if (isUsageWork(kind)) return unbilled(kind, state);
  return kind === "mailFailed" ? mailFailed(state) : silent(kind, state);
};

const subscriptionRows = (id: string, state: Subscription): readonly Row[] =>
  SubscriptionWork.options.flatMap((kind): readonly Row[] => {
    const item = itemOf(kind, state);
    if (item === undefined) return [];
    if (item === null) return [rowOf(kind, id, null)];
    const about = { productCode: state.listing?.productCode ?? null, awsAccountId: state.awsAccountId ?? null, test: state.test };
    return [rowOf(kind, id, { kind, subscriptionId: id, ...about, access: state.access.status, since: item.since, detail: item.detail })];
  });

/** A notice waits from its parking until a run has acted on it, or a person has dismissed it. */
const noticeRows = (id: string, { received, parked, settled, dismissed }: Notice): readonly Row[] => {
  if (parked === undefined || received === undefined) return [];
  const detail = { reason: parked.reason, noticeKind: received.kind, channel: received.channel };
  const waits = settled === undefined && dismissed === undefined;
  const parkedRow = rowOf("parkedNotice", id, waits ? { kind: "parkedNotice", noticeId: id, since: parked.at, detail } : null);
  if (dismissed === undefined) return [parkedRow];
  return [parkedRow, rowOf("dismissedNotice", id, settled === undefined ? { noticeId: id, dismissed, detail } : null)];
};

/** A visit waits from AWS's answer without a license until it is joined to one, refused, or dismissed by a person. */
const arrivalRows = (id: string, state: Arrival): readonly Row[] => {
  if (state.status === "open") return [];
  if (state.status !== "unlicensed") return state.wasUnlicensed === true ? [rowOf("unlicensedArrival", id, null)] : [];
  if (state.dismissed !== undefined) return [rowOf("unlicensedArrival", id, null)];
  const { productCode, awsAccountId = null, since, candidates = null } = state;
  return [rowOf("unlicensedArrival", id, { kind: "unlicensedArrival", arrivalId: id, productCode, awsAccountId, since, detail: { candidates } })];
};

/**
 * What waits for a person, by kind: silent buyers, renewals nobody can tell apart, mails that could not be sent, usage that AWS
 * does not bill as it was sealed, buyers whom AWS named without a license, notices that this release can't act on. And which
 * notices a person has dismissed.
 */
export const worklist: Projection = {
  name: "worklist",
  shape: 5,
  rows: subscriptionRows,
  otherRows: { notice: noticeRows, arrival: arrivalRows },
};
