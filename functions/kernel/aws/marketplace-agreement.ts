import {
  AccessDeniedException,
  DescribeAgreementCommand,
  GetAgreementTermsCommand,
  MarketplaceAgreementClient,
  ResourceNotFoundException,
  SearchAgreementsCommand,
  type AcceptedTerm,
  type AgreementViewSummary,
  type DescribeAgreementOutput,
  type Filter,
} from "@aws-sdk/client-marketplace-agreement";
import type { AgreementEvent } from "../../../events/agreement/events";
import { AgreementEnding } from "../../../events/kernel/agreement-words";
import { present } from "../../../events/kernel/present";
import { toInstant, type Instant } from "../../../events/kernel/values";
import { toFailure } from "./aws-failure";
import { named } from "./named";

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
  /**
   * A page of the agreements that the seller proposed for a listing, without their terms. What a channel partner proposed is not
   * among them: AWS knows a caller as proposer or acceptor only.
   * @returns `notPermitted` if the role may not ask
   * @throws Failure Throttled, Transient or Permanent
   */
  readonly search: (asked: AgreementSearch) => Promise<AgreementPage | "notPermitted">;
}

/** Which agreements are wanted. AWS takes ten filters at most; these are at most six. */
export interface AgreementSearch {
  readonly productId: string;
  readonly licenseArn?: string | undefined;
  readonly awsAccountId?: string | undefined;
  /** Those to which it happened within this time. */
  readonly happened?: { readonly what: "LastUpdateTime" | "StartTime" | "EndTime"; readonly after: Instant; readonly before: Instant } | undefined;
  /** Where the page starts; empty for the first. */
  readonly from: string;
}

/** An agreement as a list of AWS's has it. */
export interface AgreementSummary {
  readonly agreementId: string;
  readonly reading: AgreementReading;
  /** AWS's own time of the last change. */
  readonly updatedAt?: Instant;
  readonly licenseArns: readonly string[];
}

/** `next` is where the next page starts; empty after the last. */
export interface AgreementPage {
  readonly agreements: readonly AgreementSummary[];
  readonly next: string;
}

/** The API answers in one Region only (AWS General Reference, "AWS Marketplace endpoints"). */
const REGION = "us-east-1";

/** The API's greatest page of a search (`maxResults` 1 to 50). */
const SEARCH_PAGE = 50;

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

/** What a description and a list of AWS's say alike. */
const outlineOf = (described: DescribeAgreementOutput | AgreementViewSummary): AgreementReading => {
  const { status = "UNKNOWN", acceptanceTime, startTime, endTime, initialAgreementId, acceptor, proposer, proposalSummary } = described;
  const ended = AgreementEnding.safeParse(status);
  return {
    status,
    ...present<Partial<AgreementReading>>({
      ended: ended.success ? ended.data : undefined,
      acceptedAt: instant(acceptanceTime),
      startsAt: instant(startTime),
      endsAt: instant(endTime),
      initialAgreementId: named(initialAgreementId),
      acceptorAccountId: named(acceptor?.accountId),
      proposerAccountId: named(proposer?.accountId),
      offerId: named(proposalSummary?.offerId),
      productId: proposalSummary?.resources?.find(({ id = "" }) => id !== "")?.id,
    }),
  };
};

/** The reading, from DescribeAgreement and GetAgreementTerms. Of the two only the terms tell of a free trial and of renewal. */
const readingOf = (described: DescribeAgreementOutput, terms: readonly AcceptedTerm[]): AgreementReading => {
  const renewal = terms.find((term) => term.renewalTerm !== undefined)?.renewalTerm.configuration?.enableAutoRenew;
  return {
    ...outlineOf(described),
    trial: terms.some((term) => term.freeTrialPricingTerm !== undefined),
    ...(renewal !== undefined && { autoRenewal: renewal }),
  };
};

const filter = (name: string, value: string): Filter => ({ name, values: [value] });

const filtersOf = ({ productId, licenseArn, awsAccountId, happened }: AgreementSearch): Filter[] => [
  filter("AgreementType", "PurchaseAgreement"),
  filter("PartyType", "Proposer"),
  filter("ResourceIdentifier", productId),
  ...(licenseArn === undefined ? [] : [filter("LicenseArn", licenseArn)]),
  ...(awsAccountId === undefined ? [] : [filter("AcceptorAccountId", awsAccountId)]),
  ...(happened === undefined ? [] : [filter(`After${happened.what}`, happened.after), filter(`Before${happened.what}`, happened.before)]),
];

const summaryOf = (summary: AgreementViewSummary): readonly AgreementSummary[] => {
  const { agreementId = "", lastUpdateTime, entitlements = [], endTimeBehaviorType } = summary;
  if (agreementId === "") return [];
  const autoRenewal = endTimeBehaviorType === undefined ? undefined : endTimeBehaviorType === "RENEW";
  const updatedAt = instant(lastUpdateTime);
  return [
    {
      agreementId,
      reading: { ...outlineOf(summary), ...(autoRenewal !== undefined && { autoRenewal }) },
      ...(updatedAt !== undefined && { updatedAt }),
      licenseArns: entitlements.flatMap(({ licenseArn = "" }) => (licenseArn === "" ? [] : [licenseArn])),
    },
  ];
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
  search: async (asked) => {
    const command = new SearchAgreementsCommand({
      catalog: "AWSMarketplace",
      filters: filtersOf(asked),
      sort: { sortBy: asked.happened?.what ?? "LastUpdateTime", sortOrder: "ASCENDING" },
      maxResults: SEARCH_PAGE,
      ...(asked.from !== "" && { nextToken: asked.from }),
    });
    try {
      const { agreementViewSummaries = [], nextToken = "" } = await client.send(command);
      return { agreements: agreementViewSummaries.flatMap(summaryOf), next: nextToken };
    } catch (error) {
      if (error instanceof AccessDeniedException) return "notPermitted";
      throw toFailure("AWS Marketplace Agreement", error);
    }
  },
});
