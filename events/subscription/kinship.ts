import { isSuperseded } from "../kernel/agreement-words";
import { later, type Instant } from "../kernel/values";
import { hasEntitlements } from "../product/product";
import { aliveSince, newestAgreement, standing } from "./standing";
import type { Subscription } from "./state";

/** What a renewed or replaced agreement left behind, if it waits for a successor; AWS's time of its end. */
export const leftAt = (state: Subscription): Instant | undefined => {
  const end = newestAgreement(state)?.end;
  return end !== undefined && isSuperseded(end.status) && state.successor === undefined ? end.at : undefined;
};

/** Since when one lives that a renewal or replacement brought, and that names nothing it continues. */
export const broughtAt = (state: Subscription): Instant | undefined => {
  const agreement = newestAgreement(state);
  const isNew = agreement?.intent === "RENEW" || agreement?.intent === "REPLACE";
  const stands = standing(state, state.consideredAt ?? "");
  return isNew && agreement.previousAgreementId === undefined && state.predecessor === undefined && stands.status === "alive" ? agreement.from : undefined;
};

/** Whether its listing moves to concurrent agreements, and it may be what moves, or what the move brought. */
const mayMove = (state: Subscription): boolean => {
  const { listing, form, predecessor, successor } = state;
  const isJoined = (form === "license" ? predecessor : successor) !== undefined;
  return listing?.concurrentFrom !== undefined && !isJoined && standing(state, state.consideredAt ?? "").status === "alive";
};

/** A renewal's messages come within minutes of each other; what is not there after an hour without news is not to be waited for. */
const SETTLED = 3_600_000;

/**
 * When it may be guessed what a subscription goes on from, or as: an hour after the last word on its agreements, whatever order
 * they came in. Of the two forms of a listing that moves each is known by the account, which a legacy buyer's arrival names.
 */
export const guessDueAt = (state: Subscription): Instant | undefined => {
  const { agreementsHeardAt, arrivedAt, doubt } = state;
  const waits = leftAt(state) !== undefined || (broughtAt(state) !== undefined && doubt === undefined);
  const heardAt = [waits ? agreementsHeardAt : undefined, ...(mayMove(state) ? [agreementsHeardAt, arrivedAt] : [])];
  const last = heardAt
    .filter((at) => at !== undefined)
    .toSorted()
    .at(-1);
  return last === undefined ? undefined : later(last, SETTLED);
};

/** Whether AWS ever showed it in force, with what it entitles to. */
const wasGranted = (state: Subscription): boolean =>
  state.listing !== undefined && aliveSince(state) !== undefined && (!hasEntitlements(state.listing.pricingModel) || state.lastEntitled !== undefined);

/**
 * Whether it ended for good. That a license was deprovisioned does not say so: a renewal or replacement does that too
 * (`UG:saas-eventbridge-integration`).
 */
const isOver = ({ signs: { failedAt, departingAt, departedAt }, agreements }: Subscription): boolean =>
  [failedAt, departingAt, departedAt].some((at) => at !== undefined) || agreements.some(({ end }) => end !== undefined && !isSuperseded(end.status));

/**
 * Whether what this goes on from owes the buyer nothing any more: the buyer has had what was bought here, it ended for good,
 * or its own successor took over. A further fact never makes it untrue, so that no order of facts decides it; and what becomes
 * of access here afterwards, a suspension say, is not made good there.
 */
export const takesOver = (state: Subscription): boolean => wasGranted(state) || isOver(state) || state.successor?.tookOverAt !== undefined;
