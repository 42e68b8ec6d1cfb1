import { subscription as subscriptions, subscriptionStream } from "../../events/subscription/decider";
import type { SubscriptionRefusal } from "../../events/subscription/commands";
import type { Subscription } from "../../events/subscription/state";
import type { ContinuationBasis } from "../../events/subscription/values";
import type { Instant } from "../../events/kernel/values";
import type { Appending } from "./appending";
import type { CommitMeta } from "./event-store";
import { transact } from "./transact";

/** A subscription with its state. */
export interface Known {
  readonly id: string;
  readonly state: Subscription;
}

/** That one subscription goes on as another, how that is known, and the first hour that is billed to the newer, where there is one. */
export interface Succession {
  readonly older: Known;
  readonly newer: string;
  readonly basis: ContinuationBasis;
  readonly hour?: Instant | undefined;
}

const takeOver = async ({ store, clock }: Appending, { older, newer, basis, hour }: Succession, by: CommitMeta) => {
  const { registeredAt, contacts, tenantId } = older.state;
  const data = {
    predecessor: older.id,
    basis,
    contacts,
    ...(registeredAt !== undefined && { registeredAt }),
    ...(tenantId !== undefined && { tenantId }),
    ...(hour !== undefined && { meteredFrom: hour }),
  };
  return transact({ store, clock }, subscriptions, subscriptionStream(newer), { type: "Continue", data }, by);
};

/**
 * Tells the successor, if there is one, what the buyer said and the product linked here since the two were joined; and the
 * successor's own in turn. Told twice it is silence.
 */
export const handOn = async (appending: Appending, from: Known, by: CommitMeta): Promise<void> => {
  const passed = new Set<string>();
  for (let older = from; older.state.successor !== undefined && !passed.has(older.id);) {
    passed.add(older.id);
    const { subscription: newer, basis, meteredUntil: hour } = older.state.successor;
    older = { id: newer, state: (await takeOver(appending, { older, newer, basis, hour }, by)).state };
  }
};

/**
 * Joins two subscriptions, the newer one first: a product that hears of both learns that it goes on before it learns of an end.
 * @returns why the rules say no, if they do: one of them is joined to another already, or not known
 */
export const join = async (appending: Appending, succession: Succession, by: CommitMeta): Promise<SubscriptionRefusal | "joined"> => {
  const { older, newer, basis, hour } = succession;
  const continued = await takeOver(appending, succession, by);
  if (continued.outcome === "refused") return continued.refusal;
  const command = { type: "Succeed", data: { successor: newer, basis, ...(hour !== undefined && { meteredUntil: hour }) } } as const;
  const { store, clock } = appending;
  const succeeded = await transact({ store, clock }, subscriptions, subscriptionStream(older.id), command, by);
  if (succeeded.outcome === "refused") return succeeded.refusal;
  // Somebody may have registered between the two.
  await handOn(appending, { id: older.id, state: succeeded.state }, by);
  return "joined";
};
