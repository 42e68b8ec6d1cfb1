import { readMarketplaceEvent } from "../../../events/notice/marketplace-event";

/** The envelope and the members that AWS prints in every example (`UG:notifications-eventbridge`). */
const said = (type: string, detail: object, envelope: object = {}): string =>
  JSON.stringify({
    version: "0",
    id: "12345678-1234-1234-1234-123456789012",
    "detail-type": type,
    source: "aws.agreement-marketplace",
    account: "123456512334",
    time: "2024-08-30T21:36:03Z",
    region: "us-east-1",
    resources: ["arn:aws:aws-marketplace::aws:agreement:agmt-4mwg1nevbokzw95eca5797ixs"],
    ...envelope,
    detail: { requestId: "3d4c9f9b-b809-4f5e-9fac-a9ae98b05cbb", catalog: "AWSMarketplace", ...detail },
  });

const id = "agmt-4mwg1nevbokzw95eca5797ixs";
const AT = "2024-08-30T21:36:03.000Z";
const people = { acceptor: { accountId: "845735284135" }, proposer: { accountId: "123456512334" }, offer: { id: "offer-1234567890123" } };
const parties = { acceptorAccountId: "845735284135", proposerAccountId: "123456512334", offerId: "offer-1234567890123" };
const printed = { acceptanceTime: "2024-06-26T21:36:03Z", startTime: "2024-08-30T21:36:03Z", endTime: "2025-05-30T21:36:03Z" };
const terms = { acceptedAt: "2024-06-26T21:36:03.000Z", startsAt: AT, endsAt: "2025-05-30T21:36:03.000Z" };
const about = { agreementId: id, at: AT, ...parties };
const product = { id: "prod-aw4fgf5tyo5w2ap6fEXAMPLE", title: "Product Title" };
const named = { ...people, proposer: { name: "Example Seller", accountId: "123456512334" } };
const productId = product.id;

const CREATED = { agreement: { id, intent: "NEW", status: "ACTIVE", ...printed }, resaleAuthorization: { id: null }, ...people };

const EXAMPLES: readonly (readonly [string, object, object])[] = [
  ["Purchase Agreement Created - Proposer", CREATED, { kind: "agreementCreated", ...about, side: "proposer", intent: "NEW", ...terms }],
  [
    "Purchase Agreement Created - Manufacturer",
    { ...CREATED, resaleAuthorization: { id: "resaleauthz-yaxjqxiskysxa" } },
    { kind: "agreementCreated", ...about, side: "manufacturer", resaleAuthorizationId: "resaleauthz-yaxjqxiskysxa", intent: "NEW", ...terms },
  ],
  [
    "Purchase Agreement Created - Proposer",
    { agreement: { id, intent: "RENEW", status: "ACTIVE", ...printed, previousAgreementId: "agmt-0" }, product, ...named },
    { kind: "agreementCreated", ...about, productId, side: "proposer", intent: "RENEW", previousAgreementId: "agmt-0", ...terms },
  ],
  [
    "Purchase Agreement Amended - Proposer",
    {
      agreement: { id, intent: "AMEND", status: "ACTIVE", ...printed, autoRenewalEnabled: true },
      renewalSummary: { lockoutStartTime: "2025-04-30T21:36:03Z", disabledBy: null },
      product,
      resaleAuthorization: { id: null },
      ...people,
    },
    {
      kind: "agreementAmended",
      ...about,
      productId,
      side: "proposer",
      intent: "AMEND",
      ...terms,
      autoRenewal: true,
      lockoutStartsAt: "2025-04-30T21:36:03.000Z",
    },
  ],
  ...(["CANCELLED", "EXPIRED", "TERMINATED", "RENEWED", "REPLACED"] as const).map(
    (status) =>
      [
        "Purchase Agreement Ended - Proposer",
        { agreement: { id, status }, resaleAuthorization: { id: null }, ...people },
        { kind: "agreementEnded", ...about, side: "proposer", status },
      ] as const,
  ),
  [
    "Purchase Agreement Ending - Proposer",
    {
      agreement: { id, startTime: printed.startTime, endTime: printed.endTime, status: "ACTIVE", daysBeforeEndTime: 90, autoRenewalEnabled: false },
      renewalSummary: { lockoutStartTime: null, disabledBy: "ACCEPTOR" },
      product,
      ...named,
    },
    { kind: "agreementEnding", ...about, productId, side: "proposer", startsAt: AT, endsAt: terms.endsAt, autoRenewal: false, daysBeforeEnd: 90 },
  ],
  [
    "Purchase Agreement Renewal Terms Finalized - Proposer",
    {
      agreement: { id },
      renewalSummary: { tcv: "105000.00", currency: "USD", termsFinalizedTime: "2025-04-30T21:36:03Z", lockoutReached: false, lockoutStartTime: null },
      product,
      ...named,
    },
    { kind: "renewalAnnounced", ...about, productId, side: "proposer", certain: false, value: "105000.00", currency: "USD" },
  ],
  [
    "Purchase Agreement Renewal Upcoming - Proposer",
    { agreement: { id }, renewalSummary: { lockoutReached: true, tcv: "105000.00", currency: "USD" }, product, ...named },
    { kind: "renewalAnnounced", ...about, productId, side: "proposer", certain: true, value: "105000.00", currency: "USD" },
  ],
  [
    "Purchase Agreement Advisory Issued - Manufacturer",
    { agreement: { id }, product: { id: productId }, ...people, advisory: { issuedAt: "2024-08-30T20:00:00Z" } },
    { kind: "advisoryIssued", ...about, productId, side: "manufacturer", at: "2024-08-30T20:00:00.000Z" },
  ],
  [
    "Purchase Agreement Advisory Resolved - Manufacturer",
    { agreement: { id }, product: { id: productId }, ...people, advisory: { resolvedAt: "2024-08-31T20:00:00Z" } },
    { kind: "advisoryResolved", ...about, productId, side: "manufacturer", at: "2024-08-31T20:00:00.000Z" },
  ],
];

