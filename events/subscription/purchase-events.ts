import { z } from "zod";
import { defineEvent } from "../kernel/event";
import { AgreementId, AwsAccountId, Instant, LicenseArn, ProductCode } from "../kernel/values";
import { IdentityForm, PricingModel } from "../product/product";
import { AgreementView, ContinuationBasis, Entitlement } from "./values";

// What AWS says was bought. These shapes are what the log holds. Add a fact, or a new version of one; never edit or delete.

/** What every first fact says of the product, so that a stream can be read without the configuration of its day. */
export const listing = {
  productId: z.string().min(1),
  productCode: ProductCode,
  pricingModel: PricingModel,
  /** The account is one of the seller's own test accounts. */
  test: z.boolean(),
  /** Minutes the product has to confirm that it has provisioned; absent where it is not asked. */
  provisionWithinMinutes: z.int().min(1).optional(),
  /** The hour from which the product is billed by license; absent where it does not move to concurrent agreements, or had not said so. */
  concurrentFrom: Instant.optional(),
};

/** The form in which AWS named the customer of this stream; absent in facts that are older than the choice. */
const form = IdentityForm.optional();

const licenseNotice = {
  ...listing,
  form,
  /** As the event spelt it; AWS's own example lacks `arn:`. */
  licenseArn: LicenseArn,
  awsAccountId: AwsAccountId.optional(),
  agreementId: AgreementId.optional(),
  offerId: z.string().min(1).optional(),
  proposerAccountId: AwsAccountId.optional(),
  notice: z.string().min(1),
  /** AWS's own time of the fact, which alone decides between older and newer. */
  at: Instant,
};

/** AWS provisioned the license or changed what it entitles to (`License Updated - Manufacturer`). */
export const LicenseActivated = defineEvent("LicenseActivated", licenseNotice);

/** AWS ended the license (`License Deprovisioned - Manufacturer`). */
export const LicenseDeprovisioned = defineEvent("LicenseDeprovisioned", licenseNotice);

/** A reconciliation found the customer alive at AWS, though no message had told. `at` is when AWS was asked: it names no time of its own. */
export const LicenseFound = defineEvent("LicenseFound", {
  ...listing,
  form,
  licenseArn: LicenseArn.optional(),
  awsAccountId: AwsAccountId.optional(),
  customerIdentifier: z.string().min(1).optional(),
  agreementId: AgreementId.optional(),
  /** Which of AWS's lists it stood in. */
  source: z.enum(["entitlements", "agreements"]),
  at: Instant,
});

/** What an SNS message of a legacy listing says. `at` is the time AWS published it. */
const legacyNotice = { ...listing, form, customerIdentifier: z.string().min(1), notice: z.string().min(1), at: Instant };

/** `subscribe-success`: the purchase stands. Sent again for a returning buyer and for each accepted offer. */
export const PurchaseConfirmed = defineEvent("PurchaseConfirmed", { ...legacyNotice, offerId: z.string().min(1).optional(), trial: z.boolean().optional() });
/** `subscribe-fail`: AWS could not charge the buyer. */
export const PurchaseFailed = defineEvent("PurchaseFailed", { ...legacyNotice, offerId: z.string().min(1).optional() });
/** `unsubscribe-pending`: the buyer is leaving; AWS takes usage for about an hour more. */
export const DepartureAnnounced = defineEvent("DepartureAnnounced", legacyNotice);
/** `unsubscribe-success`: the buyer has left. */
export const DepartureCompleted = defineEvent("DepartureCompleted", legacyNotice);
/** `entitlement-updated`: what the buyer is entitled to has changed. The message says no more; AWS must be asked. */
export const EntitlementsAnnounced = defineEvent("EntitlementsAnnounced", legacyNotice);

/** We read all pages of what the buyer is entitled to. `basedOn` is the version the stream had before the read. */
export const EntitlementsRead = defineEvent("EntitlementsRead", {
  entitlements: z.array(Entitlement).readonly(),
  basedOn: z.int().min(0),
  at: Instant,
});

/** What the stream of an agreement says that carries this license: when first linked, and whenever it has changed. */
export const AgreementLinked = defineEvent("AgreementLinked", { agreement: AgreementView, at: Instant });

/** This subscription goes on where another ended: its registration, contacts and tenant are taken over. */
export const SubscriptionContinued = defineEvent("SubscriptionContinued", {
  predecessor: z.string().min(1),
  basis: ContinuationBasis,
  registeredAt: Instant.optional(),
  contacts: z.array(z.string().min(1)).readonly(),
  tenantId: z.string().min(1).max(200).optional(),
  /** A listing that moved to concurrent agreements: the first hour that is billed to this subscription, and no longer to the other. */
  meteredFrom: Instant.optional(),
  at: Instant,
});

/** Another subscription goes on where this one ends. Until it has taken over, the buyer keeps what they have here. */
export const SubscriptionSucceeded = defineEvent("SubscriptionSucceeded", {
  successor: z.string().min(1),
  basis: ContinuationBasis,
  /** The first hour that is billed to the successor. */
  meteredUntil: Instant.optional(),
  at: Instant,
});

/**
 * The successor gives the buyer what was bought, or was ended for good: nothing is owed here any more. It is recorded once the
 * product has been told that the successor stands in this one's place.
 */
export const SuccessorTookOver = defineEvent("SuccessorTookOver", { successor: z.string().min(1), at: Instant });
