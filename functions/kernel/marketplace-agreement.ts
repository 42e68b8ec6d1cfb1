import {
  AccessDeniedException,
  DescribeAgreementCommand,
  GetAgreementTermsCommand,
  MarketplaceAgreementClient,
  ResourceNotFoundException,
  type AcceptedTerm,
  type DescribeAgreementOutput,
} from "@aws-sdk/client-marketplace-agreement";
import type { AgreementEvent } from "../../events/agreement/events";
import { AgreementEnding } from "../../events/kernel/agreement-words";
import { present } from "../../events/kernel/present";
import { toInstant, type Instant } from "../../events/kernel/values";
import { toFailure } from "./aws-failure";

/** What the Agreement API says of one agreement, without the time we asked. */
export type AgreementReading = Omit<Extract<AgreementEvent, { readonly type: "AgreementRead" }>["data"], "at" | "updatedAt">;

/** The Agreement API. */
export interface MarketplaceAgreement {
  /**
   * Reads an agreement and the terms that were accepted.
   * @returns `notVisible` for one the seller did not propose, such as a channel partner's; `notPermitted` if the role may not ask
   * @throws Failure Throttled, Transient or Permanent
   */
  readonly read: (agreementId: string) => Promise<AgreementReading | "notVisible" | "notPermitted">;
}

/** The API answers in one Region only (AWS General Reference, "AWS Marketplace endpoints"). */
const REGION = "us-east-1";

/** Terms come in pages of up to 50; an agreement has about a dozen. */
const MOST_PAGES = 10;

const instant = (date: Date | undefined): Instant | undefined => (date === undefined ? undefined : toInstant(date));

/** Pages until no token is left; terms of kinds that this SDK does not know are passed over. */
const termsOf = async (client: MarketplaceAgreementClient, agreementId: string): Promise<readonly AcceptedTerm[]> => {
  const found: AcceptedTerm[] = [];
  let position: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await client.send(new GetAgreementTermsCommand({ agreementId, ...(position !== undefined && { nextToken: position }) }));
    found.push(...(answer.acceptedTerms ?? []));
    position = answer.nextToken === "" ? undefined : answer.nextToken;
    if (position === undefined) return found;
  }
  return found;
};

/** The reading, from DescribeAgreement and GetAgreementTerms. Of the two only the terms tell of a free trial and of renewal. */
const readingOf = (described: DescribeAgreementOutput, terms: readonly AcceptedTerm[]): AgreementReading => {
  const { status = "UNKNOWN", acceptanceTime, startTime, endTime, initialAgreementId, acceptor, proposer, proposalSummary } = described;
  const ended = AgreementEnding.safeParse(status);
  const renewal = terms.find((term) => term.renewalTerm !== undefined)?.renewalTerm.configuration?.enableAutoRenew;
  return {
    status,
    trial: terms.some((term) => term.freeTrialPricingTerm !== undefined),
    ...present<Partial<AgreementReading>>({
      ended: ended.success ? ended.data : undefined,
      acceptedAt: instant(acceptanceTime),
      startsAt: instant(startTime),
      endsAt: instant(endTime),
      initialAgreementId,
      autoRenewal: renewal,
      acceptorAccountId: acceptor?.accountId,
      proposerAccountId: proposer?.accountId,
      offerId: proposalSummary?.offerId,
      productId: proposalSummary?.resources?.find(({ id }) => id !== undefined)?.id,
    }),
  };
};

/** The Agreement API; calls must be signed by the account that proposed the agreement. */
export const marketplaceAgreement = (client = new MarketplaceAgreementClient({ region: REGION })): MarketplaceAgreement => ({
  read: async (agreementId) => {
    try {
      const described = await client.send(new DescribeAgreementCommand({ agreementId }));
      return readingOf(described, await termsOf(client, agreementId));
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return "notVisible";
      if (error instanceof AccessDeniedException) return "notPermitted";
      throw toFailure("AWS Marketplace Agreement", error);
    }
  },
});
