import { z } from "zod";
import { AgreementId, AwsAccountId, Instant, LicenseArn, ProductCode } from "../kernel/values";
import { UsageProblem, UsageProblemKind } from "../kernel/usage-problem";
import { IdentityForm, PricingModel } from "../product/product";
import { Access, AgreementView, ContinuationBasis, Entitlement, MailKind, SellerNotice, Silence } from "./values";

/** One authoritative read. */
const Reading = z.strictObject({ entitlements: z.array(Entitlement).readonly(), at: Instant }).readonly();

/** AWS's own times of the latest fact of each kind. `standing.ts` says what they mean together. */
const Signs = z
  .strictObject({
    /** `License Updated`, `License Deprovisioned`. */
    activatedAt: Instant.optional(),
    deprovisionedAt: Instant.optional(),
    /** When a reconciliation found the customer in AWS's lists. */
    foundAt: Instant.optional(),
    /** Legacy listings: `subscribe-success`, `subscribe-fail`, `unsubscribe-pending`, `unsubscribe-success`, `entitlement-updated`. */
    confirmedAt: Instant.optional(),
    failedAt: Instant.optional(),
    departingAt: Instant.optional(),
    departedAt: Instant.optional(),
    announcedAt: Instant.optional(),
  })
  .readonly();
export type Signs = z.infer<typeof Signs>;

const Override = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("suspended"), reason: z.string(), by: z.string(), at: Instant }).readonly(),
  z.strictObject({ kind: z.literal("granted"), reason: z.string(), by: z.string(), at: Instant, until: Instant }).readonly(),
]);
export type Override = z.infer<typeof Override>;

/** The newest request for a mail of a kind to a person, and what is known of it; `due`: the person's data was corrected since. */
const Mail = z
  .strictObject({ kind: MailKind, contact: z.string(), request: z.string(), status: z.enum(["attempted", "sent", "failed", "due"]), at: Instant })
  .readonly();
export type Mail = z.infer<typeof Mail>;

/** Usage that AWS does not bill as it was sealed, and that nobody has seen to. */
const OpenUsageProblem = UsageProblem.unwrap().extend({ since: Instant }).readonly();
export type OpenUsageProblem = z.infer<typeof OpenUsageProblem>;

const UsageProblems = z
  .strictObject({
    /** By the day of a book: up to which of its news it was heard. */
    heard: z.record(z.string(), z.int()).readonly(),
    /** The newest, oldest first. */
    open: z.array(OpenUsageProblem).readonly(),
    /** How many of each kind are open that are not at hand. */
    older: z.partialRecord(UsageProblemKind, z.int()).readonly(),
  })
  .readonly();
export type UsageProblems = z.infer<typeof UsageProblems>;

