import { initialSubscription } from "../../../events/subscription/state";
import { subscription, subscriptionStream } from "../../../events/subscription/decider";
import type { SubscriptionCommand } from "../../../events/subscription/commands";
import type { PublicEvent } from "../../../events/public/contracts";
import { afterCommit, publicEvents } from "../../../events/public/published";
import { publisher } from "../../../functions/after-append/publisher";
import type { Bus, EntryResult } from "../../../functions/kernel/aws/bus";
import type { Cursors } from "../../../functions/kernel/projections/cursors";
import type { EventStore } from "../../../functions/kernel/streams/event-store";
import { bought, say } from "../../kit/buyer";

/** The stream that is published. */
export const STREAM = subscriptionStream("l-1");

/** A bus that remembers what it confirmed, and fails as it is told to: an entry, a whole request, or a request it took. */
export const fakeBus = (fate: (event: PublicEvent) => "confirmed" | "refused" = () => "confirmed") => {
  const confirmed: PublicEvent[] = [];
  const requests: number[] = [];
  const bus: Bus = {
    put: async (events) => {
      await Promise.resolve();
      requests.push(events.length);
      return events.map((event): EntryResult => {
        if (fate(event) === "refused") return { confirmed: false, error: "ThrottlingException" };
        confirmed.push(structuredClone(event));
        return { confirmed: true };
      });
    },
  };
  return { ...bus, confirmed, requests };
};

export const idsOf = (events: readonly PublicEvent[]): readonly string[] => [...new Set(events.map(({ detail }) => detail.metadata.id))];
export const sequencesOf = (events: readonly PublicEvent[]): readonly number[] => [...new Set(events.map(({ detail }) => detail.metadata.sequence))];

/** What ought to be published, worked out in one go. */
export const expected = async (store: EventStore): Promise<readonly PublicEvent[]> => {
  const events: PublicEvent[] = [];
  let state = initialSubscription;
  for await (const commit of store.history(subscription, STREAM)) {
    const after = afterCommit(state, commit);
    const tenantAccess = after.tenantId === undefined ? null : after.access.status === "granted";
    events.push(...publicEvents(commit, { before: state, after, lastSequence: events.length, tenantAccess }));
    state = after;
  }
  return events;
};

/** A publisher without neighbours in its tenants, and without patience. */
export const quietPublisher = (store: Pick<EventStore, "history">, cursors: Pick<Cursors, "read" | "advance">, bus: Bus) =>
  publisher({
    store,
    cursors,
    bus,
    othersGrant: async () => await Promise.resolve(false),
    pause: async () => {
      await Promise.resolve();
    },
  });

/** A buyer's life with a public event at nearly every step. */
export const life: readonly SubscriptionCommand[] = [...bought(), say.read(6), say.link("acme", "k1"), say.read(7), say.end(), say.register("c2"), say.read(8)];
