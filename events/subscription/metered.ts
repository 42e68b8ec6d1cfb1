import { later, type Instant } from "../kernel/values";
import type { IdentityForm } from "../product/product";
import { finalUsage } from "./access";
import { aliveSince, FINAL_HOUR, firstSaid, lastEndBefore, standing } from "./standing";
import type { Subscription } from "./state";
import type { AgreementView } from "./values";

/** From when until when usage of a purchase counts, and when AWS stops taking it. */
export interface MeteredLife {
  readonly from: Instant;
  /** When AWS first said that it is in force; an agreement may have begun before. */
  readonly saidAt: Instant;
  readonly until?: Instant;
  /** The end of AWS's final hour, of a purchase that ended or is being left. */
  readonly finalDeadline?: Instant;
}

/**
 * Since when usage counts: the first start of an agreement that carries the license, or AWS's first word that it is in force, of the
 * life that its latest word belongs to. Where a listing moved to concurrent agreements, not before the hour from which it is billed by license.
 */
const countsFrom = (state: Subscription, since: Instant): Pick<MeteredLife, "from" | "saidAt"> => {
  const saidAt = firstSaid(state) ?? since;
  const end = lastEndBefore(state, since);
  const starts = state.agreements.map(({ startsAt, from }) => startsAt ?? from).filter((at) => end === undefined || at > end);
  const first = starts.reduce((least, at) => (at < least ? at : least), saidAt);
  const { meteredFrom } = state.predecessor ?? {};
  return { from: meteredFrom !== undefined && meteredFrom > first ? meteredFrom : first, saidAt };
};

/**
 * The life of a purchase as metering sees it.
 * @returns `unknown` while AWS has not said that it is in force: usage is held; `never` where it never was
 */
export const meteredLife = (state: Subscription, now: Instant): MeteredLife | "unknown" | "never" => {
  const stands = standing(state, now);
  switch (stands.status) {
    case "unknown":
      return "unknown";
    case "alive": {
      const life = countsFrom(state, stands.since);
      const { leavingAt } = stands;
      // A legacy buyer who has given notice still has access for AWS's final hour, and AWS takes usage of it.
      return leavingAt === undefined ? life : { ...life, until: later(leavingAt, FINAL_HOUR), finalDeadline: later(leavingAt, FINAL_HOUR) };
    }
    case "ended": {
      if (stands.because === "purchaseFailed") return "never";
      const { deadline } = finalUsage(state, now) ?? { deadline: later(stands.at, FINAL_HOUR) };
      return { ...countsFrom(state, aliveSince(state) ?? stands.at), until: stands.at, finalDeadline: deadline };
    }
  }
};

/** What AWS calls the customer; the task that seals picks what the form needs. */
export interface MeteredCustomer {
  readonly form: IdentityForm | undefined;
  readonly productCode: string | undefined;
  readonly licenseArn: string | undefined;
  readonly awsAccountId: string | undefined;
  readonly customerIdentifier: string | undefined;
}

export const meteredCustomer = ({ form, listing, licenseArn, awsAccountId, customerIdentifier }: Subscription): MeteredCustomer => ({
  form,
  productCode: listing?.productCode,
  licenseArn,
  awsAccountId,
  customerIdentifier,
});

/** Whether an agreement changes a term that is under way, and begins none. */
const changesTerm = ({ intent }: Pick<AgreementView, "intent">): boolean => intent === "AMEND" || intent === "REPLACE";

/**
 * What names the term of a contract: the newest agreement that began one. An amendment or a replacement goes on with the term
 * it changes. Before any agreement is linked it is the one that the license's own notice named, which is then the same.
 */
export const termOf = ({ agreements, agreement }: Pick<Subscription, "agreements" | "agreement">): string =>
  (agreements.findLast((one) => !changesTerm(one)) ?? agreements[0])?.id ?? agreement?.id ?? "first";

/** Whether a purchase goes on with the term of one before it: an upgrade under another license, and no renewal. */
export const goesOnWithTerm = ({ agreements }: Pick<Subscription, "agreements">): boolean => agreements.length > 0 && agreements.every(changesTerm);

/** AWS's events of one purchase, of which one says what kind of agreement it is, come within minutes. */
const TERM_KNOWN_AFTER_MS = 2 * 3_600_000;

/** Whether AWS has had time to say whether the newest agreement begins a term or changes one. */
export const isTermKnown = ({ agreements }: Pick<Subscription, "agreements">, now: Instant): boolean => {
  const newest = agreements.at(-1);
  return newest?.intent !== undefined || newest === undefined || now >= later(newest.from, TERM_KNOWN_AFTER_MS);
};

/** The subscription that usage of an hour belongs to, where one goes on as another: what is reported under either is billed once. */
export const meteredElsewhere = (state: Subscription, usedAt: Instant, now: Instant): string | undefined => {
  const { successor, predecessor } = state;
  if (successor !== undefined) {
    const stands = standing(state, now);
    const from = successor.meteredUntil ?? (stands.status === "ended" ? stands.at : undefined);
    if (from !== undefined && usedAt >= from) return successor.subscription;
  }
  return predecessor?.meteredFrom !== undefined && usedAt < predecessor.meteredFrom ? predecessor.subscription : undefined;
};
