import { agreement as agreements, agreementStream } from "../../events/agreement/decider";
import type { Instant } from "../../events/kernel/values";
import { subscription as subscriptions, subscriptionStream } from "../../events/subscription/decider";
import { broughtAt, leftAt } from "../../events/subscription/kinship";
import { newestAgreement, standing } from "../../events/subscription/standing";
import type { AgreementView, ContinuationBasis } from "../../events/subscription/values";
import type { EventStore } from "../kernel/streams/event-store";
import type { ReadProjections } from "../kernel/projections/read-projections";
import type { Known } from "../kernel/purchases/succession";

/** Where kin is looked for. */
export interface Relations {
  readonly store: Pick<EventStore, "load">;
  readonly projections: Pick<ReadProjections, "customer">;
}

/** The older and the newer of two that belong together, and how that is known. */
export interface Pair {
  readonly older: Known;
  readonly newer: Known;
  readonly basis: ContinuationBasis;
}

/** A renewal begins when what it renews ends; AWS's own times of the two were never seen a day apart (architecture, "Streams and their facts"). */
const DAY = 86_400_000;

export const loadKnown = async ({ store }: Relations, id: string): Promise<Known> => ({
  id,
  state: (await store.load(subscriptions, subscriptionStream(id))).state,
});

/** The subscriptions of an agreement's licenses, other than the one given. */
const ofAgreement = async (relations: Relations, agreement: string, other: string): Promise<readonly Known[]> => {
  const { licenses } = (await relations.store.load(agreements, agreementStream(agreement))).state;
  return Promise.all(licenses.filter(({ subscription }) => subscription !== other).map(({ subscription }) => loadKnown(relations, subscription)));
};

/** Those that a newer agreement names as its previous, on either side. */
const byPreviousAgreement = async (relations: Relations, known: Known): Promise<readonly Pair[]> => {
  const pairs: Pair[] = [];
  for (const { id, previousAgreementId } of known.state.agreements) {
    if (previousAgreementId !== undefined) {
      const [older, ...others] = await ofAgreement(relations, previousAgreementId, known.id);
      if (older !== undefined && others.length === 0) pairs.push({ older, newer: known, basis: "previousAgreement" });
    }
    const { successors } = (await relations.store.load(agreements, agreementStream(id))).state;
    const [successor, ...otherSuccessors] = successors;
    if (successor === undefined || otherSuccessors.length > 0) continue;
    const [newer, ...others] = await ofAgreement(relations, successor, known.id);
    if (newer !== undefined && others.length === 0) pairs.push({ older: known, newer, basis: "previousAgreement" });
  }
  return pairs;
};

const near = (one: Instant, other: Instant): boolean => Math.abs(Date.parse(one) - Date.parse(other)) <= DAY;

const stemTogether = (one: AgreementView | undefined, other: AgreementView | undefined): boolean => {
  const first = one?.initialAgreementId ?? one?.id;
  return first !== undefined && first === (other?.initialAgreementId ?? other?.id) && one?.id !== other?.id;
};

/** The subscriptions of the same account and product, in the state they have now. */
const siblings = async (relations: Relations, { id, state }: Known): Promise<readonly Known[]> => {
  if (state.awsAccountId === undefined) return [];
  const rows = await relations.projections.customer(state.awsAccountId);
  const others = rows.filter(({ key, content }) => key !== id && content?.["productCode"] === state.listing?.productCode);
  return Promise.all(others.map(({ key }) => loadKnown(relations, key)));
};

/** What could not be told: the newer one, and those of which each may be what it continues. */
export interface Doubt {
  readonly newer: Known;
  readonly candidates: readonly string[];
}

/**
 * Those that their account, product and times join: with one initial agreement that is proof; else exactly one on each side
 * is taken for kin, and more are left to a person.
 */
const byCircumstance = (family: readonly Known[], how: "proven" | "likely"): { readonly pairs: readonly Pair[]; readonly doubts: readonly Doubt[] } => {
  const pairs: Pair[] = [];
  const doubts: Doubt[] = [];
  for (const newer of family) {
    const begun = broughtAt(newer.state);
    if (begun === undefined) continue;
    const candidates = family.filter((one) => {
      const ended = leftAt(one.state);
      return one.id !== newer.id && ended !== undefined && near(ended, begun);
    });
    const proven = candidates.filter((one) => stemTogether(newestAgreement(one.state), newestAgreement(newer.state)));
    const [older, ...others] = proven.length > 0 ? proven : candidates;
    const rivals = family.filter((one) => one.id !== newer.id && broughtAt(one.state) !== undefined);
    const isPlain = others.length === 0 && (proven.length > 0 || rivals.length === 0);
    // A guess waits until all has been heard: else the order of messages would decide it.
    if (how === "proven" && proven.length === 0) continue;
    if (older !== undefined && isPlain) pairs.push({ older, newer, basis: proven.length > 0 ? "initialAgreement" : "onlyCandidate" });
    else if (older !== undefined) doubts.push({ newer, candidates: candidates.map(({ id }) => id).toSorted() });
  }
  return { pairs, doubts };
};

/** The legacy form of a listing that moved to concurrent agreements, and the license that takes its place. */
const byConcurrentAgreements = (family: readonly Known[]): readonly Pair[] => {
  const legacy = family.filter(({ state }) => state.form !== "license" && state.successor === undefined && standing(state, "").status === "alive");
  const licensed = family.filter(({ state }) => state.form === "license" && state.predecessor === undefined && standing(state, "").status === "alive");
  const [older, ...others] = legacy;
  const [newer, ...rivals] = licensed;
  return older !== undefined && newer !== undefined && others.length === 0 && rivals.length === 0 ? [{ older, newer, basis: "concurrentAgreements" }] : [];
};

/** What was found of a subscription's kin. */
export interface Kin {
  readonly known: Known;
  readonly pairs: readonly Pair[];
  readonly doubts: readonly Doubt[];
}

/**
 * All that is kin to a subscription, and what a person has to say.
 * @param isMoving whether the listing moves from its legacy form to concurrent agreements
 * @param how whether circumstances count, or proof alone
 */
export const kinOf = async (
  relations: Relations,
  known: Known,
  { isMoving, how }: { readonly isMoving: boolean; readonly how: "proven" | "likely" },
): Promise<Kin> => {
  const proven = await byPreviousAgreement(relations, known);
  if (proven.length > 0) return { known, pairs: proven, doubts: [] };
  // Most subscriptions neither ended renewed nor began as a renewal; they need no look at their account's others.
  if (leftAt(known.state) === undefined && broughtAt(known.state) === undefined && !isMoving) return { known, pairs: [], doubts: [] };
  const family = [known, ...(await siblings(relations, known))];
  const { pairs, doubts } = byCircumstance(family, how);
  return { known, pairs: isMoving ? [...pairs, ...byConcurrentAgreements(family)] : pairs, doubts };
};
