import { subscription as subscriptions, subscriptionStream } from "../../events/subscription/decider";
import { clock, type Clock } from "../kernel/clock";
import { entitlementFilter } from "../kernel/entitlement-filter";
import { eventLog } from "../kernel/event-log";
import type { EventStore } from "../kernel/event-store";
import { Failure } from "../kernel/failure";
import { lambdaTask, type Run } from "../kernel/lambda-task";
import { marketplaceEntitlement, type MarketplaceEntitlement } from "../kernel/marketplace-entitlement";
import { ReadEntitlements } from "./contract";

interface Dependencies {
  readonly store: Pick<EventStore, "load">;
  readonly clock: Clock;
  readonly marketplace: Pick<MarketplaceEntitlement, "entitlementsOf">;
}

export const readEntitlements =
  ({ store, clock, marketplace }: Dependencies): Run<typeof ReadEntitlements> =>
  async ({ subscription }) => {
    // The version before the read: whoever records it can tell whether another reading came between.
    const { state, version } = await store.load(subscriptions, subscriptionStream(subscription));
    const filter = entitlementFilter(subscription, state);
    if (state.listing === undefined || filter === undefined) {
      throw new Failure("Permanent", `The subscription ${subscription} can't be read at AWS: its stream does not name the listing and the customer.`);
    }
    const readAt = clock.now();
    const entitlements = await marketplace.entitlementsOf(state.listing.productCode, filter);
    return { outcome: "read", subscription, reading: { entitlements, basedOn: version, readAt } };
  };

export const handler = lambdaTask(ReadEntitlements, () => readEntitlements({ store: eventLog(), clock, marketplace: marketplaceEntitlement() }));
