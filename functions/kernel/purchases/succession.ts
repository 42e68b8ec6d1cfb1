import { subscription as subscriptions, subscriptionStream } from "../../../events/subscription/decider";
import type { SubscriptionRefusal } from "../../../events/subscription/commands";
import { takesOver } from "../../../events/subscription/kinship";
import type { Subscription } from "../../../events/subscription/state";
import type { ContinuationBasis } from "../../../events/subscription/values";
import type { Instant } from "../../../events/kernel/values";
import type { Appending } from "../streams/appending";
import type { CommitMeta } from "../streams/event-store";
import { transact } from "../streams/transact";

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

/** That the older of two goes on as the newer. */
interface Succeeding {
  readonly older: string;
  readonly newer: string;
  readonly basis: ContinuationBasis;
  readonly hour?: Instant | undefined;
  /** Absent while the newer gives nothing; whether it is in a tenant. */
  readonly tookOver?: { readonly hasTenant: boolean };
}

const succeed = async ({ store, clock }: Appending, { older, newer, basis, hour, tookOver }: Succeeding, by: CommitMeta) => {
  const data = { successor: newer, basis, ...(hour !== undefined && { meteredUntil: hour }) };
  const command = { type: "Succeed", data, ...(tookOver && { tookOver }) } as const;
  return transact({ store, clock }, subscriptions, subscriptionStream(older), command, by);
};

/**
 * Joins two subscriptions, the newer one first: a product that hears of both learns that it goes on before it learns of an end.
 * What either is told from then on reaches the other by `handOn` and `handBack`.
 * @returns why the rules say no, if they do: one of them is joined to another already, or not known
 */
export const join = async (appending: Appending, succession: Succession, by: CommitMeta): Promise<SubscriptionRefusal | "joined"> => {
  const { older, newer, basis } = succession;
  const continued = await takeOver(appending, succession, by);
  if (continued.outcome === "refused") return continued.refusal;
  // A retry in another hour finds the hour that was told first.
  const hour = continued.state.predecessor?.meteredFrom;
  const succeeded = await succeed(appending, { older: older.id, newer, basis, hour }, by);
  return succeeded.outcome === "refused" ? succeeded.refusal : "joined";
};

/** Tells the successor, if there is one, what the buyer said and the product linked here since the two were joined. Told twice it is silence. */
export const handOn = async (appending: Appending, older: Known, by: CommitMeta): Promise<void> => {
  if (older.state.successor === undefined) return;
  const { subscription: newer, basis, meteredUntil: hour } = older.state.successor;
  await takeOver(appending, { older, newer, basis, hour }, by);
};

/**
 * Tells the predecessor, if there is one, that it owes the buyer nothing any more, once that is so. Told twice it is silence.
 * To be called once the product has been told that this one goes on in the predecessor's place, and not before.
 */
export const handBack = async (appending: Appending, { id, state }: Known, by: CommitMeta): Promise<void> => {
  if (state.predecessor === undefined || !takesOver(state)) return;
  const { subscription: older, basis, meteredFrom: hour } = state.predecessor;
  await succeed(appending, { older, newer: id, basis, hour, tookOver: { hasTenant: state.tenantId !== undefined } }, by);
};
