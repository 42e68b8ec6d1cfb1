import type { Row, Projection } from "./projection";
import { publicSubscription } from "../public/subscription-data";
import { accessEndsAt } from "../subscription/access";
import type { Subscription } from "../subscription/state";

/** The key of the only row in a subscription's partition. */
export const SUBSCRIPTION_ROW = "row";

const content = (id: string, state: Subscription): Row["content"] => {
  const { tenantAccess: _, entitlements, ...known } = publicSubscription(id, state, null);
  return {
    ...known,
    entitlements: entitlements.map((entitlement) => ({ ...entitlement })),
    productId: state.listing?.productId ?? null,
    pricingModel: state.listing?.pricingModel ?? null,
    form: state.form ?? null,
    customerIdentifier: state.customerIdentifier ?? null,
    arrived: state.arrived,
    offerType: state.offerType ?? null,
    activatedAt: state.activatedAt ?? null,
    deprovisionedAt: state.deprovisionedAt ?? null,
    entitlementsReadAt: state.reading?.at ?? null,
    accessEndsAt: accessEndsAt(state) ?? null,
    registeredAt: state.registeredAt ?? null,
    /** References into the contacts table, newest last. */
    contacts: [...state.contacts],
  };
};

/**
 * One row for each subscription, with all that is known of it but the persons. The projector writes it after every other
 * row of the subscription, so its version tells how far the projections of that stream have come.
 */
export const subscriptions: Projection = {
  name: "subscriptions",
  shape: 1,
  rows: (id, state) => [{ partition: id, key: SUBSCRIPTION_ROW, content: content(id, state) }],
};
