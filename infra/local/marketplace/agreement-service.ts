import { z } from "zod";
import { productByCode } from "../../../events/product/catalogue";
import { AwsError, type AwsService } from "../cloud/aws-service";
import { endTimeBehavior, invalid, lastUpdate, search, SearchAgreementsRequest, wireStatus } from "./agreement-search";
import { termsOnWire } from "./agreement-terms";
import { SELLER_ACCOUNT } from "./envelopes";
import { positionOf, tokenAt } from "./page-token";
import type { MarketplaceHost } from "./ports";
import { startOf, type Purchase } from "./purchase";
import type { Shelf } from "./shelf";

const OneRequest = z.object({ agreementId: z.string().min(1) });
const TermsRequest = OneRequest.extend({ maxResults: z.int().min(1).max(50).default(50), nextToken: z.string().optional() });

type Wire = Readonly<Record<string, unknown>>;

/** AWS JSON carries times as seconds since 1970. */
const epoch = (instant: string): number => Date.parse(instant) / 1000;

const common = (purchase: Purchase): Wire => ({
  agreementId: purchase.agreementId,
  acceptanceTime: epoch(purchase.boughtAt),
  startTime: epoch(startOf(purchase)),
  // Where the buyer pays as they go, an agreement has no end.
  ...(purchase.endsAt !== undefined && { endTime: epoch(purchase.endsAt) }),
  agreementType: "PurchaseAgreement",
  acceptor: { accountId: purchase.accountId },
  proposer: { accountId: SELLER_ACCOUNT },
  proposalSummary: { resources: [{ id: purchase.productId, type: "SaaSProduct" }], offerId: purchase.offerId },
  status: wireStatus(purchase),
  initialAgreementId: purchase.initialAgreementId ?? purchase.agreementId,
});

const summary = (purchase: Purchase): Wire => {
  const behavior = endTimeBehavior(purchase);
  return {
    ...common(purchase),
    lastUpdateTime: epoch(lastUpdate(purchase)),
    entitlements: purchase.licenseArn === undefined ? [] : [{ licenseArn: purchase.licenseArn }],
    ...(behavior !== undefined && { endTimeBehaviorType: behavior }),
  };
};

const description = (purchase: Purchase): Wire => {
  const behavior = endTimeBehavior(purchase);
  return {
    ...common(purchase),
    // What is bought up front has no price here.
    estimatedCharges: { currencyCode: "USD", agreementValue: "0.00" },
    ...(behavior !== undefined && { endTimeBehavior: { type: behavior } }),
  };
};

const checked = <Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> => {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw invalid(parsed.error.issues.map(({ path, message }) => `${path.join(".") || "input"}: ${message}`).join("; "));
};

/** The page of a list that a token asks for, and the token of the next. */
const page = <Item>(
  all: readonly Item[],
  token: string | undefined,
  size: number,
): { readonly items: readonly Item[]; readonly next: { readonly nextToken?: string } } => {
  const start = positionOf(token);
  if (start === undefined) throw invalid("nextToken is not one of ours.");
  const end = start + size;
  return { items: all.slice(start, end), next: end < all.length ? { nextToken: tokenAt(end) } : {} };
};

/** AWS Marketplace Agreement Service as the wire has it (API 2020-03-01, AWS JSON 1.0), for a seller who proposes. */
export const agreementService = ({ catalogue }: Pick<MarketplaceHost, "catalogue">, { purchases, settings }: Shelf): AwsService => {
  /** What a channel partner proposed is no business of the seller's here. */
  const proposed = async (): Promise<readonly Purchase[]> => (await purchases.list()).filter(({ resale }) => resale === undefined);

  const find = async (agreementId: string): Promise<Purchase> => {
    const found = await purchases.get(agreementId);
    if (found === undefined || found.resale !== undefined)
      throw new AwsError("ResourceNotFoundException", `The seller proposed no agreement '${agreementId}'.`, 400);
    return found;
  };

  const searchAgreements = async (input: unknown): Promise<Wire> => {
    const asked = checked(SearchAgreementsRequest, input);
    const { items, next } = page(search(await proposed(), asked), asked.nextToken, asked.maxResults);
    return { agreementViewSummaries: items.map(summary), ...next };
  };

  const getAgreementTerms = async (input: unknown): Promise<Wire> => {
    const { agreementId, maxResults, nextToken } = checked(TermsRequest, input);
    const purchase = await find(agreementId);
    const product = productByCode(catalogue, purchase.productCode);
    const { items, next } = page(product === undefined ? [] : termsOnWire(purchase, product), nextToken, maxResults);
    return { acceptedTerms: items, ...next };
  };

  return {
    target: "AWSMPCommerceService_v20200301",
    jsonVersion: "1.0",
    handle: async (operation, input) => {
      if ((await settings.get()).agreementApiDenied) throw new AwsError("AccessDeniedException", "The caller may not use the Agreement API.", 400);
      switch (operation) {
        case "SearchAgreements":
          return searchAgreements(input);
        case "DescribeAgreement":
          return description(await find(checked(OneRequest, input).agreementId));
        case "GetAgreementTerms":
          return getAgreementTerms(input);
        default:
          throw new AwsError("UnknownOperationException", `The simulated Agreement Service does not know ${operation}.`, 400);
      }
    },
  };
};