/** What we believe of one subscription. Plain JSON: snapshots hold it as it is. */
export const Subscription = z
  .strictObject({
    listing: z
      .strictObject({
        productId: z.string(),
        productCode: ProductCode,
        pricingModel: PricingModel,
        provisionWithinMinutes: z.int().optional(),
        concurrentFrom: Instant.optional(),
      })
      .readonly()
      .optional(),
    test: z.boolean(),
    form: IdentityForm.optional(),
    awsAccountId: AwsAccountId.optional(),
    /** Accounts and tenants it was listed under before, newest last, at most `FORMER_KEPT`: projections take their rows there away. */
    formerAccounts: z.array(AwsAccountId).readonly().optional(),
    formerTenants: z.array(z.string()).readonly().optional(),
    customerIdentifier: z.string().optional(),
    /** The spelling to use in calls to AWS: what ResolveCustomer answered, else what an event said. */
    licenseArn: LicenseArn.optional(),
    licenseArnSource: z.enum(["resolved", "event"]).optional(),
    arrived: z.boolean(),
    arrivedAt: Instant.optional(),
    offerType: z.string().optional(),
    signs: Signs,
    /** AWS's own time of its first word that what was bought is in force, of which `signs` has the latest. */
    saidFrom: Instant.optional(),
    /** The agreement that the newest license notice named. */
    agreement: z.strictObject({ id: AgreementId, offerId: z.string().optional(), proposerAccountId: z.string().optional(), at: Instant }).readonly().optional(),
    /** The newest agreements that carry the license, by their start; at most `AGREEMENTS_KEPT`. */
    agreements: z.array(AgreementView).readonly(),
    /** Our own time of the last word on any of them. */
    agreementsHeardAt: Instant.optional(),
    /** What the newest `subscribe-success` said. */
    confirmed: z.strictObject({ offerId: z.string().optional(), trial: z.boolean().optional(), at: Instant }).readonly().optional(),
    reading: Reading.optional(),
    /** Since when every reading was empty; absent while the newest lists something. */
    emptySince: Instant.optional(),
    /** The version of the event that holds the newest reading; 0 before the first. */
    readingVersion: z.int().min(0),
    /** The newest reading that had any entitlement in it: reads lag, so an empty one does not end access at once. */
    lastEntitled: Reading.optional(),
    predecessor: z.strictObject({ subscription: z.string(), basis: ContinuationBasis, meteredFrom: Instant.optional() }).readonly().optional(),
    /** `tookOverAt`: when it was heard that the buyer has what was bought there, or that it ended. */
    successor: z
      .strictObject({ subscription: z.string(), basis: ContinuationBasis, meteredUntil: Instant.optional(), tookOverAt: Instant.optional() })
      .readonly()
      .optional(),
    /** Subscriptions of which each may be the one that this continues; a person has to say which. */
    doubt: z.array(z.string()).readonly().optional(),
    registeredAt: Instant.optional(),
    /** The newest contacts, oldest first; at most `CONTACTS_KEPT`. The rest are in the events. */
    contacts: z.array(z.string()).readonly(),
    tenantId: z.string().optional(),
    /** Claim codes used up and not yet expired. */
    claims: z.array(z.strictObject({ claim: z.string(), tenantId: z.string(), expiresAt: Instant }).readonly()).readonly(),
    override: Override.optional(),
    /** When an operator last lifted what stood in the way. */
    restoredAt: Instant.optional(),
    provisioning: z.strictObject({ requestedAt: Instant, deadline: Instant, confirmedAt: Instant.optional() }).readonly().optional(),
    /** Who registered here rather than with a predecessor, and since when: mails go to them by themselves. At most `CONTACTS_KEPT`. */
    addressees: z.array(z.strictObject({ contact: z.string(), since: Instant }).readonly()).readonly(),
    /** Since when there is access for a registered buyer, and everything is provisioned. */
    readySince: Instant.optional(),
    /** One for each kind and contact, of the contacts at hand. */
    mails: z.array(Mail).readonly(),
    /** Which opening of each matter the seller's topic was last told of. */
    notified: z.partialRecord(SellerNotice, z.string()).readonly(),
    finalUsage: z.strictObject({ endsAt: Instant, deadline: Instant }).readonly().optional(),
    /** Whether the product was last told of a trial; undefined before it ever was. */
    trialTold: z.boolean().optional(),
    /** Absent while AWS has billed everything as it was sealed. */
    usageProblems: UsageProblems.optional(),
    silences: z.partialRecord(Silence, z.strictObject({ since: Instant, open: z.boolean() }).readonly()).readonly(),
    /** Up to when the passing of time has been taken into account. */
    consideredAt: Instant.optional(),
    /** When the facts may next mean something else, if nothing more is heard; and the hours under which it stood before. */
    dueAt: Instant.optional(),
    formerDueHours: z.array(z.string()).readonly().optional(),
    access: Access,
  })
  .readonly();
export type Subscription = z.infer<typeof Subscription>;

/** How many contacts a state keeps at hand; a snapshot must not grow with the stream's age. */
export const CONTACTS_KEPT = 20;

/** How many former accounts, tenants and hours a state keeps. What falls out was taken away long since. */
export const FORMER_KEPT = 20;

/** A license renewed every year under a new agreement has its last eight years at hand. */
export const AGREEMENTS_KEPT = 8;

export const initialSubscription: Subscription = {
  test: false,
  arrived: false,
  signs: {},
  agreements: [],
  readingVersion: 0,
  contacts: [],
  claims: [],
  addressees: [],
  mails: [],
  notified: {},
  silences: {},
  access: { status: "none", reason: "nothingKnown" },
};
