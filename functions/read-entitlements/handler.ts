import { later } from "../../events/kernel/values";
import { subscription as subscriptions, subscriptionStream } from "../../events/subscription/decider";
import { clock, type Clock } from "../kernel/task/clock";
import { entitlementFilter } from "../kernel/purchases/entitlement-filter";
import { eventLog } from "../kernel/streams/event-log";
import type { EventStore } from "../kernel/streams/event-store";
import { Failure } from "../kernel/task/failure";
import { lambdaTask, type Run } from "../kernel/task/lambda-task";
import { marketplaceEntitlement, type MarketplaceEntitlement } from "../kernel/aws/marketplace-entitlement";
import { ReadEntitlements } from "./contract";

interface Dependencies {
  readonly store: Pick<EventStore, "load">;
  readonly clock: Clock;
  readonly marketplace: Pick<MarketplaceEntitlement, "entitlementsOf">;
}

/**
 * How much later than `since` a reading has to have begun: the two are told by clocks of several of AWS's machines, which
 * Amazon Time Sync keeps within a small part of a second. A burst of messages about one customer, and all that
 * waited for an outage to end, are then served by one reading.
 */
export const CLEARLY_AFTER_MS = 5_000;

export const readEntitlements =
  ({ store, clock, marketplace }: Dependencies): Run<typeof ReadEntitlements> =>
  async ({ subscription, since }) => {
    // Before the stream is loaded: what is recorded from now on may not be in the question that AWS is asked.
    const readAt = clock.now();
    // The version before the read: whoever records it can tell whether another reading came between.
    const { state, version } = await store.load(subscriptions, subscriptionStream(subscription));
    const filter = entitlementFilter(subscription, state);
    if (state.listing === undefined || filter === undefined) {
      throw new Failure("Permanent", `The subscription ${subscription} can't be read at AWS: its stream does not name the listing and the customer.`);
    }
    if (state.reading !== undefined && state.reading.at >= later(since, CLEARLY_AFTER_MS))
      return { outcome: "alreadyRead", subscription, access: state.access, found: state.reading.entitlements.length };
    const entitlements = await marketplace.entitlementsOf(state.listing.productCode, filter);
    return { outcome: "read", subscription, reading: { entitlements, basedOn: version, readAt } };
  };

export const handler = lambdaTask(ReadEntitlements, () => readEntitlements({ store: eventLog(), clock, marketplace: marketplaceEntitlement() }));