describe("an event about an agreement", () => {
  test.each(EXAMPLES)("'%s' is read as AWS prints it: %j", (type, detail, expected) => {
    expect(readMarketplaceEvent(said(type, detail))).toEqual(expected);
  });

  test.each([
    "Agreement Cancellation Request Pending Approval - Proposer",
    "Agreement Cancellation Request Approved - Manufacturer",
    "Agreement Cancellation Request Rejected - Proposer",
    "Agreement Cancellation Request Cancelled - Proposer",
    "Agreement Cancellation Request Validation Failed - Proposer",
    "Purchase Agreement Billing Adjustment Completed - Proposer",
    "Purchase Agreement Billing Adjustment Failed - Proposer",
    "Spend Threshold Reached - Manufacturer",
    "Spend Threshold Vet Succeeded",
    "Spend Threshold Vet Failed - Manufacturer",
  ])("'%s' is kept and not acted on", (type) => {
    expect(readMarketplaceEvent(said(type, { agreement: { id, acceptorId: "845735284135" } }))).toEqual({
      kind: "remark",
      said: type,
      agreementId: id,
      at: AT,
    });
  });
  test("that is kept need not name an agreement", () => {
    expect(readMarketplaceEvent(said("Spend Threshold Reached", {}))).toMatchObject({ kind: "remark", agreementId: undefined });
  });

  test.each([
    ["no parties", { agreement: CREATED.agreement }],
    ["nulls for what it does not know", { ...CREATED, acceptor: null, proposer: null, offer: null, product: null, resaleAuthorization: null }],
    ["members nobody knows", { ...CREATED, mood: "good", agreement: { ...CREATED.agreement, colour: "red" } }],
    ["an intent that is new to us", { ...CREATED, agreement: { ...CREATED.agreement, intent: "TRANSFER" } }],
    ["no end, as pay-as-you-go agreements have none", { ...CREATED, agreement: { ...CREATED.agreement, endTime: null } }],
    ["blanks round its id", { ...CREATED, agreement: { ...CREATED.agreement, id: ` ${id} ` } }],
  ])("is read with %s", (_, detail) => {
    expect(readMarketplaceEvent(said("Purchase Agreement Created - Proposer", detail))).toMatchObject({ kind: "agreementCreated", agreementId: id });
  });
  test.each([
    ["no agreement", "Created", { ...CREATED, agreement: undefined }],
    ["an agreement without an id", "Created", { ...CREATED, agreement: { intent: "NEW" } }],
    ["a start that is no time", "Created", { ...CREATED, agreement: { ...CREATED.agreement, startTime: "soon" } }],
    ["an end of a kind nobody knows", "Ended", { agreement: { id, status: "EVAPORATED" } }],
    ["an end of no kind", "Ended", { agreement: { id } }],
    ["days that are a text", "Ending", { agreement: { id, daysBeforeEndTime: "ninety" } }],
  ])("with %s is unreadable, and no failure", (_, what, detail) => {
    expect(readMarketplaceEvent(said(`Purchase Agreement ${what} - Proposer`, detail))).toEqual({ kind: "unreadable" });
  });
  test("takes the envelope's time where an advisory names none", () => {
    expect(readMarketplaceEvent(said("Purchase Agreement Advisory Issued - Manufacturer", { agreement: { id } }))).toMatchObject({ at: AT });
  });
});
