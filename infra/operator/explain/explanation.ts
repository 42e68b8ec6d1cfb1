import { access } from "../../../events/subscription/access";
import { decidingFacts, type Recorded } from "../../../events/subscription/deciding-facts";
import { subscription } from "../../../events/subscription/decider";
import { nextTurn } from "../../../events/subscription/due";
import type { SubscriptionEvent } from "../../../events/subscription/events";
import { missing } from "../../../events/subscription/missing";
import { SENTENCES, TURNS } from "../../../events/subscription/sentences";
import type { Subscription } from "../../../events/subscription/state";
import type { Access } from "../../../events/subscription/values";
import type { Instant } from "../../../events/kernel/values";
import type { Commit, CommitMeta } from "../../../functions/kernel/streams/event-store";

/** A fact with what the log says of how it came there. */
export interface Placed extends Recorded {
  /** When we recorded it. */
  readonly at: Instant;
  readonly meta: CommitMeta;
}

/** Why access of one subscription is, or was, what it is. */
export interface Explanation {
  readonly id: string;
  /** The time it is about. */
  readonly at: Instant;
  /** What was known by then. */
  readonly state: Subscription;
  readonly access: Access;
  readonly sentence: string;
  /** When we recorded that access is so; undefined while the passing of time alone has changed it. */
  readonly since?: Instant;
  readonly missing?: string;
  /** The next time at which it may be otherwise, if nothing more is heard. */
  readonly next?: { readonly at: Instant; readonly sentence: string };
  readonly facts: readonly Placed[];
  /** How many events of the subscription were known by then, and when the last was recorded. */
  readonly version: number;
  readonly lastAt?: Instant;
}

const placed = (commits: readonly Commit<SubscriptionEvent>[]): readonly Placed[] =>
  commits.flatMap(({ first, events, at, meta }) => events.map((event, index) => ({ version: first + index, event, at, meta })));

const isSame = (one: Access, other: Access): boolean => one.status === other.status && one.reason === other.reason;

const recordedSince = (history: readonly Placed[]): Instant | undefined => history.findLast(({ event }) => /^Access[A-Z]/.test(event.type))?.at;

const comingTurn = (state: Subscription, at: Instant): Explanation["next"] => {
  const next = nextTurn({ ...state, consideredAt: at });
  return next === undefined ? undefined : { at: next.at, sentence: TURNS[next.turn] };
};

/** The time to explain, and the present. */
export interface Asked {
  readonly now: Instant;
  /** Of what was recorded later nothing counts; a time to come is answered as if nothing more were heard. @default - the present */
  readonly at?: Instant;
}

/** Explains one subscription from its whole history. */
export const explain = (id: string, commits: readonly Commit<SubscriptionEvent>[], { now: present, at: wanted }: Asked): Explanation => {
  const history = placed(commits.filter((commit) => wanted === undefined || commit.at <= wanted));
  // Whoever wrote the log may have a clock that runs ahead of this one: what is recorded has happened.
  const at = wanted ?? [present, ...history.map((fact) => fact.at)].reduce((one, other) => (one > other ? one : other));
  const { evolve, initialState } = subscription.decider;
  const state = history.reduce((folded, { event, version }) => evolve(folded, event, version), initialState);
  const now = access(state, at);
  const since = isSame(now, state.access) ? recordedSince(history) : undefined;
  const waitsFor = missing(state, at);
  // What is over is looked at again for the record alone.
  const next = now.status === "revoked" ? undefined : comingTurn(state, at);
  const last = history.at(-1);
  return {
    id,
    at,
    state,
    access: now,
    sentence: SENTENCES[now.reason],
    ...(since !== undefined && { since }),
    ...(waitsFor !== undefined && { missing: waitsFor }),
    ...(next !== undefined && { next }),
    facts: decidingFacts(history, state, at),
    version: last?.version ?? 0,
    ...(last !== undefined && { lastAt: last.at }),
  };
};

/** Whose access is over comes last; of the others, and among those, the one that was heard of last comes first. */
export const byInterest = (one: Explanation, other: Explanation): number => {
  const rank = ({ access: { status } }: Explanation): number => (status === "revoked" || status === "none" ? 1 : 0);
  const heard = ({ lastAt = "" }: Explanation): string => lastAt;
  return rank(one) - rank(other) || (heard(one) > heard(other) ? -1 : Number(heard(one) < heard(other)));
};
