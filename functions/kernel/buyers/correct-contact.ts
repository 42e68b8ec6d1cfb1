import { subscription as subscriptions, subscriptionStream } from "../../../events/subscription/decider";
import type { Subscription } from "../../../events/subscription/state";
import type { Appending } from "../streams/appending";
import type { CommitMeta, EventStore } from "../streams/event-store";
import { transact, type Transacted } from "../streams/transact";
import type { SubscriptionEvent } from "../../../events/subscription/events";
import type { SubscriptionRefusal } from "../../../events/subscription/commands";

/** Which reference takes the place of which, by whom. */
export interface Correction {
  readonly contact: string;
  readonly replaced: string;
  readonly by: string;
}

/** A subscription, those it goes on from and those it goes on as, the oldest first. */
const chainOf = async (store: Pick<EventStore, "load">, id: string): Promise<readonly string[]> => {
  const stateOf = async (one: string): Promise<Subscription> => (await store.load(subscriptions, subscriptionStream(one))).state;
  const chain = [id];
  for (let older = (await stateOf(id)).predecessor?.subscription; older !== undefined && !chain.includes(older);) {
    chain.unshift(older);
    older = (await stateOf(older)).predecessor?.subscription;
  }
  for (let newer = (await stateOf(id)).successor?.subscription; newer !== undefined && !chain.includes(newer);) {
    chain.push(newer);
    newer = (await stateOf(newer)).successor?.subscription;
  }
  return chain;
};

/**
 * Puts a corrected contact in the place of the old one, wherever a renewal has carried it: the old data is about to be erased.
 * The oldest subscription first, so that what it hands on meanwhile is the new one. @returns what came of it in the one asked about
 */
export const correctContact = async (
  appending: Appending,
  id: string,
  data: Correction,
  by: CommitMeta,
): Promise<Transacted<Subscription, SubscriptionEvent, SubscriptionRefusal>> => {
  const command = { type: "CorrectContact", data } as const;
  const correct = (one: string) => transact(appending, subscriptions, subscriptionStream(one), command, by);
  for (const one of await chainOf(appending.store, id)) if (one !== id) await correct(one);
  return correct(id);
};
