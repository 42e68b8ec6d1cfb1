import { dayOf } from "../../events/kernel/hour";
import type { SubscriptionCommand, SubscriptionRefusal } from "../../events/subscription/commands";
import { subscription as subscriptions, subscriptionStream } from "../../events/subscription/decider";
import type { SubscriptionEvent } from "../../events/subscription/events";
import type { Subscription } from "../../events/subscription/state";
import { byRun, type Appending } from "../kernel/streams/appending";
import { clock } from "../kernel/task/clock";
import type { OutcomeOf } from "../kernel/task/contract";
import { correctContact } from "../kernel/buyers/correct-contact";
import { entitlementsOrAccess } from "../kernel/purchases/entitlements-or-access";
import { eventLog } from "../kernel/streams/event-log";
import type { CommitMeta } from "../kernel/streams/event-store";
import { lambdaTask, type Run } from "../kernel/task/lambda-task";
import { join } from "../kernel/purchases/succession";
import { transact, type Transacted } from "../kernel/streams/transact";
import { usageBooks } from "../kernel/usage/usage-books";
import { RecordOperatorDecision, type OperatorDecision } from "./contract";

type Outcome = OutcomeOf<typeof RecordOperatorDecision>;

const outcomeOf = (subscription: string, told: Transacted<Subscription, SubscriptionEvent, SubscriptionRefusal>): Outcome =>
  told.outcome === "refused" ? { outcome: "refused", subscription, refusal: told.refusal } : { outcome: "decided", subscription, access: told.state.access };

const tell = async ({ store, clock }: Appending, subscription: string, command: SubscriptionCommand, by: CommitMeta): Promise<Outcome> =>
  outcomeOf(subscription, await transact({ store, clock }, subscriptions, subscriptionStream(subscription), command, by));

/** Joins two subscriptions on a person's word. */
const joinBoth = async (appending: Appending, newer: string, older: string, by: CommitMeta): Promise<Outcome> => {
  const load = async (id: string): Promise<Subscription> => (await appending.store.load(subscriptions, subscriptionStream(id))).state;
  const state = await load(older);
  if (state.listing === undefined) return { outcome: "refused", subscription: newer, refusal: "unknownSubscription" };
  const joined = await join(appending, { older: { id: older, state }, newer, basis: "operator" }, by);
  return joined === "joined"
    ? { outcome: "decided", subscription: newer, access: (await load(newer)).access }
    : { outcome: "refused", subscription: newer, refusal: joined };
};

/** Closes what a day's book holds of an hour and dimension; closed by this run already it is closed. */
const closeUsage = async (
  { store, clock }: Appending,
  { subscription, hour, dimension, resolution, reason, by: operator }: Extract<OperatorDecision, { readonly decision: "closeUsage" }>,
  by: CommitMeta,
): Promise<Outcome> => {
  const closed = await usageBooks({ store, clock }).write(
    subscription,
    dayOf(hour),
    { type: "CloseProblem", data: { hour, dimension, resolution, reason, by: operator } },
    by,
  );
  if (closed.outcome === "refused") return { outcome: "refused", subscription, refusal: closed.refusal };
  const { state } = await store.load(subscriptions, subscriptionStream(subscription));
  return { outcome: "decided", subscription, access: state.access };
};

const carryOut = async (appending: Appending, decision: OperatorDecision, by: CommitMeta): Promise<Outcome> => {
  const { subscription } = decision;
  if (decision.decision === "correct") {
    const { contact, replaced, by: operator } = decision;
    return outcomeOf(subscription, await correctContact(appending, subscription, { contact, replaced, by: operator }, by));
  }
  const data = { reason: decision.reason, by: decision.by };
  switch (decision.decision) {
    case "suspend":
      return tell(appending, subscription, { type: "Suspend", data }, by);
    case "restore":
      return tell(appending, subscription, { type: "Restore", data }, by);
    case "grant":
      return tell(appending, subscription, { type: "Grant", data: { ...data, until: decision.until } }, by);
    case "continue":
      return joinBoth(appending, subscription, decision.predecessor, by);
    case "closeUsage":
      return closeUsage(appending, decision, by);
    case "reread": {
      const { state } = await appending.store.load(subscriptions, subscriptionStream(subscription));
      return state.listing === undefined ? { outcome: "refused", subscription, refusal: "unknownSubscription" } : entitlementsOrAccess(subscription, state);
    }
  }
};

export const recordOperatorDecision =
  (appending: Appending): Run<typeof RecordOperatorDecision> =>
  ({ decision }, caller) =>
    carryOut(appending, decision, { ...byRun(caller, decision.subscription), actor: "operator" });

export const handler = lambdaTask(RecordOperatorDecision, () => recordOperatorDecision({ store: eventLog(), clock }));
