import type { SubscriptionEvent } from "./events";
import type { Signs } from "./state";

/** Which sign of a purchase each fact of AWS's is. `standing.ts` says what they mean together. */
export const SIGN_OF = {
  LicenseActivated: "activatedAt",
  LicenseDeprovisioned: "deprovisionedAt",
  LicenseFound: "foundAt",
  PurchaseConfirmed: "confirmedAt",
  PurchaseFailed: "failedAt",
  DepartureAnnounced: "departingAt",
  DepartureCompleted: "departedAt",
  EntitlementsAnnounced: "announcedAt",
} as const satisfies Readonly<Partial<Record<SubscriptionEvent["type"], keyof Signs>>>;

/** A fact of AWS's that is recorded as it is, unless it is known or older than what is. */
export type AwsFact = Extract<SubscriptionEvent, { readonly type: keyof typeof SIGN_OF }>;
