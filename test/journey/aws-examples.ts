/** An event as AWS Marketplace puts it on the bus. */
export interface MarketplaceEvent {
  readonly "detail-type": string;
  readonly detail: object;
  readonly time: string;
}

const agreement = "agmt-4mwg1nevbokzw95eca5797ixs";
const term = { acceptanceTime: "2024-06-26T21:36:03Z", startTime: "2024-08-30T21:36:03Z", endTime: "2025-05-30T21:36:03Z" };
const people = { acceptor: { accountId: "845735284135" }, proposer: { accountId: "123456512334" }, offer: { id: "offer-1234567890123" } };
const theirs = { id: "prod-aw4fgf5tyo5w2ap6fEXAMPLE", title: "Product Title" };
/** What License events say. */
export const license = {
  agreement: { id: agreement },
  product: { code: "aw4fgf5tyo5w2ap6fEXAMPLE", id: "prod-qtwveEXAMPLE" },
  license: { arn: "aws:license-manager:us-east-1:123456789012:l-e52ca6f38bf84d0fafb8802ca15ac11x" },
  ...people,
  offer: { id: "8kkr91jo647j3qxlcjhlqce7y" },
};

/** The examples of AWS's pages (`UG:saas-eventbridge-integration`, `UG:notifications-eventbridge`), which share one request id. None of them is of a listing of ours. */
export const EXAMPLES: readonly MarketplaceEvent[] = (
  [
    [
      "Purchase Agreement Created - Proposer",
      { agreement: { id: agreement, intent: "NEW", status: "ACTIVE", ...term }, resaleAuthorization: { id: null }, ...people },
    ],
    [
      "Purchase Agreement Created - Manufacturer",
      { agreement: { id: agreement, intent: "NEW", status: "ACTIVE", ...term }, resaleAuthorization: { id: "resaleauthz-yaxjqxiskysxa" }, ...people },
    ],
    [
      "Purchase Agreement Created - Proposer",
      {
        agreement: { id: "agmt-newrenewalagreementid", intent: "RENEW", status: "ACTIVE", ...term, previousAgreementId: agreement },
        product: theirs,
        ...people,
        proposer: { name: "Example Seller", ...people.proposer },
      },
    ],
    [
      "Purchase Agreement Amended - Proposer",
      {
        agreement: { id: agreement, intent: "AMEND", status: "ACTIVE", ...term, autoRenewalEnabled: true },
        renewalSummary: { lockoutStartTime: "2025-04-30T21:36:03Z", disabledBy: null },
        product: theirs,
        resaleAuthorization: { id: null },
        ...people,
      },
    ],
    ["Purchase Agreement Ended - Proposer", { agreement: { id: agreement, status: "CANCELLED" }, resaleAuthorization: { id: null }, ...people }],
    ["License Updated - Manufacturer", license],
    ["License Deprovisioned - Manufacturer", license],
    [
      "Purchase Agreement Advisory Issued - Manufacturer",
      { agreement: { id: agreement }, product: { id: theirs.id }, ...people, advisory: { issuedAt: "2024-08-30T20:00:00Z" } },
    ],
    [
      "Purchase Agreement Advisory Resolved - Manufacturer",
      { agreement: { id: agreement }, product: { id: theirs.id }, ...people, advisory: { resolvedAt: "2024-08-31T20:00:00Z" } },
    ],
    [
      "Agreement Cancellation Request Pending Approval - Proposer",
      {
        agreement: { id: agreement, acceptorId: "845735284135", productId: theirs.id, offerId: "offer-1234567890123" },
        agreementCancellationRequest: {
          id: "acr-1234567890123",
          reasonCode: "OTHER",
          reasonMessage: null,
          statusCode: "PENDING_APPROVAL",
          statusMessage: null,
          createdAt: term.startTime,
          updatedAt: term.startTime,
        },
      },
    ],
    [
      "Purchase Agreement Billing Adjustment Completed - Proposer",
      {
        agreement: { id: agreement },
        billingAdjustmentRequest: { id: "ba-1234567890123", adjustmentAmount: "-100.00", currencyCode: "USD", adjustmentReasonCode: "OTHER" },
        invoice: { originalInvoiceId: "2024EXAMPLE" },
      },
    ],
  ] as const
).map(([type, detail]) => ({
  "detail-type": type,
  time: "2024-08-30T21:36:03Z",
  detail: { requestId: "3d4c9f9b-b809-4f5e-9fac-a9ae98b05cbb", catalog: "AWSMarketplace", ...detail },
}));

/** The event as a queue gets it. */
export const bodyOf = (event: MarketplaceEvent): string =>
  JSON.stringify({
    version: "0",
    id: "12345678-1234-1234-1234-123456789012",
    source: "aws.agreement-marketplace",
    account: "123456512334",
    region: "us-east-1",
    resources: [],
    ...event,
  });
