import { z } from "zod";
import { present } from "../kernel/present";
import { AgreementId, AwsAccountId, Instant } from "../kernel/values";
import type { AgreementEvent } from "./events";
import { Advisory, AgreementEnding, AgreementIntent } from "../kernel/agreement-words";

/** Where a fact is from. Of what a message said and what was read, the message is nearer to what happened. */
const rank = { notice: 1, reading: 0 } as const;

/** A member of the terms, with AWS's time of the fact that said so. */
const dated = <Schema extends z.ZodType>(schema: Schema) => z.strictObject({ is: schema, at: Instant }).readonly().optional();

/** The newest word on each member, for facts are silent on some. */
const Terms = z
  .strictObject({
    intent: dated(AgreementIntent),
    acceptedAt: dated(Instant),
    startsAt: dated(Instant),
    endsAt: dated(Instant),
    autoRenewal: dated(z.boolean()),
    lockoutStartsAt: dated(Instant),
  })
  .readonly();
type Terms = z.infer<typeof Terms>;

/** What we believe of one agreement, whatever order its facts came in. Plain JSON: snapshots hold it as it is. */
export const Agreement = z
  .strictObject({
    terms: Terms,
    /** AWS's time of the newest message that told of terms. */
    changedAt: Instant.optional(),
    end: z
      .strictObject({ status: AgreementEnding, at: Instant, from: z.enum(["notice", "reading"]) })
      .readonly()
      .optional(),
    advisory: Advisory,
    side: z.enum(["proposer", "manufacturer"]).optional(),
    acceptorAccountId: AwsAccountId.optional(),
    proposerAccountId: AwsAccountId.optional(),
    offerId: z.string().optional(),
    resaleAuthorizationId: z.string().optional(),
    productId: z.string().optional(),
    previousAgreementId: AgreementId.optional(),
    initialAgreementId: AgreementId.optional(),
    /** Agreements that name this one as their previous; more than one is ambiguous. At most `SUCCESSORS_KEPT`. */
    successors: z.array(AgreementId).readonly(),
    /** Whether the accepted terms hold a free trial. */
    trial: z.strictObject({ value: z.boolean(), at: Instant }).readonly().optional(),
    /** The newest word on its end or renewal, for the worklist of what ends soon. */
    endAnnounced: z.strictObject({ daysBeforeEnd: z.int().optional(), at: Instant }).readonly().optional(),
    renewalAnnounced: z
      .strictObject({ certain: z.boolean(), value: z.string().optional(), currency: z.string().optional(), at: Instant })
      .readonly()
      .optional(),
    /** The newest messages that were kept and not acted on; at most `REMARKS_KEPT`. */
    remarks: z.array(z.strictObject({ kind: z.string(), notice: z.string(), at: Instant }).readonly()).readonly(),
    /** When the Agreement API was last read, by its own time of change. */
    readAt: Instant.optional(),
    /** The subscriptions of its licenses, in no order of meaning; at most `LICENSES_KEPT`. */
    licenses: z.array(z.strictObject({ subscription: z.string(), at: Instant }).readonly()).readonly(),
  })
  .readonly();
export type Agreement = z.infer<typeof Agreement>;

/** AWS names no bound on the licenses of one agreement; its SaaS agreements have had one. A state must stay small. */
const LICENSES_KEPT = 50;
const SUCCESSORS_KEPT = 5;
const REMARKS_KEPT = 20;

export const initialAgreement: Agreement = { terms: {}, advisory: {}, successors: [], licenses: [], remarks: [] };

/** The later of two; at one and the same time the greater as text, so that the order of arrival decides nothing. */
const newest = <Fact extends { readonly at: Instant }>(one: Fact | undefined, other: Fact): Fact => {
  if (one === undefined || one.at < other.at) return other;
  if (one.at > other.at) return one;
  return JSON.stringify(one) >= JSON.stringify(other) ? one : other;
};

const greater = (one: Instant | undefined, other: Instant): Instant => (one !== undefined && one > other ? one : other);

type DataOf<Type extends AgreementEvent["type"]> = Extract<AgreementEvent, { readonly type: Type }>["data"];

type Told = Partial<Record<(typeof PARTIES)[number], string | undefined>>;

const PARTIES = [
  "acceptorAccountId",
  "proposerAccountId",
  "offerId",
  "resaleAuthorizationId",
  "productId",
  "previousAgreementId",
  "initialAgreementId",
] as const;

/** The parties of an agreement do not change; should two facts differ, the greater as text stands, in any order. */
const withParties = (state: Agreement, { side, ...told }: Told & { readonly side?: Agreement["side"] }): Agreement => {
  const kept: Partial<Record<(typeof PARTIES)[number], string>> = {};
  for (const name of PARTIES) {
    const value = [state[name], told[name]]
      .filter((one) => one !== undefined)
      .toSorted()
      .at(-1);
    if (value !== undefined) kept[name] = value;
  }
  // AWS sends the proposer's copy only to a seller who is both; it says more than the manufacturer's.
  const known = state.side === "proposer" ? state.side : (side ?? state.side);
  return { ...state, ...kept, ...(known !== undefined && { side: known }) };
};

