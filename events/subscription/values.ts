import { z } from "zod";
import { Advisory, AgreementEnd, AgreementIntent } from "../kernel/agreement-words";
import { AgreementId, AwsAccountId, Instant } from "../kernel/values";

/** What a buyer is entitled to of one dimension: `Entitlement` of GetEntitlements (SDK client-marketplace-entitlement-service). */
export const Entitlement = z
  .strictObject({
    dimension: z.string().min(1),
    /** The one member of AWS's `Value` that was set. */
    value: z.union([z.number(), z.boolean(), z.string()]),
    /** AWS calls it the minimum date through which it is expected to be valid; absent where AWS names none. */
    expiresAt: Instant.optional(),
  })
  .readonly();
export type Entitlement = z.infer<typeof Entitlement>;

/**
 * What a subscription knows of an agreement that carries its license: a copy of the agreement's own stream at a version.
 * The copy with the greater version is the newer one, in whatever order copies arrive.
 */
export const AgreementView = z
  .strictObject({
    id: AgreementId,
    version: z.int().min(1),
    intent: AgreementIntent.optional(),
    /** Decides which of several agreements is the newest: its start, or where that is not known, when its license was first named. */
    from: Instant,
    startsAt: Instant.optional(),
    endsAt: Instant.optional(),
    end: AgreementEnd.optional(),
    advisory: Advisory,
    /** By the product's setting of the day: whether an open advisory suspends access or only notifies. */
    advisorySuspends: z.boolean(),
    autoRenewal: z.boolean().optional(),
    /** AWS's newest word that it ends soon. */
    endAnnouncedAt: Instant.optional(),
    trial: z.boolean().optional(),
    offerId: z.string().min(1).optional(),
    channel: z.enum(["direct", "reseller"]).optional(),
    resellerAccountId: AwsAccountId.optional(),
    previousAgreementId: AgreementId.optional(),
    initialAgreementId: AgreementId.optional(),
  })
  .readonly();
export type AgreementView = z.infer<typeof AgreementView>;

/** What the buyer may do. `none`: nothing is known yet. */
export const AccessStatus = z.enum(["none", "pending", "granted", "suspended", "revoked"]);
export type AccessStatus = z.infer<typeof AccessStatus>;

/** Why access is what it is. `sentences.ts` says each in words. */
export const ReasonCode = z.enum([
  "nothingKnown",
  "awaitingLicense",
  "awaitingStart",
  "awaitingEntitlements",
  "licenseActive",
  "entitled",
  "leaving",
  "renewalUnderWay",
  "grantedByOperator",
  "suspendedByOperator",
  "suspendedByAdvisory",
  "entitlementsLapsed",
  "licenseEnded",
  "agreementEnded",
  "purchaseFailed",
  "unsubscribed",
  "replaced",
]);
export type ReasonCode = z.infer<typeof ReasonCode>;

/** The answer of the access rules. */
export const Access = z.strictObject({ status: AccessStatus, reason: ReasonCode }).readonly();
export type Access = z.infer<typeof Access>;

/** What is wrong with a buyer who has gone silent, for the seller's worklist. */
export const Silence = z.enum([
  /** Bought, and not seen on our page for a day. */
  "notArrived",
  /** On our page, and no form handed in for an hour. */
  "notRegistered",
  /** Registered, and AWS has named no license for half an hour. */
  "noLicense",
  /** The product was asked to confirm that it has provisioned, and its time is up. */
  "notProvisioned",
  /** What was bought ends within 90 days, and nothing says that it goes on. */
  "notRenewed",
]);
export type Silence = z.infer<typeof Silence>;

/** The mails a buyer gets. */
export const MailKind = z.enum(["received", "ready"]);
export type MailKind = z.infer<typeof MailKind>;

/** Why a mail goes out: it is due by the facts, or a person asked for it. */
export const MailCause = z.enum(["due", "asked"]);
export type MailCause = z.infer<typeof MailCause>;

/** What the seller's topic is told: that somebody registered, and what waits for a person. */
export const SellerNotice = z.enum(["registered", ...Silence.options, "ambiguousRenewal", "mailFailed"]);
export type SellerNotice = z.infer<typeof SellerNotice>;

/** How it is known that one subscription goes on as another. */
export const ContinuationBasis = z.enum([
  /** The newer agreement names the older as its previous. */
  "previousAgreement",
  /** Both agreements stem from one initial agreement. */
  "initialAgreement",
  /** The account's only license of the product that ended so within a day. */
  "onlyCandidate",
  /** The listing moved to concurrent agreements. */
  "concurrentAgreements",
  /** A person said so. */
  "operator",
]);
export type ContinuationBasis = z.infer<typeof ContinuationBasis>;
