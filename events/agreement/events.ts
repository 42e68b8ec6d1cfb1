import { z } from "zod";
import { defineCodec } from "../kernel/codec";
import { defineEvent } from "../kernel/event";
import { AgreementId, AwsAccountId, Instant } from "../kernel/values";
import { AgreementEnding, AgreementIntent } from "../kernel/agreement-words";

// These shapes are what the log holds. Add a fact, or a new version of one; never edit or delete.

/** Who agreed, and through whom. `side` is the suffix of the detail-type: a channel partner's sale reaches the manufacturer only. */
const parties = {
  side: z.enum(["proposer", "manufacturer"]).optional(),
  acceptorAccountId: AwsAccountId.optional(),
  proposerAccountId: AwsAccountId.optional(),
  offerId: z.string().min(1).optional(),
  /** Set when a channel partner sold it. */
  resaleAuthorizationId: z.string().min(1).optional(),
  productId: z.string().min(1).optional(),
};

const told = { ...parties, notice: z.string().min(1), /** AWS's own time. */ at: Instant };

const terms = {
  intent: AgreementIntent.optional(),
  acceptedAt: Instant.optional(),
  startsAt: Instant.optional(),
  /** Absent for agreements without an end, as pay-as-you-go ones are. */
  endsAt: Instant.optional(),
  autoRenewal: z.boolean().optional(),
  lockoutStartsAt: Instant.optional(),
};

/** A new, replacing or renewing agreement came into force (`Purchase Agreement Created`). */
export const AgreementCreated = defineEvent("AgreementCreated", { ...told, ...terms, previousAgreementId: AgreementId.optional() });
/** Its terms changed in place (`Purchase Agreement Amended`). */
export const AgreementAmended = defineEvent("AgreementAmended", { ...told, ...terms });
/** It ended (`Purchase Agreement Ended`). */
export const AgreementEnded = defineEvent("AgreementEnded", { ...told, status: AgreementEnding });
/** It will end, or renew itself, in so many days (`Purchase Agreement Ending`). */
export const AgreementEndAnnounced = defineEvent("AgreementEndAnnounced", { ...told, ...terms, daysBeforeEnd: z.int().min(0).optional() });
/** The price of the renewal stands (`Purchase Agreement Renewal Terms Finalized`, `… Renewal Upcoming`). `value` is a decimal in text. */
export const RenewalAnnounced = defineEvent("RenewalAnnounced", {
  ...told,
  certain: z.boolean(),
  value: z.string().min(1).optional(),
  currency: z.string().min(1).optional(),
});
/** AWS suspects something is wrong with the buyer (`Purchase Agreement Advisory Issued`). */
export const AdvisoryIssued = defineEvent("AdvisoryIssued", told);
/** AWS has resolved it (`Purchase Agreement Advisory Resolved`). */
export const AdvisoryResolved = defineEvent("AdvisoryResolved", told);
/** AWS said something that is kept and not acted on, such as a billing adjustment. The message itself is in the notice's stream. */
export const AgreementRemarked = defineEvent("AgreementRemarked", { kind: z.string().min(1).max(256), notice: z.string().min(1), at: Instant });
/** A license of the agreement was named by a notice or a reading. */
export const LicenseLinked = defineEvent("LicenseLinked", { subscription: z.string().min(1), at: Instant });
/** Another agreement took this one's place: it names this one as its previous. */
export const AgreementContinued = defineEvent("AgreementContinued", { successor: AgreementId, at: Instant });
/** What AWS's Agreement API said when it was asked (SearchAgreements, GetAgreementTerms). */
export const AgreementRead = defineEvent("AgreementRead", {
  ...terms,
  /** The API's own word, which knows more than the notices' five. */
  status: z.string().min(1),
  /** Present when the status is an end. */
  ended: AgreementEnding.optional(),
  initialAgreementId: AgreementId.optional(),
  acceptorAccountId: AwsAccountId.optional(),
  proposerAccountId: AwsAccountId.optional(),
  offerId: z.string().min(1).optional(),
  productId: z.string().min(1).optional(),
  /** Whether the accepted terms hold a free trial; absent when the terms were not read. */
  trial: z.boolean().optional(),
  /** AWS's own time of the last change. */
  updatedAt: Instant,
  at: Instant,
});

export const AgreementEvent = z.discriminatedUnion("type", [
  AgreementCreated,
  AgreementAmended,
  AgreementEnded,
  AgreementEndAnnounced,
  RenewalAnnounced,
  AdvisoryIssued,
  AdvisoryResolved,
  AgreementRemarked,
  LicenseLinked,
  AgreementContinued,
  AgreementRead,
]);
export type AgreementEvent = z.infer<typeof AgreementEvent>;

export const agreementCodec = defineCodec<AgreementEvent>({
  AgreementCreated: { version: 1, schema: AgreementCreated },
  AgreementAmended: { version: 1, schema: AgreementAmended },
  AgreementEnded: { version: 1, schema: AgreementEnded },
  AgreementEndAnnounced: { version: 1, schema: AgreementEndAnnounced },
  RenewalAnnounced: { version: 1, schema: RenewalAnnounced },
  AdvisoryIssued: { version: 1, schema: AdvisoryIssued },
  AdvisoryResolved: { version: 1, schema: AdvisoryResolved },
  AgreementRemarked: { version: 1, schema: AgreementRemarked },
  LicenseLinked: { version: 1, schema: LicenseLinked },
  AgreementContinued: { version: 1, schema: AgreementContinued },
  AgreementRead: { version: 1, schema: AgreementRead },
});
