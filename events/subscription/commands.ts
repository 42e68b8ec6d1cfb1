import type { UsageNews } from "../kernel/usage-problem";
import type { Instant } from "../kernel/values";
import type { SubscriptionEvent } from "./events";
import type { AwsFact } from "./signs";
import type { AgreementView, Entitlement, MailCause } from "./values";

export type FactOf<Type extends SubscriptionEvent["type"]> = Extract<SubscriptionEvent, { readonly type: Type }>["data"];

/** What may be asked of a subscription. Facts of AWS's carry AWS's time; the rest happens when it is decided. */
export type SubscriptionCommand =
  | { readonly type: "RecordArrival"; readonly data: Omit<FactOf<"BuyerArrived">, "at"> }
  | { readonly type: "RecordFact"; readonly fact: AwsFact }
  | {
      readonly type: "RecordEntitlements";
      readonly data: { readonly entitlements: readonly Entitlement[]; readonly basedOn: number; readonly readAt: Instant };
    }
  | { readonly type: "LinkAgreement"; readonly data: { readonly agreement: AgreementView } }
  | { readonly type: "Continue"; readonly data: Omit<FactOf<"SubscriptionContinued">, "at"> }
  /** `tookOver`: the successor needs nothing more, and the product knows of it, in its tenant if `hasTenant`. */
  | { readonly type: "Succeed"; readonly data: Omit<FactOf<"SubscriptionSucceeded">, "at">; readonly tookOver?: { readonly hasTenant: boolean } }
  | { readonly type: "DoubtContinuation"; readonly data: { readonly candidates: readonly string[] } }
  | { readonly type: "RegisterBuyer"; readonly data: { readonly contact: string; readonly arrival: string } }
  | { readonly type: "CorrectContact"; readonly data: { readonly contact: string; readonly replaced: string; readonly by: string } }
  | { readonly type: "LinkTenant"; readonly data: { readonly tenantId: string; readonly claim: string; readonly claimExpiresAt: Instant } }
  | { readonly type: "ConfirmProvisioning" }
  | { readonly type: "Suspend"; readonly data: { readonly reason: string; readonly by: string } }
  | { readonly type: "Restore"; readonly data: { readonly reason: string; readonly by: string } }
  | { readonly type: "Grant"; readonly data: { readonly reason: string; readonly by: string; readonly until: Instant } }
  /** A mail is about to go out: `due` by itself, `asked` for by a person. */
  | { readonly type: "AttemptMail"; readonly data: Omit<FactOf<"MailAttempted">, "at"> & { readonly because: MailCause } }
  | { readonly type: "RecordMail"; readonly data: Omit<FactOf<"MailSent">, "at"> & { readonly error?: string | undefined } }
  | { readonly type: "RecordSellerNotice"; readonly data: Omit<FactOf<"SellerNotified">, "at"> }
  /** A day's book tells of what AWS does not bill as it was sealed. */
  | { readonly type: "HearUsageNews"; readonly data: { readonly day: string; readonly news: readonly UsageNews[] } }
  /** Time has passed: what follows from it is decided. */
  | { readonly type: "Reconsider" };

/** Why a subscription may say no. Each is a branch of a workflow or an answer of an API. */
export type SubscriptionRefusal =
  | "readAgain"
  | "unknownSubscription"
  | "claimExpired"
  | "claimUsed"
  /** It goes on from, or as, another one already. */
  | "continuedOtherwise"
  /** No such contact is at hand. */
  | "unknownContact"
  /** The mail has gone out, or is no longer to. */
  | "mailNotDue"
  /** A buyer is told that all is ready only when it is. */
  | "notReady"
  /** The product was never asked to provision it. */
  | "notRequested"
  /** An operator may grant for at most 30 days, and not into the past. */
  | "untilOutOfRange"
  /** There is nothing that an operator could restore. */
  | "nothingToRestore";
