import type { Instant } from "../../../events/kernel/values";
import { envelope, parties, seconds, SELLER_ACCOUNT, type Part } from "./envelopes";
import { startOf, type Purchase } from "./purchase";

/** The seller's name in the simulation. */
const SELLER_NAME = "Example Seller";
const PARTNER_NAME = "Example Channel Partner";

/** In the events that AWS added with renewals, the proposer has a name too. */
export const namedProposer = ({ resale }: Purchase): Part => ({
  name: resale === undefined ? SELLER_NAME : PARTNER_NAME,
  accountId: resale?.accountId ?? SELLER_ACCOUNT,
});

export const titledProduct = ({ productId, productName }: Purchase): Part => ({ id: productId, title: productName });

/** Who switched the renewal off; these agreements know no lock-out. */
export const renewalOf = ({ renewalDisabledBy }: Purchase): Part => ({ lockoutStartTime: null, disabledBy: renewalDisabledBy ?? null });

/** Where the buyer pays as they go, an agreement has no end. */
export const endTime = ({ endsAt }: Purchase): string | null => (endsAt === undefined ? null : seconds(endsAt));

const term = (purchase: Purchase, intent: Purchase["intent"] | "AMEND"): Part => ({
  id: purchase.agreementId,
  intent,
  status: "ACTIVE",
  acceptanceTime: seconds(purchase.boughtAt),
  startTime: seconds(startOf(purchase)),
  endTime: endTime(purchase),
});

const authorization = ({ resale }: Purchase): Part => ({ resaleAuthorization: { id: resale?.authorizationId ?? null } });

const created = (purchase: Purchase): Part => {
  const { intent, previousAgreementId, backPointer, resale } = purchase;
  if (intent === "NEW" || previousAgreementId === undefined) return { agreement: term(purchase, intent), ...authorization(purchase), ...parties(purchase) };
  const { acceptor, offer } = parties(purchase);
  return {
    agreement: { ...term(purchase, intent), ...(backPointer && { previousAgreementId }) },
    product: titledProduct(purchase),
    // AWS's example of a direct renewal leaves it out.
    ...(resale !== undefined && authorization(purchase)),
    acceptor,
    proposer: namedProposer(purchase),
    offer,
  };
};

const amended = (purchase: Purchase): Part => ({
  agreement: { ...term(purchase, "AMEND"), autoRenewalEnabled: purchase.autoRenewal },
  renewalSummary: renewalOf(purchase),
  product: titledProduct(purchase),
  ...authorization(purchase),
  ...parties(purchase),
});

const ended = (purchase: Purchase): Part => ({
  agreement: { id: purchase.agreementId, status: purchase.status.toUpperCase() },
  ...authorization(purchase),
  ...parties(purchase),
});

const DETAIL = { Created: created, Amended: amended, Ended: ended } as const;

/** An agreement's event. The seller who is both gets the proposer's only; in a channel partner's sale, the manufacturer's (`UG:saas-eventbridge-integration`). */
export const agreementEvent = (what: keyof typeof DETAIL, purchase: Purchase, at: Instant): Part =>
  envelope(`Purchase Agreement ${what} - ${purchase.resale === undefined ? "Proposer" : "Manufacturer"}`, purchase, { at, detail: DETAIL[what](purchase) });
