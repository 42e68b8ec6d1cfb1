import { z } from "zod";
import { AgreementEnding, AgreementIntent } from "../kernel/agreement-words";
import { present } from "../kernel/present";
import type { Instant } from "../kernel/values";
import { account, agreementId, optional, text, time } from "./members";

const party = z.object({ accountId: optional(account) }).nullish();
const named = z.object({ id: optional(text) }).nullish();

/** Every member that any `Purchase Agreement …` event has (`UG:notifications-eventbridge`); read loosely, because AWS adds more. */
const Detail = z.object({
  agreement: z.object({
    id: agreementId,
    intent: AgreementIntent.nullish().catch(undefined),
    status: optional(text),
    acceptanceTime: optional(time),
    startTime: optional(time),
    endTime: optional(time),
    previousAgreementId: optional(agreementId),
    daysBeforeEndTime: z.int().min(0).nullish(),
    autoRenewalEnabled: z.boolean().nullish(),
  }),
  product: named,
  acceptor: party,
  proposer: party,
  offer: named,
  resaleAuthorization: named,
  renewalSummary: z
    .object({ lockoutStartTime: optional(time), tcv: optional(text), currency: optional(text), lockoutReached: z.boolean().nullish() })
    .nullish(),
  advisory: z.object({ issuedAt: optional(time), resolvedAt: optional(time) }).nullish(),
});
type Detail = z.infer<typeof Detail>;

/** What any event about an agreement names. What it does not is absent. */
interface AboutAgreement {
  readonly agreementId: string;
  readonly side?: "proposer" | "manufacturer";
  readonly acceptorAccountId?: string;
  readonly proposerAccountId?: string;
  readonly offerId?: string;
  readonly resaleAuthorizationId?: string;
  readonly productId?: string;
  /** AWS's time of the fact. */
  readonly at: Instant;
}

interface Terms {
  readonly intent?: AgreementIntent;
  readonly acceptedAt?: Instant;
  readonly startsAt?: Instant;
  readonly endsAt?: Instant;
  readonly autoRenewal?: boolean;
  readonly lockoutStartsAt?: Instant;
}

/** A fact about an agreement, as AWS told it. */
export type AgreementNotice =
  | (AboutAgreement & Terms & { readonly kind: "agreementCreated"; readonly previousAgreementId?: string })
  | (AboutAgreement & Terms & { readonly kind: "agreementAmended" })
  | (AboutAgreement & { readonly kind: "agreementEnded"; readonly status: AgreementEnding })
  | (AboutAgreement & Terms & { readonly kind: "agreementEnding"; readonly daysBeforeEnd?: number })
  | (AboutAgreement & { readonly kind: "renewalAnnounced"; readonly certain: boolean; readonly value?: string; readonly currency?: string })
  | (AboutAgreement & { readonly kind: "advisoryIssued" | "advisoryResolved" });

/** The detail-types about agreements, without the suffix that tells whose copy it is. */
const KINDS: Readonly<Record<string, AgreementNotice["kind"]>> = {
  "Purchase Agreement Created": "agreementCreated",
  "Purchase Agreement Amended": "agreementAmended",
  "Purchase Agreement Ended": "agreementEnded",
  "Purchase Agreement Ending": "agreementEnding",
  "Purchase Agreement Renewal Terms Finalized": "renewalAnnounced",
  "Purchase Agreement Renewal Upcoming": "renewalAnnounced",
  "Purchase Agreement Advisory Issued": "advisoryIssued",
  "Purchase Agreement Advisory Resolved": "advisoryResolved",
};

const SUFFIX = / - (Proposer|Manufacturer)$/;

const aboutOf = ({ agreement, product, acceptor, proposer, offer, resaleAuthorization }: Detail, side: string | undefined, at: Instant): AboutAgreement => ({
  agreementId: agreement.id,
  ...present<Partial<AboutAgreement>>({
    side: side === undefined ? undefined : side === "Proposer" ? "proposer" : "manufacturer",
    acceptorAccountId: acceptor?.accountId,
    proposerAccountId: proposer?.accountId,
    offerId: offer?.id,
    resaleAuthorizationId: resaleAuthorization?.id,
    productId: product?.id,
  }),
  at,
});

const termsOf = ({ agreement, renewalSummary }: Detail): Partial<Terms> =>
  present<Terms>({
    intent: agreement.intent,
    acceptedAt: agreement.acceptanceTime,
    startsAt: agreement.startTime,
    endsAt: agreement.endTime,
    autoRenewal: agreement.autoRenewalEnabled,
    lockoutStartsAt: renewalSummary?.lockoutStartTime,
  });

const noticeOf = (kind: AgreementNotice["kind"], detail: Detail, about: AboutAgreement, type: string): AgreementNotice | "unreadable" => {
  const { agreement, renewalSummary, advisory } = detail;
  switch (kind) {
    case "agreementCreated":
      return { kind, ...about, ...termsOf(detail), ...present({ previousAgreementId: agreement.previousAgreementId }) };
    case "agreementAmended":
      return { kind, ...about, ...termsOf(detail) };
    case "agreementEnded": {
      const status = AgreementEnding.safeParse(agreement.status);
      return status.success ? { kind, ...about, status: status.data } : "unreadable";
    }
    case "agreementEnding":
      return { kind, ...about, ...termsOf(detail), ...present({ daysBeforeEnd: agreement.daysBeforeEndTime }) };
    case "renewalAnnounced":
      // `Renewal Upcoming` comes at the start of the lock-out: the renewal will happen.
      return {
        kind,
        ...about,
        certain: type.includes("Upcoming") || renewalSummary?.lockoutReached === true,
        ...present({ value: renewalSummary?.tcv, currency: renewalSummary?.currency }),
      };
    case "advisoryIssued":
      return { kind, ...about, at: advisory?.issuedAt ?? about.at };
    case "advisoryResolved":
      return { kind, ...about, at: advisory?.resolvedAt ?? about.at };
  }
};

/**
 * Translates an event about an agreement.
 * @param at the time of the envelope, in our spelling
 * @returns undefined for a detail-type that is not about agreements' life
 */
export const readAgreementNotice = (detailType: string, detail: unknown, at: Instant): AgreementNotice | "unreadable" | undefined => {
  const type = detailType.replace(SUFFIX, "");
  const kind = KINDS[type];
  if (kind === undefined) return undefined;
  const read = Detail.safeParse(detail);
  return read.success ? noticeOf(kind, read.data, aboutOf(read.data, SUFFIX.exec(detailType)?.[1], at), type) : "unreadable";
};
