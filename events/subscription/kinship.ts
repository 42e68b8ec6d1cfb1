import { isSuperseded } from "../kernel/agreement-words";
import { later, type Instant } from "../kernel/values";
import { newestAgreement, standing } from "./standing";
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

/** A renewal's messages come within minutes of each other; what is not there after an hour without news is not to be waited for. */
const SETTLED = 3_600_000;

/** When it may be guessed what a subscription goes on from, or as: an hour after the last word on its agreements, whatever order they came in. */
export const guessDueAt = (state: Subscription): Instant | undefined => {
  const waits = leftAt(state) !== undefined || (broughtAt(state) !== undefined && state.doubt === undefined);
  return waits && state.agreementsHeardAt !== undefined ? later(state.agreementsHeardAt, SETTLED) : undefined;
};
