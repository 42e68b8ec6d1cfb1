import type { Instant } from "../../../events/kernel/values";
import type { Catalogue } from "../../../events/product/catalogue";
import type { PublicSubscription } from "../../../events/public/subscription-data";
import type { UsageClient } from "../../../functions/kernel/usage/usage-client";
import type { Documents } from "../cloud/documents";

/** What became of a one-time code. */
export type Claimed =
  { readonly outcome: "linked"; readonly subscription: PublicSubscription } | { readonly outcome: "unknown" | "used" | "expired" | "unreachable" };

/** Stallkeeper's product API, as a product service calls it. */
export interface ProductApi {
  /** Says in which tenant a subscription is used. */
  readonly claim: (code: string, tenantId: string) => Promise<Claimed>;
  /** Says that a subscription is provisioned. @returns whether that is known now, or nobody asks for it any more */
  readonly confirmProvisioned: (id: string) => Promise<boolean>;
  /** The subscription as it is now; undefined if it can't be read. */
  readonly subscription: (id: string) => Promise<PublicSubscription | undefined>;
}

/** What the sample product stands on. */
export interface SampleProductHost {
  readonly documents: Documents;
  readonly catalogue: Catalogue;
  readonly api: ProductApi;
  /** Reports what is used. */
  readonly usage: UsageClient;
  readonly now: () => Instant;
}