type TermsFact = { readonly [Member in keyof Terms]?: NonNullable<Terms[Member]>["is"] | undefined };

const member = <Value>(known: { readonly is: Value; readonly at: Instant } | undefined, is: Value | undefined, at: Instant) =>
  is === undefined ? known : newest(known, { is, at });

const withTerms = (state: Agreement, { intent, acceptedAt, startsAt, endsAt, autoRenewal, lockoutStartsAt }: TermsFact, at: Instant): Agreement => ({
  ...state,
  terms: present<Terms>({
    // An amendment's intent tells of the amendment; why the agreement was made stays.
    intent: member(state.terms.intent, intent === "AMEND" ? undefined : intent, at),
    acceptedAt: member(state.terms.acceptedAt, acceptedAt, at),
    startsAt: member(state.terms.startsAt, startsAt, at),
    endsAt: member(state.terms.endsAt, endsAt, at),
    autoRenewal: member(state.terms.autoRenewal, autoRenewal, at),
    lockoutStartsAt: member(state.terms.lockoutStartsAt, lockoutStartsAt, at),
  }),
});

const withEnd = (state: Agreement, end: NonNullable<Agreement["end"]>): Agreement => {
  const known = state.end;
  if (known === undefined || rank[known.from] < rank[end.from]) return { ...state, end };
  return rank[known.from] > rank[end.from] ? state : { ...state, end: newest(known, end) };
};

const withLicense = (state: Agreement, { subscription, at }: DataOf<"LicenseLinked">): Agreement => {
  const known = state.licenses.find((one) => one.subscription === subscription);
  if (known !== undefined && known.at <= at) return state;
  const licenses = [...state.licenses.filter((one) => one.subscription !== subscription), { subscription, at }];
  return { ...state, licenses: licenses.toSorted((one, other) => (one.subscription < other.subscription ? -1 : 1)).slice(0, LICENSES_KEPT) };
};

const withReading = (state: Agreement, data: DataOf<"AgreementRead">): Agreement => {
  const read = withTerms(withParties(state, data), data, data.updatedAt);
  // The API names no time of the end; one by its date was at that date, another before it was asked.
  const endedAt = data.endsAt !== undefined && data.endsAt < data.updatedAt ? data.endsAt : data.updatedAt;
  const ended = data.ended === undefined ? read : withEnd(read, { status: data.ended, at: endedAt, from: "reading" });
  const trial = data.trial === undefined ? state.trial : newest(state.trial, { value: data.trial, at: data.updatedAt });
  return { ...ended, readAt: greater(state.readAt, data.updatedAt), ...(trial && { trial }) };
};

/** By time; of one and the same time by name, so that the order of arrival decides nothing. */
const placeOf = ({ at, notice }: Agreement["remarks"][number]): string => `${at} ${notice}`;

const withRemark = (state: Agreement, remark: DataOf<"AgreementRemarked">): Agreement => {
  const others = state.remarks.filter(({ notice }) => notice !== remark.notice);
  return { ...state, remarks: [...others, remark].toSorted((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1)).slice(-REMARKS_KEPT) };
};

/** What an event means for the state. Total over the stream's types. */
export const evolveAgreement = (state: Agreement, { type, data }: AgreementEvent): Agreement => {
  switch (type) {
    case "AgreementCreated":
    case "AgreementAmended":
      return { ...withTerms(withParties(state, data), data, data.at), changedAt: greater(state.changedAt, data.at) };
    case "AgreementEndAnnounced": {
      const { daysBeforeEnd, at } = data;
      return { ...withTerms(withParties(state, data), data, at), endAnnounced: newest(state.endAnnounced, { ...present({ daysBeforeEnd }), at }) };
    }
    case "AgreementEnded":
      return withEnd(withParties(state, data), { status: data.status, at: data.at, from: "notice" });
    case "RenewalAnnounced": {
      const { certain, value, currency, at } = data;
      return { ...withParties(state, data), renewalAnnounced: newest(state.renewalAnnounced, { certain, ...present({ value, currency }), at }) };
    }
    case "AdvisoryIssued":
      return { ...withParties(state, data), advisory: { ...state.advisory, issuedAt: greater(state.advisory.issuedAt, data.at) } };
    case "AdvisoryResolved":
      return { ...withParties(state, data), advisory: { ...state.advisory, resolvedAt: greater(state.advisory.resolvedAt, data.at) } };
    case "AgreementRemarked":
      return withRemark(state, data);
    case "LicenseLinked":
      return withLicense(state, data);
    case "AgreementContinued":
      return { ...state, successors: [...state.successors.filter((one) => one !== data.successor), data.successor].toSorted().slice(0, SUCCESSORS_KEPT) };
    case "AgreementRead":
      return withReading(state, data);
  }
};
