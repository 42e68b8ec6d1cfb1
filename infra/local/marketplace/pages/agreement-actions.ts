import type { Marketplace } from "../marketplace";
import { AdvisoryRequest, AmendRequest, BillingRequest, CancellationRequest, EndingRequest, ExpireRequest, SpendRequest, SuccessionRequest } from "../requests";
import type { Purchase } from "../purchase";
import { checked, readChange } from "./forms";
import type { Entered } from "./listing";
import type { Said } from "./said";

interface Action {
  /** @returns the agreement to show then */
  readonly does: (id: string, entered: Entered) => Promise<Purchase>;
  readonly says: Said;
}

const succession = (entered: Entered) =>
  checked(SuccessionRequest, { ...readChange(entered), license: entered.get("license"), backPointer: entered.has("backPointer") });

const status = (entered: Entered): { readonly status: string | undefined } => ({ status: entered.get("status") });

/** What the forms of an agreement's page do, by the last part of their address. */
export const agreementActions = (stall: Marketplace): ReadonlyMap<string, Action> =>
  new Map<string, Action>([
    ["change", { does: (id, entered) => stall.amend(id, readChange(entered)), says: "changed" }],
    ["renewal", { does: (id, entered) => stall.amend(id, checked(AmendRequest, { autoRenewal: entered.has("on") })), says: "changed" }],
    ["renew", { does: (id, entered) => stall.renew(id, succession(entered)), says: "renewed" }],
    ["replace", { does: (id, entered) => stall.replace(id, succession(entered)), says: "replaced" }],
    ["cancel", { does: (id) => stall.end(id, "cancelled"), says: "cancelled" }],
    ["terminate", { does: (id) => stall.end(id, "terminated"), says: "ended" }],
    ["expire", { does: (id, entered) => stall.end(id, "expired", checked(ExpireRequest, { silent: entered.has("silent") }).silent), says: "ended" }],
    ["advisory", { does: (id, entered) => stall.advise(id, checked(AdvisoryRequest, { resolve: entered.has("resolve") }).resolve), says: "told" }],
    ["ending", { does: (id, entered) => stall.ending(id, checked(EndingRequest, { days: Number(entered.get("days")) }).days), says: "told" }],
    ["renewal-terms-finalized", { does: (id) => stall.renewalTermsFinalized(id), says: "told" }],
    ["renewal-upcoming", { does: (id) => stall.renewalUpcoming(id), says: "told" }],
    ["cancellation-request", { does: (id, entered) => stall.cancellationRequest(id, checked(CancellationRequest, status(entered)).status), says: "told" }],
    ["billing-adjustment", { does: (id, entered) => stall.billingAdjustment(id, checked(BillingRequest, status(entered)).status), says: "told" }],
    ["spend-threshold", { does: (id, entered) => stall.spendThreshold(id, checked(SpendRequest, status(entered)).status), says: "told" }],
  ]);
