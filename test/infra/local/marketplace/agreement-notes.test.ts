import { keysInOrder } from "./keys-in-order";
import { closeAll, CONTRACT, openMarketplace, SUBSCRIPTION, type World } from "./world";

let world: World;
let agreementId: string;
beforeEach(async () => {
  world = await openMarketplace();
  ({ agreementId } = await world.buy({ product: CONTRACT, accountId: "845735284135", autoRenewal: true }));
});
afterEach(closeAll);

const told = async (what: string, asked: object = {}, id = agreementId) => {
  const { status } = await world.ask("POST", `/purchases/${id}/${what}`, asked);
  expect(status).toBe(200);
  return world.delivered.at(-1)!;
};

const parties = { acceptor: { accountId: "" }, proposer: { accountId: "" }, offer: { id: "" } };
const named = { product: { id: "", title: "" }, ...parties, proposer: { name: "", accountId: "" } };
const running = { id: "", startTime: "", endTime: "", status: "", autoRenewalEnabled: true };

/** The details that AWS's pages print, by what a tester asks for. */
const EXAMPLES = [
  ["advisory", {}, "Purchase Agreement Advisory Issued - Manufacturer", { agreement: { id: "" }, product: { id: "" }, ...parties, advisory: { issuedAt: "" } }],
  [
    "ending",
    { days: 90 },
    "Purchase Agreement Ending - Proposer",
    {
      agreement: { id: "", startTime: "", endTime: "", status: "", daysBeforeEndTime: 90, autoRenewalEnabled: true },
      renewalSummary: { lockoutStartTime: "", disabledBy: "" },
      ...named,
    },
  ],
  [
    "renewal-terms-finalized",
    {},
    "Purchase Agreement Renewal Terms Finalized - Proposer",
    { agreement: running, renewalSummary: { tcv: "", currency: "", termsFinalizedTime: "", lockoutReached: true, lockoutStartTime: "" }, ...named },
  ],
  [
    "renewal-upcoming",
    {},
    "Purchase Agreement Renewal Upcoming - Proposer",
    { agreement: running, renewalSummary: { lockoutReached: true, tcv: "", currency: "" }, ...named },
  ],
  [
    "cancellation-request",
    { status: "VALIDATION_FAILED" },
    "Agreement Cancellation Request Validation Failed - Proposer",
    {
      agreement: { id: "", acceptorId: "", productId: "", offerId: "" },
      agreementCancellationRequest: { id: "", reasonCode: "", reasonMessage: "", statusCode: "", statusMessage: "", createdAt: "", updatedAt: "" },
    },
  ],
  [
    "billing-adjustment",
    { status: "FAILED" },
    "Purchase Agreement Billing Adjustment Failed - Proposer",
    {
      agreement: { id: "" },
      billingAdjustmentRequest: { id: "", adjustmentAmount: "", currencyCode: "", adjustmentReasonCode: "" },
      invoice: { originalInvoiceId: "" },
    },
  ],
  [
    "spend-threshold",
    { status: "VET_FAILED" },
    "Spend Threshold Vet Failed - Manufacturer",
    { agreement: { id: "" }, product: { code: "", id: "" }, ...parties },
  ],
] as const;

describe("a notice about an agreement", () => {
  test.each(EXAMPLES)("of %s %j has AWS's members, in AWS's order", async (what, asked, detailType, detail) => {
    const event = await told(what, asked);
    expect(event["detail-type"]).toBe(detailType);
    expect(keysInOrder(event.detail)).toBe(keysInOrder({ requestId: "", catalog: "", ...detail }));
    expect(JSON.stringify(event.detail)).toContain(agreementId);
  });

  test("says when the advisory was issued, and when it was resolved", async () => {
    expect(await told("advisory")).toMatchObject({ detail: { advisory: { issuedAt: "2026-11-24T09:30:00Z" } } });
    await world.ask("POST", "/clock", { advance: "PT2H" });
    expect(await told("advisory", { resolve: true })).toMatchObject({
      "detail-type": "Purchase Agreement Advisory Resolved - Manufacturer",
      detail: { advisory: { resolvedAt: "2026-11-24T11:30:00Z" } },
    });
    expect((await world.ask("POST", `/purchases/${agreementId}/advisory`, { resolve: true })).status).toBe(409);
  });

  test.each(["ending", "renewal-upcoming", "billing-adjustment"])("of %s does not reach the seller of whose product a partner sold", async (what) => {
    const sold = await world.buy({ product: CONTRACT, resellerAccountId: "200000000002" });
    const before = world.delivered.length;
    expect(await world.ask("POST", `/purchases/${sold.agreementId}/${what}`, what === "ending" ? { days: 30 } : {})).toMatchObject({
      status: 409,
      json: { error: expect.stringContaining("channel partner") },
    });
    expect(world.delivered).toHaveLength(before);
  });

  test("of an end can't be asked for what has none, nor for a day on which AWS sends none", async () => {
    const byUse = await world.buy({ product: SUBSCRIPTION });
    expect(await world.ask("POST", `/purchases/${byUse.agreementId}/ending`, { days: 30 })).toMatchObject({ status: 409 });
    expect(await world.ask("POST", `/purchases/${agreementId}/ending`, { days: 45 })).toMatchObject({
      status: 400,
      json: { error: expect.stringContaining("180, 120, 90, 60 or 30") },
    });
  });
});
