import { dayOf, hourAt, type Hour } from "../../events/kernel/hour";
import { later, type Instant } from "../../events/kernel/values";
import { goesOnWithTerm, isTermKnown, meteredLife, termOf } from "../../events/subscription/metered";
import { subscription as subscriptions, subscriptionStream } from "../../events/subscription/decider";
import type { Subscription } from "../../events/subscription/state";
import { renaming, type Balances } from "../../events/usage/balances";
import { sealableAt } from "../../events/usage/deadline";
import type { EventStore } from "../kernel/streams/event-store";
import type { UsageBooks } from "../kernel/usage/usage-books";

/** So long, in milliseconds, an hour waits for what decides how much of it a contract covers: AWS's final hour of the license before, and an hour for the run that told of it. */
const WAIT_MS = 2 * 3_600_000;

interface Dependencies {
  readonly store: Pick<EventStore, "load">;
  readonly books: Pick<UsageBooks, "load" | "meter">;
}

/** What the first book of a subscription finds used up: of the contract it goes on with, and nothing of any other. */
export const inherited = ({ store, books }: Dependencies) => {
  const load = async (id: string): Promise<Subscription> => (await store.load(subscriptions, subscriptionStream(id))).state;

  /** Whether the predecessor's last hour is counted, so that its balances say all that it used. */
  const isCounted = async (id: string, state: Subscription, now: Instant): Promise<boolean> => {
    const life = meteredLife(state, now);
    if (typeof life === "string") return true;
    if (life.until === undefined) return false;
    const last = hourAt(later(life.until, -1));
    const { day } = await books.meter(id);
    if (day === undefined || day < dayOf(last)) return false;
    return day > dayOf(last) || (await books.load(id, day)).hours[last] !== undefined;
  };

  /** Whether its first book is yet to be opened; a crash may have left it begun. */
  const isFirst = async (subscription: string): Promise<boolean> => {
    const { day, previous } = await books.meter(subscription);
    return day === undefined || (previous === undefined && !(await books.load(subscription, day)).opened);
  };

  /** @returns `wait` while it can't be known yet, and there is time */
  return async (subscription: string, state: Subscription, hour: Hour, now: Instant): Promise<Balances | "wait" | undefined> => {
    const life = meteredLife(state, now);
    // AWS's final hour waits for nothing.
    const isLeaving = typeof life !== "string" && life.until !== undefined;
    const mayWait = !isLeaving && now < sealableAt(hour, WAIT_MS);
    if (mayWait && !isTermKnown(state, now)) return "wait";
    const { predecessor } = state;
    if (!goesOnWithTerm(state) || !(await isFirst(subscription))) return undefined;
    // The two are joined by circumstance an hour after AWS's last word, where nothing proves it.
    if (predecessor === undefined) return mayWait ? "wait" : undefined;
    const before = await load(predecessor.subscription);
    if (mayWait && !(await isCounted(predecessor.subscription, before, now))) return "wait";
    const { day } = await books.meter(predecessor.subscription);
    if (day === undefined) return undefined;
    const { balances } = await books.load(predecessor.subscription, day);
    // A fraction of a unit is the license's own, and was rounded down with it (AWS counts by license, dimension and hour).
    return { carry: {}, consumed: renaming(balances.consumed, termOf(before), termOf(state)) };
  };
};
