import type { AgreementBook } from "./agreement-book";
import { endTime, namedProposer, renewalOf, titledProduct } from "./agreement-events";
import { parties, seconds, type Part } from "./envelopes";
import { newRequest } from "./names";
import type { NoticeDesk } from "./notices";
import type { MarketplaceHost } from "./ports";
import { startOf, type Purchase } from "./purchase";
import { Refusal } from "./refusal";
import type { BillingStatus, CancellationStatus, DaysBeforeEnd, SpendStatus } from "./requests";
import type { Shelf } from "./shelf";

const CANCELLATION: Readonly<Record<CancellationStatus, string>> = {
  PENDING_APPROVAL: "Pending Approval",
  APPROVED: "Approved",
  REJECTED: "Rejected",
  CANCELLED: "Cancelled",
  VALIDATION_FAILED: "Validation Failed",
};

/** How AWS ends the detail-types of spend thresholds is not known: the seller hears of them as the manufacturer. */
const SPEND: Readonly<Record<SpendStatus, string>> = { REACHED: "Reached", VET_SUCCEEDED: "Vet Succeeded", VET_FAILED: "Vet Failed" };

/** The sum in the examples of AWS: what is bought up front has no price here. */
const TCV = { tcv: "105000.00", currency: "USD" } as const;

const running = (purchase: Purchase, extra: Part): Part => ({
  id: purchase.agreementId,
  startTime: seconds(startOf(purchase)),
  endTime: endTime(purchase),
  status: "ACTIVE",
  ...extra,
  autoRenewalEnabled: purchase.autoRenewal,
});

const whoAndWhat = (purchase: Purchase): Part => {
  const { acceptor, offer } = parties(purchase);
  return { product: titledProduct(purchase), acceptor, proposer: namedProposer(purchase), offer };
};

interface Parts {
  readonly host: Pick<MarketplaceHost, "now">;
  readonly kept: Pick<Shelf, "exclusively">;
  readonly desk: Pick<NoticeDesk, "tell">;
  readonly book: AgreementBook;
}

/** Notices about an agreement that change nothing in it (`UG:notifications-eventbridge`). */
export const agreementNotes = ({ host: { now }, kept: { exclusively }, desk, book }: Parts) => {
  const tell = async (purchase: Purchase, detailType: string, detail: Part): Promise<Purchase> => {
    await desk.tell([{ about: "note", note: { detailType, detail }, purchase }], [purchase]);
    return purchase;
  };

  /** Of an agreement that a channel partner proposed, AWS tells the partner and not the seller. */
  const proposed = async (agreementId: string, fixedTerm: boolean): Promise<Purchase> => {
    const purchase = await book.findIn(agreementId, ["active"], "told of");
    if (purchase.resale !== undefined) throw new Refusal(409, `A channel partner proposed ${agreementId}: AWS tells the partner of this, and not the seller.`);
    if (fixedTerm && purchase.endsAt === undefined) throw new Refusal(409, `Agreement ${agreementId} is paid by use and has no end.`);
    return purchase;
  };

  const advise = (agreementId: string, resolve: boolean) => async (): Promise<Purchase> => {
    const { advisedAt, ...before } = await book.findIn(agreementId, ["active"], "advised of");
    if (resolve && advisedAt === undefined) throw new Refusal(409, `No advisory is open for ${agreementId}: issue one first.`);
    const purchase = book.noted(resolve ? before : { ...before, advisedAt: now() });
    return tell(purchase, `Purchase Agreement Advisory ${resolve ? "Resolved" : "Issued"} - Manufacturer`, {
      agreement: { id: agreementId },
      product: { id: purchase.productId },
      ...parties(purchase),
      advisory: resolve ? { resolvedAt: seconds(now()) } : { issuedAt: seconds(now()) },
    });
  };

  return {
    /** AWS suspects fraud or abuse, or suspects it no more. */
    advise: (agreementId: string, resolve: boolean): Promise<Purchase> => exclusively(advise(agreementId, resolve)),

    ending: (agreementId: string, daysBeforeEndTime: DaysBeforeEnd): Promise<Purchase> =>
      exclusively(async () => {
        const purchase = await proposed(agreementId, true);
        return tell(purchase, "Purchase Agreement Ending - Proposer", {
          agreement: running(purchase, { daysBeforeEndTime }),
          renewalSummary: renewalOf(purchase),
          ...whoAndWhat(purchase),
        });
      }),

    renewalTermsFinalized: (agreementId: string): Promise<Purchase> =>
      exclusively(async () => {
        const purchase = await proposed(agreementId, true);
        return tell(purchase, "Purchase Agreement Renewal Terms Finalized - Proposer", {
          agreement: running(purchase, {}),
          renewalSummary: { ...TCV, termsFinalizedTime: seconds(now()), lockoutReached: false, lockoutStartTime: null },
          ...whoAndWhat(purchase),
        });
      }),

    renewalUpcoming: (agreementId: string): Promise<Purchase> =>
      exclusively(async () => {
        const purchase = await proposed(agreementId, true);
        return tell(purchase, "Purchase Agreement Renewal Upcoming - Proposer", {
          agreement: running(purchase, {}),
          renewalSummary: { lockoutReached: true, ...TCV },
          ...whoAndWhat(purchase),
        });
      }),

    /** The seller asked to cancel. What comes of it in the agreement is a matter of its own. */
    cancellationRequest: (agreementId: string, statusCode: CancellationStatus): Promise<Purchase> =>
      exclusively(async () => {
        const purchase = await proposed(agreementId, false);
        return tell(purchase, `Agreement Cancellation Request ${CANCELLATION[statusCode]} - Proposer`, {
          agreement: { id: agreementId, acceptorId: purchase.accountId, productId: purchase.productId, offerId: purchase.offerId },
          agreementCancellationRequest: {
            id: newRequest("acr"),
            reasonCode: "TEST_AGREEMENT",
            reasonMessage: "Made in the simulator.",
            statusCode,
            statusMessage: null,
            createdAt: seconds(now()),
            updatedAt: seconds(now()),
          },
        });
      }),

    billingAdjustment: (agreementId: string, status: BillingStatus): Promise<Purchase> =>
      exclusively(async () => {
        const purchase = await proposed(agreementId, false);
        return tell(purchase, `Purchase Agreement Billing Adjustment ${status === "COMPLETED" ? "Completed" : "Failed"} - Proposer`, {
          agreement: { id: agreementId },
          billingAdjustmentRequest: { id: newRequest("ba"), adjustmentAmount: "-100.00", currencyCode: "USD", adjustmentReasonCode: "INCORRECT_METERING" },
          invoice: { originalInvoiceId: "2026SIMULATED0001" },
        });
      }),

    /** AWS checks the buyer's card as their spending grows. */
    spendThreshold: (agreementId: string, status: SpendStatus): Promise<Purchase> =>
      exclusively(async () => {
        const purchase = await book.findIn(agreementId, ["active"], "told of");
        return tell(purchase, `Spend Threshold ${SPEND[status]} - Manufacturer`, {
          agreement: { id: agreementId },
          product: { code: purchase.productCode, id: purchase.productId },
          ...parties(purchase),
        });
      }),
  };
};
