import { isSuperseded } from "../kernel/agreement-words";
import { later, type Instant } from "../kernel/values";
import { hasEntitlements } from "../product/product";
import type { Signs, Subscription } from "./state";
import type { AgreementView, ReasonCode } from "./values";

/** The facts that tell whether a purchase stands. */
export type PurchaseFacts = Pick<Subscription, "listing" | "signs" | "agreements" | "lastEntitled">;

/** Whether what was bought is in force, by AWS's own times alone. */
export type Standing =
  /** No fact of AWS's says that it ever was. */
  | { readonly status: "unknown" }
  /** It is, since `since`. `leavingAt`: a legacy buyer has given notice, and AWS has yet to say that they are gone. */
  | { readonly status: "alive"; readonly since: Instant; readonly leavingAt?: Instant }
  | {
      readonly status: "ended";
      readonly at: Instant;
      readonly because: Extract<ReasonCode, "licenseEnded" | "agreementEnded" | "unsubscribed" | "purchaseFailed">;
    };

const HOUR = 3_600_000;

/**
 * AWS takes usage for an hour after the end and revokes what was bought after that (`UG:saas-eventbridge-integration`). Its
 * lists may lag so long: what stands in them now was in force an hour ago.
 */
export const FINAL_HOUR = HOUR;

/** A renewal or replacement may be agreed on long before its start, and called off again. */
const everBegan = ({ startsAt, end }: AgreementView): boolean => startsAt === undefined || end === undefined || end.at >= startsAt;

/** The newest agreement by its start, of those that were not called off before it; undefined if none is linked. */
export const newestAgreement = ({ agreements }: Pick<Subscription, "agreements">): AgreementView | undefined =>
  agreements.findLast(everBegan) ?? agreements.at(-1);

/** When the newest agreement ended for good; one that was renewed or replaced goes on in another. */
const agreementEnd = (facts: Pick<Subscription, "agreements">): Instant | undefined => {
  const end = newestAgreement(facts)?.end;
  return end === undefined || isSuperseded(end.status) ? undefined : end.at;
};

/** `entitlement-updated` alone proves nothing, for it is sent at the end too; with a later reading that lists something it does. */
const announcedAlive = ({ listing, signs: { announcedAt }, lastEntitled }: PurchaseFacts): Instant | undefined =>
  announcedAt !== undefined && listing !== undefined && hasEntitlements(listing.pricingModel) && lastEntitled !== undefined && lastEntitled.at >= announcedAt
    ? announcedAt
    : undefined;

const latest = (...times: readonly (Instant | undefined)[]): Instant | undefined =>
  times
    .filter((time) => time !== undefined)
    .toSorted()
    .at(-1);

/** What was found in AWS's lists was in force an hour ago. */
const wasFoundAt = (foundAt: Instant | undefined): Instant | undefined => (foundAt === undefined ? undefined : later(foundAt, -FINAL_HOUR));

/** Since when AWS last said that it is in force; undefined if it never did. */
export const aliveSince = (facts: PurchaseFacts): Instant | undefined => {
  const { activatedAt, confirmedAt, foundAt } = facts.signs;
  return latest(activatedAt, confirmedAt, announcedAlive(facts), wasFoundAt(foundAt));
};

/** When it last was over before a time at which AWS said that it is in force; undefined if it never was. */
export const lastEndBefore = ({ signs, agreements }: Pick<Subscription, "signs" | "agreements">, since: Instant): Instant | undefined => {
  const { deprovisionedAt, departingAt, departedAt, failedAt } = signs;
  const ofAgreements = agreements.flatMap(({ end }) => (end === undefined || isSuperseded(end.status) ? [] : [end.at]));
  const gone = departingAt === undefined ? undefined : later(departingAt, FINAL_HOUR);
  return latest(...[deprovisionedAt, gone, departedAt, failedAt, ...ofAgreements].filter((at) => at !== undefined && at < since));
};

/**
 * When AWS first said that it is in force, of the life that its latest word belongs to: it says so again with every change of what
 * was bought, and an end in between is another life.
 */
export const firstSaid = (
  { signs, saidFrom, agreements }: Pick<Subscription, "signs" | "saidFrom" | "agreements">,
  ...others: readonly Signs[]
): Instant | undefined => {
  const said = [signs, ...others].flatMap(({ activatedAt, confirmedAt, announcedAt, foundAt }) => [activatedAt, confirmedAt, announcedAt, wasFoundAt(foundAt)]);
  const words = [...said, saidFrom].filter((at) => at !== undefined).toSorted();
  const last = words.at(-1);
  const end = last === undefined ? undefined : lastEndBefore({ signs, agreements }, last);
  return words.find((at) => end === undefined || at > end);
};

type End = Extract<Standing, { readonly status: "ended" }>;

/** Every fact that says it ended, as far as none newer says that it is in force. Of two facts with one time, the ending counts. */
const ends = (facts: PurchaseFacts, since: Instant | undefined, now: Instant): readonly End[] => {
  const { deprovisionedAt, departingAt, departedAt, failedAt } = facts.signs;
  // `unsubscribe-success` may never come; the final hour then ends by the clock (`UG:saas-notification`).
  const gone = departingAt !== undefined && (now >= later(departingAt, FINAL_HOUR) || (departedAt !== undefined && departedAt >= departingAt));
  const known: readonly (readonly [End["because"], Instant | undefined])[] = [
    ["licenseEnded", deprovisionedAt],
    ["agreementEnded", agreementEnd(facts)],
    ["unsubscribed", departedAt],
    ["unsubscribed", gone ? departingAt : undefined],
    ["purchaseFailed", failedAt],
  ];
  return known.flatMap(([because, at]): readonly End[] => (at === undefined || (since !== undefined && at < since) ? [] : [{ status: "ended", at, because }]));
};

/** Whether the purchase stands. The earliest of several ends counts, because AWS's final hour runs from it. */
export const standing = (facts: PurchaseFacts, now: Instant): Standing => {
  const since = aliveSince(facts);
  const [end] = ends(facts, since, now).toSorted((one, other) => (one.at < other.at ? -1 : Number(one.at > other.at)));
  if (end !== undefined) return end;
  if (since === undefined) return { status: "unknown" };
  const { departingAt } = facts.signs;
  return { status: "alive", since, ...(departingAt !== undefined && departingAt >= since && { leavingAt: departingAt }) };
};
