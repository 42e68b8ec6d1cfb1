import type { SubscriptionCommand } from "../../events/subscription/commands";
import { subscription as subscriptions, subscriptionStream } from "../../events/subscription/decider";
import { byRun, type Appending } from "../kernel/appending";
import { clock } from "../kernel/clock";
import type { OutcomeOf } from "../kernel/contract";
import { entitlementsOrAccess } from "../kernel/entitlements-or-access";
import { eventLog } from "../kernel/event-log";
import type { CommitMeta } from "../kernel/event-store";
import { lambdaTask, type Run } from "../kernel/lambda-task";
import { transact } from "../kernel/transact";
import { RecordOperatorDecision, type OperatorDecision } from "./contract";

type Outcome = OutcomeOf<typeof RecordOperatorDecision>;

const tell = async ({ store, clock }: Appending, subscription: string, command: SubscriptionCommand, by: CommitMeta): Promise<Outcome> => {
  const told = await transact({ store, clock }, subscriptions, subscriptionStream(subscription), command, by);
  return told.outcome === "refused"
    ? { outcome: "refused", subscription, refusal: told.refusal }
    : { outcome: "decided", subscription, access: told.state.access };
};

/** Joins two subscriptions on a person's word: the newer takes over, the older learns of it. */
const join = async (appending: Appending, newer: string, older: string, by: CommitMeta): Promise<Outcome> => {
  const { registeredAt, contacts, tenantId, listing } = (await appending.store.load(subscriptions, subscriptionStream(older))).state;
  if (listing === undefined) return { outcome: "refused", subscription: newer, refusal: "unknownSubscription" };
  const data = {
    predecessor: older,
    basis: "operator" as const,
    contacts,
    ...(registeredAt !== undefined && { registeredAt }),
    ...(tenantId !== undefined && { tenantId }),
  };
  const continued = await tell(appending, newer, { type: "Continue", data }, by);
  if (continued.outcome === "refused") return continued;
  const succeeded = await tell(appending, older, { type: "Succeed", data: { successor: newer, basis: "operator" } }, by);
  return succeeded.outcome === "refused" ? succeeded : continued;
};

const carryOut = async (appending: Appending, decision: OperatorDecision, by: CommitMeta): Promise<Outcome> => {
  const { subscription, reason, by: operator } = decision;
  const data = { reason, by: operator };
  switch (decision.decision) {
    case "suspend":
      return tell(appending, subscription, { type: "Suspend", data }, by);
    case "restore":
      return tell(appending, subscription, { type: "Restore", data }, by);
    case "grant":
      return tell(appending, subscription, { type: "Grant", data: { ...data, until: decision.until } }, by);
    case "continue":
      return join(appending, subscription, decision.predecessor, by);
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
