import type { LicenseNotice } from "../../events/notice/marketplace-event";
import type { LegacyNotice } from "../../events/notice/sns-message";
import type { IdentityForm, Product } from "../../events/product/product";
import type { AwsFact } from "../../events/subscription/signs";
import { listingOf } from "../kernel/purchases/listing";

/** What a license event says, as a fact of its subscription. */
export const licenseFact = (
  product: Product,
  form: IdentityForm,
  { kind, licenseArn, agreementId, awsAccountId, offerId, proposerAccountId, at }: LicenseNotice,
  notice: string,
): AwsFact => ({
  type: kind === "licenseUpdated" ? "LicenseActivated" : "LicenseDeprovisioned",
  data: {
    ...listingOf(product, awsAccountId),
    form,
    licenseArn,
    ...(awsAccountId !== undefined && { awsAccountId }),
    ...(agreementId !== undefined && { agreementId }),
    ...(offerId !== undefined && { offerId }),
    ...(proposerAccountId !== undefined && { proposerAccountId }),
    notice,
    at,
  },
});

/** What an SNS message says, as a fact of its subscription. It names no account, so a test account is known only once the buyer arrives. */
export const legacyFact = (product: Product, form: IdentityForm, { kind, customerIdentifier, offerId, trial, at }: LegacyNotice, notice: string): AwsFact => {
  const data = { ...listingOf(product, undefined), form, customerIdentifier, notice, at };
  const offer = offerId !== undefined && { offerId };
  switch (kind) {
    case "purchaseConfirmed":
      return { type: "PurchaseConfirmed", data: { ...data, ...offer, ...(trial !== undefined && { trial }) } };
    case "purchaseFailed":
      return { type: "PurchaseFailed", data: { ...data, ...offer } };
    case "departureAnnounced":
      return { type: "DepartureAnnounced", data };
    case "departureCompleted":
      return { type: "DepartureCompleted", data };
    case "entitlementsAnnounced":
      return { type: "EntitlementsAnnounced", data };
  }
};
