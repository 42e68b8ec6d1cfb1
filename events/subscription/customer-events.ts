import { z } from "zod";
import { defineEvent } from "../kernel/event";
import { AwsAccountId, Instant, LicenseArn } from "../kernel/values";
import { IdentityForm } from "../product/product";
import { listing } from "./purchase-events";
import { MailKind, SellerNotice } from "./values";

// What the buyer, the product and the operator did. These shapes are what the log holds. Add a fact, or a new version of one; never edit or delete.

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

/** A person filled in the form. Who it was stands in the contacts table, under `contact`; the log holds nothing to erase. */
export const BuyerRegistered = defineEvent("BuyerRegistered", { contact: z.string().min(1), arrival: z.string().min(1), at: Instant });

/** A further person filled in the form of a subscription that was registered already. */
export const ContactAdded = defineEvent("ContactAdded", { contact: z.string().min(1), arrival: z.string().min(1), at: Instant });

/** A person's data was corrected by an operator: `contact` stands in the place of `replaced`. */
export const ContactCorrected = defineEvent("ContactCorrected", {
  contact: z.string().min(1),
  replaced: z.string().min(1),
  by: z.string().min(1),
  at: Instant,
});

/** The product told us, with a claim code that we had handed to the buyer, in which of its tenants the subscription is used. */
export const TenantLinked = defineEvent("TenantLinked", {
  tenantId: z.string().min(1).max(200),
  /** The nonce of the claim code, which is used up by this. */
  claim: z.string().min(1),
  claimExpiresAt: Instant,
  at: Instant,
});

/** The product is asked to confirm, by the deadline, that it has provisioned; until then the buyer is not told that all is ready. */
export const ProvisioningRequested = defineEvent("ProvisioningRequested", { deadline: Instant, at: Instant });

/** The product has provisioned. */
export const ProvisioningConfirmed = defineEvent("ProvisioningConfirmed", { at: Instant });

/** What an operator decided, why, and who it was (an IAM identity's name). No personal data of a buyer belongs in a reason. */
const byOperator = { reason: z.string().min(1).max(300), by: z.string().min(1).max(200), at: Instant };

/** An operator took access away, until it is restored. Metering goes on. */
export const SuspendedByOperator = defineEvent("SuspendedByOperator", byOperator);
/** An operator lifted what operators had decided, and a suspension by an advisory issued before; access is again what was bought. */
export const RestoredByOperator = defineEvent("RestoredByOperator", byOperator);
/** An operator gave access, whatever was bought, for at most 30 days. */
export const GrantedByOperator = defineEvent("GrantedByOperator", { ...byOperator, until: Instant });

/** A mail is about to be handed to the mail service. Whether it was, the next event of the same request says; without one nobody knows. */
export const MailAttempted = defineEvent("MailAttempted", { kind: MailKind, contact: z.string().min(1), request: z.string().min(1), at: Instant });
/** A mail was handed to the mail service. To whom stands in the contacts table. */
export const MailSent = defineEvent("MailSent", { kind: MailKind, contact: z.string().min(1), request: z.string().min(1), at: Instant });
/** A mail could not be handed over, and won't be tried again by itself. */
export const MailFailed = defineEvent("MailFailed", {
  kind: MailKind,
  contact: z.string().min(1),
  request: z.string().min(1),
  /** The mail service's name of the error; never its text, which may quote an address. */
  error: z.string().min(1).max(200),
  at: Instant,
});

/** The seller's topic was told. `mark` says which opening of a matter of this kind it was. */
export const SellerNotified = defineEvent("SellerNotified", { notice: SellerNotice, mark: z.string().min(1).max(200), at: Instant });
