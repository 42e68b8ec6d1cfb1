import { hasEntitlements } from "../../../events/product/product";
import type { Subscription } from "../../../events/subscription/state";
import type { Access } from "../../../events/subscription/values";

/** Where a run goes on after a fact: it reads what was bought, or access is known already. */
export type EntitlementsOrAccess =
  | { readonly outcome: "entitlementsNeeded"; readonly subscription: string }
  | { readonly outcome: "decided"; readonly subscription: string; readonly access: Access };

/** Contracts are read after each fact; for other products the license alone decides. */
export const entitlementsOrAccess = (subscription: string, { listing, access }: Subscription): EntitlementsOrAccess =>
  listing !== undefined && hasEntitlements(listing.pricingModel)
    ? { outcome: "entitlementsNeeded", subscription }
    : { outcome: "decided", subscription, access };
