import { randomUUID } from "node:crypto";
import type { Instant } from "../../../events/kernel/values";
import type { Purchase, Settings } from "./purchase";

/** The seller's account in the simulation; AWS's documents use the same one. */
export const SELLER_ACCOUNT = "123456512334";

/** What the seller is told of a license. */
export type LicenseTold = "License Updated - Manufacturer" | "License Deprovisioned - Manufacturer";

/** What the seller is told of an agreement: as proposer of its own offers, as manufacturer of a channel partner's. */
export type AgreementTold = `Purchase Agreement ${"Created" | "Amended" | "Ended"}`;

type Part = Readonly<Record<string, unknown>>;

/** AWS's times have seconds, no fraction. */
const seconds = (time: Instant): string => time.replace(/\.\d{3}Z$/, "Z");

/** AWS's example event leaves `arn:` and `license:` out, though the API's own pattern wants them (`UG:notifications-eventbridge`). */
const arnInEvent = (arn: string, spelling: Settings["eventArn"]): string =>
  spelling === "contract" ? arn : arn.replace(/^arn:(aws[a-zA-Z-]*):license-manager::(\d+):license:/, "$1:license-manager:us-east-1:$2:");

const term = ({ agreementId, boughtAt, endsAt }: Purchase, intent: "NEW" | "AMEND"): Part => ({
  id: agreementId,
  intent,
  status: "ACTIVE",
  acceptanceTime: seconds(boughtAt),
  startTime: seconds(boughtAt),
  // Where the buyer pays as they go, an agreement has no end.
  endTime: endsAt === undefined ? null : seconds(endsAt),
});

/** The parts of an agreement's event that differ by what happened. */
const happened = (told: AgreementTold, purchase: Purchase): Part => {
  switch (told) {
    case "Purchase Agreement Created":
      return { agreement: term(purchase, "NEW") };
    case "Purchase Agreement Amended":
      return {
        agreement: { ...term(purchase, "AMEND"), autoRenewalEnabled: false },
        renewalSummary: { lockoutStartTime: null, disabledBy: null },
        product: { id: purchase.productId, title: purchase.productName },
      };
    case "Purchase Agreement Ended":
      return { agreement: { id: purchase.agreementId, status: purchase.status === "expired" ? "EXPIRED" : "CANCELLED" } };
  }
};

const parties = ({ accountId, offerId, resale }: Purchase): Part => ({
  acceptor: { accountId },
  proposer: { accountId: resale?.accountId ?? SELLER_ACCOUNT },
  offer: { id: offerId },
});

const envelope = (detailType: string, { agreementId }: Purchase, { at, detail }: { readonly at: Instant; readonly detail: Part }): Part => ({
  version: "0",
  id: randomUUID(),
  "detail-type": detailType,
  source: "aws.agreement-marketplace",
  account: SELLER_ACCOUNT,
  time: seconds(at),
  region: "us-east-1",
  resources: [`arn:aws:aws-marketplace::aws:agreement:${agreementId}`],
  detail: { requestId: randomUUID(), catalog: "AWSMarketplace", ...detail },
});

/** A license's event as AWS puts it on the seller's default bus in us-east-1, member for member (`UG:notifications-eventbridge`). */
export const licenseEvent = (
  told: LicenseTold,
  purchase: Purchase & { readonly licenseArn: string },
  { at, spelling }: { readonly at: Instant; readonly spelling: Settings["eventArn"] },
): Part =>
  envelope(told, purchase, {
    at,
    detail: {
      agreement: { id: purchase.agreementId },
      product: { code: purchase.productCode, id: purchase.productId },
      license: { arn: arnInEvent(purchase.licenseArn, spelling) },
      ...parties(purchase),
    },
  });

/** An agreement's event. The seller who is both gets the proposer's only; in a channel partner's sale, the manufacturer's (`UG:saas-eventbridge-integration`). */
export const agreementEvent = (told: AgreementTold, purchase: Purchase, at: Instant): Part =>
  envelope(`${told} - ${purchase.resale === undefined ? "Proposer" : "Manufacturer"}`, purchase, {
    at,
    detail: { ...happened(told, purchase), resaleAuthorization: { id: purchase.resale?.authorizationId ?? null }, ...parties(purchase) },
  });
