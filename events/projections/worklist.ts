import type { Instant } from "../kernel/values";
import { newestAgreement } from "../subscription/standing";
import type { Subscription } from "../subscription/state";
import { MailKind, Silence } from "../subscription/values";
import { z } from "zod";
import type { Json, Projection, Row } from "./projection";
import { shardOf } from "./shard";

/** What a person of the seller's should see to. */
export const WorkKind = z.enum([...Silence.options, "ambiguousRenewal", "mailFailed"]);
export type WorkKind = z.infer<typeof WorkKind>;

/** Few are on the list at a time, and a reader asks for every part of every kind. */
export const WORKLIST_SHARDS = 8;

/** The part of the list in which the items of a kind stand whose subscription falls into a shard. */
export const worklistPartition = (kind: WorkKind, shard: string): string => `${kind}#${shard}`;

type Detail = Readonly<Record<string, Json>>;

/** What stands on the list of a kind, null where something did or may have; undefined where nothing ever did. */
const itemOf = (kind: WorkKind, state: Subscription): { readonly since: Instant | null; readonly detail: Detail } | null | undefined => {
  if (kind === "ambiguousRenewal") {
    if (state.doubt === undefined) return state.predecessor === undefined ? undefined : null;
    return { since: newestAgreement(state)?.from ?? null, detail: { candidates: state.doubt } };
  }
  if (kind === "mailFailed") {
    const sent = MailKind.options.flatMap((mail) => (state.mails[mail] === undefined ? [] : [{ mail, ...state.mails[mail] }]));
    const failed = sent.find((mail) => !mail.sent);
    if (failed !== undefined) return { since: failed.at, detail: { mail: failed.mail } };
    return sent.length === 0 ? undefined : null;
  }
  const silence = state.silences[kind];
  if (silence === undefined) return undefined;
  return silence.open ? { since: silence.since, detail: {} } : null;
};

/** What waits for a person, by kind: silent buyers, renewals nobody can tell apart, mails that could not be sent. */
export const worklist: Projection = {
  name: "worklist",
  shape: 1,
  rows: (id, state) =>
    WorkKind.options.flatMap((kind): readonly Row[] => {
      const item = itemOf(kind, state);
      if (item === undefined) return [];
      const place = { partition: worklistPartition(kind, shardOf(id, WORKLIST_SHARDS)), key: id };
      if (item === null) return [{ ...place, content: null }];
      const about = { productCode: state.listing?.productCode ?? null, awsAccountId: state.awsAccountId ?? null, test: state.test };
      return [{ ...place, content: { kind, subscriptionId: id, ...about, access: state.access.status, since: item.since, detail: item.detail } }];
    }),
};
