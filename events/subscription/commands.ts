import type { Instant } from "../kernel/values";
import type { SubscriptionEvent } from "./events";
import type { Entitlement } from "./values";

type FactOf<Type extends SubscriptionEvent["type"]> = Extract<SubscriptionEvent, { readonly type: Type }>["data"];

/** What may be asked of a subscription. Facts of AWS's carry AWS's time; the rest happens when it is decided. */
export type SubscriptionCommand =
  | { readonly type: "RecordArrival"; readonly data: Omit<FactOf<"BuyerArrived">, "at"> }
  | { readonly type: "RecordLicenseActivated"; readonly data: FactOf<"LicenseActivated"> }
  | { readonly type: "RecordLicenseDeprovisioned"; readonly data: FactOf<"LicenseDeprovisioned"> }
  | {
      readonly type: "RecordEntitlements";
      readonly data: { readonly entitlements: readonly Entitlement[]; readonly basedOn: number; readonly readAt: Instant };
    }
  | { readonly type: "RegisterBuyer"; readonly data: { readonly contact: string; readonly arrival: string } }
  | { readonly type: "LinkTenant"; readonly data: { readonly tenantId: string; readonly claim: string; readonly claimExpiresAt: Instant } };

/** Why a subscription may say no. Each is a branch of a workflow or an answer of an API. */
export type SubscriptionRefusal = "readAgain" | "unknownSubscription" | "claimExpired" | "claimUsed";
