import { z } from "zod";
import { defineCodec } from "../kernel/codec";
import { defineEvent } from "../kernel/event";
import { AgreementId, AwsAccountId, Instant, LicenseArn, ProductCode } from "../kernel/values";
import { IdentityForm, PricingModel } from "../product/product";
import { Entitlement, ReasonCode } from "./values";

// These shapes are what the log holds. Add a fact, or a new version of one; never edit or delete.

/** What every first fact says of the product, so that a stream can be read without the configuration of its day. */
const listing = {
  productId: z.string().min(1),
  productCode: ProductCode,
  pricingModel: PricingModel,
  /** The account is one of the seller's own test accounts. */
  test: z.boolean(),
};

/** AWS told us whose token a buyer brought to the fulfilment page (ResolveCustomer). */
export const BuyerArrived = defineEvent("BuyerArrived", {
  ...listing,
  arrival: z.string().min(1),
  form: IdentityForm,
  awsAccountId: AwsAccountId.optional(),
  customerIdentifier: z.string().min(1).optional(),
  licenseArn: LicenseArn.optional(),
  /** The browser said so (`x-amzn-marketplace-offer-type`): a hint, not a fact of AWS's. */
  offerType: z.string().max(40).optional(),
  at: Instant,
});

const licenseNotice = {
  ...listing,
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

/** We read all pages of what the buyer is entitled to. `basedOn` is the version the stream had before the read. */
export const EntitlementsRead = defineEvent("EntitlementsRead", {
  entitlements: z.array(Entitlement).readonly(),
  basedOn: z.int().min(0),
  at: Instant,
});

/** A person filled in the form. Who it was stands in the contacts table, under `contact`; the log holds nothing to erase. */
export const BuyerRegistered = defineEvent("BuyerRegistered", { contact: z.string().min(1), arrival: z.string().min(1), at: Instant });

/** A further person filled in the form of a subscription that was registered already. */
export const ContactAdded = defineEvent("ContactAdded", { contact: z.string().min(1), arrival: z.string().min(1), at: Instant });

/** The product told us, with a claim code that we had handed to the buyer, in which of its tenants the subscription is used. */
export const TenantLinked = defineEvent("TenantLinked", {
  tenantId: z.string().min(1).max(200),
  /** The nonce of the claim code, which is used up by this. */
  claim: z.string().min(1),
  claimExpiresAt: Instant,
  at: Instant,
});

const decision = { reason: ReasonCode, at: Instant };

/** Access is about to come: something is known, something is missing. */
export const AccessPending = defineEvent("AccessPending", decision);
/** The buyer may use the product. */
export const AccessGranted = defineEvent("AccessGranted", decision);
/** The buyer may use the product no longer. */
export const AccessRevoked = defineEvent("AccessRevoked", decision);

export const SubscriptionEvent = z.discriminatedUnion("type", [
  BuyerArrived,
  LicenseActivated,
  LicenseDeprovisioned,
  EntitlementsRead,
  BuyerRegistered,
  ContactAdded,
  TenantLinked,
  AccessPending,
  AccessGranted,
  AccessRevoked,
]);
export type SubscriptionEvent = z.infer<typeof SubscriptionEvent>;

/** Every type of the stream, with the version new events are written in. */
export const subscriptionCodec = defineCodec<SubscriptionEvent>({
  BuyerArrived: { version: 1, schema: BuyerArrived },
  LicenseActivated: { version: 1, schema: LicenseActivated },
  LicenseDeprovisioned: { version: 1, schema: LicenseDeprovisioned },
  EntitlementsRead: { version: 1, schema: EntitlementsRead },
  BuyerRegistered: { version: 1, schema: BuyerRegistered },
  ContactAdded: { version: 1, schema: ContactAdded },
  TenantLinked: { version: 1, schema: TenantLinked },
  AccessPending: { version: 1, schema: AccessPending },
  AccessGranted: { version: 1, schema: AccessGranted },
  AccessRevoked: { version: 1, schema: AccessRevoked },
});
