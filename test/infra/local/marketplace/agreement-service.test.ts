import {
  DescribeAgreementCommand,
  GetAgreementTermsCommand,
  SearchAgreementsCommand,
  type AgreementViewSummary,
  type SearchAgreementsCommandInput,
} from "@aws-sdk/client-marketplace-agreement";
import { closeAll, CONSUMPTION, CONTRACT, LEGACY, openMarketplace, SUBSCRIPTION, type Bought, type World } from "./world";

let world: World;
beforeEach(async () => {
  world = await openMarketplace();
});
afterEach(closeAll);

const where = (filters: Readonly<Record<string, string>>) =>
  Object.entries({ PartyType: "Proposer", AgreementType: "PurchaseAgreement", ...filters }).map(([name, value]) => ({ name, values: [value] }));
const searched = async (filters: Readonly<Record<string, string>> = {}, more: SearchAgreementsCommandInput = {}): Promise<readonly AgreementViewSummary[]> => {
  const { agreementViewSummaries = [] } = await world.agreements.send(
    new SearchAgreementsCommand({ catalog: "AWSMarketplace", filters: where(filters), ...more }),
  );
  return agreementViewSummaries;
};
const ids = async (filters: Readonly<Record<string, string>>, more: SearchAgreementsCommandInput = {}) =>
  (await searched(filters, more)).map(({ agreementId }) => agreementId);
const terms = async (agreementId: string) => (await world.agreements.send(new GetAgreementTermsCommand({ agreementId }))).acceptedTerms ?? [];
const renew = async ({ agreementId }: Bought, asked = {}) => (await world.ask<Bought>("POST", `/purchases/${agreementId}/renew`, asked)).json;

describe("the simulated Agreement Service", () => {
  test("summarises an agreement with its license, its term and the first of its chain", async () => {
    const { agreementId, licenseArn } = await world.buy({ product: CONTRACT, accountId: "845735284135", months: 12, autoRenewal: true });
    expect(await searched()).toEqual([
      {
        agreementId,
        acceptanceTime: new Date("2026-11-24T09:30:00Z"),
        startTime: new Date("2026-11-24T09:30:00Z"),
        endTime: new Date("2027-11-24T09:30:00Z"),
        lastUpdateTime: new Date("2026-11-24T09:30:00Z"),
        agreementType: "PurchaseAgreement",
        acceptor: { accountId: "845735284135" },
        proposer: { accountId: "123456512334" },
        proposalSummary: { resources: [{ id: "prod-harbourlight01", type: "SaaSProduct" }], offerId: expect.stringMatching(/^offer-/) },
        status: "ACTIVE",
        initialAgreementId: agreementId,
        entitlements: [{ licenseArn }],
        endTimeBehaviorType: "RENEW",
      },
    ]);
  });

  test("finds by each of AWS's filters, and by several at once", async () => {
    const old = await world.buy({ product: CONTRACT, accountId: "845735284135", months: 1 });
    const byUse = await world.buy({ product: SUBSCRIPTION });
    await world.advance(86_400_000);
    const renewed = await renew(old);
    const [{ proposalSummary }] = (await searched({ LicenseArn: byUse.licenseArn })) as [AgreementViewSummary];
    const yesterday = "2026-11-24T12:00:00Z";
    for (const [filters, expected] of [
      [{ ResourceIdentifier: "prod-tidewater02" }, [byUse]],
      [{ ResourceType: "SaaSProduct", Status: "RENEWED" }, [old]],
      [{ AcceptorAccountId: "845735284135" }, [old, renewed]],
      [{ OfferId: proposalSummary!.offerId! }, [byUse]],
      [{ LicenseArn: old.licenseArn }, [old, renewed]],
      [{ InitialAgreementId: old.agreementId, Status: "ACTIVE" }, [renewed]],
      [{ AfterLastUpdateTime: yesterday }, [old, renewed]],
      [{ BeforeLastUpdateTime: yesterday }, [byUse]],
      [{ AfterStartTime: yesterday }, [renewed]],
      [{ BeforeStartTime: yesterday }, [old, byUse]],
      [{ BeforeEndTime: "2026-12-25T00:00:00Z" }, [old]],
      [{ AfterEndTime: "2026-12-24T12:00:00Z" }, [renewed]],
      [{ EndTimeBehaviorType: "EXPIRE" }, [old, renewed]],
      [{ OfferSetId: "offerset-1" }, []],
    ] as const)
      expect([filters, (await ids(filters)).toSorted()]).toEqual([filters, expected.map(({ agreementId }) => agreementId).toSorted()]);
  });

  test("sorts by its times, both ways, with what has no end last", async () => {
    const bought: Bought[] = [];
    for (const order of [{ product: CONTRACT, months: 3 }, { product: SUBSCRIPTION }, { product: CONTRACT, months: 1 }]) {
      bought.push(await world.buy(order));
      await world.advance(1000);
    }
    const [three, byUse, one] = bought.map(({ agreementId }) => agreementId);
    const sorted = (sortBy: string, sortOrder: "ASCENDING" | "DESCENDING") => ids({}, { sort: { sortBy, sortOrder } });
    expect(await sorted("EndTime", "ASCENDING")).toEqual([one, three, byUse]);
    expect(await sorted("StartTime", "DESCENDING")).toEqual([one, byUse, three]);
    expect(await sorted("LastUpdateTime", "ASCENDING")).toEqual([three, byUse, one]);
  });

  test("gives pages of at most 50, which together hold each agreement once", async () => {
    for (let count = 0; count < 60; count += 1) await world.stall.buy({ product: SUBSCRIPTION });
    const first = await world.agreements.send(new SearchAgreementsCommand({ filters: where({}) }));
    expect(first.agreementViewSummaries).toHaveLength(50);
    const second = await world.agreements.send(new SearchAgreementsCommand({ filters: where({}), nextToken: first.nextToken }));
    expect(second.nextToken).toBeUndefined();
    const all = [...first.agreementViewSummaries!, ...second.agreementViewSummaries!].map(({ agreementId }) => agreementId);
    expect(new Set(all).size).toBe(60);
  });

  test("shows no agreement that a channel partner proposed", async () => {
    const { agreementId } = await world.buy({ product: CONTRACT, resellerAccountId: "200000000002" });
    expect(await searched()).toEqual([]);
    await expect(world.agreements.send(new DescribeAgreementCommand({ agreementId }))).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    await expect(world.agreements.send(new GetAgreementTermsCommand({ agreementId }))).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  test("describes an agreement, future-dated or of a legacy listing, without a license where there is none", async () => {
    const later = await world.buy({ product: CONTRACT, startsInDays: 5 });
    expect(await world.agreements.send(new DescribeAgreementCommand({ agreementId: later.agreementId }))).toMatchObject({
      status: "ACTIVE",
      startTime: new Date("2026-11-29T09:30:00Z"),
      endTimeBehavior: { type: "EXPIRE" },
      estimatedCharges: { currencyCode: "USD" },
    });
    const legacy = await world.buy({ product: LEGACY });
    expect(await searched({ AcceptorAccountId: legacy.accountId })).toMatchObject([{ agreementId: legacy.agreementId, entitlements: [] }]);
  });

  test("lists a trial's terms as such, and those of what was paid for as pricing, renewal and validity", async () => {
    const trial = await world.buy({ product: CONTRACT, freeTrial: true, quantities: { seats: 5, workspaces: 0 } });
    expect(await terms(trial.agreementId)).toEqual([
      { freeTrialPricingTerm: { type: "FreeTrialPricingTerm", duration: "P30D", grants: [{ dimensionKey: "seats", maxQuantity: 5 }] } },
      { renewalTerm: { type: "RenewalTerm", configuration: { enableAutoRenew: false } } },
      {
        validityTerm: {
          type: "ValidityTerm",
          agreementDuration: "P30D",
          agreementStartDate: new Date("2026-11-24T09:30:00Z"),
          agreementEndDate: new Date("2026-12-24T09:30:00Z"),
        },
      },
    ]);
    const paid = await world.buy({ product: CONSUMPTION, autoRenewal: true });
    const listed = await terms(paid.agreementId);
    expect(listed.map((term) => Object.keys(term)[0])).toEqual(["configurableUpfrontPricingTerm", "usageBasedPricingTerm", "renewalTerm", "validityTerm"]);
    expect(listed[0]).toMatchObject({ configurableUpfrontPricingTerm: { configuration: { dimensions: [{ dimensionKey: "users", dimensionValue: 10 }] } } });
    expect(listed[2]).toMatchObject({ renewalTerm: { configuration: { enableAutoRenew: true } } });
  });

  test.each([
    ["without the type of agreement", { filters: [{ name: "PartyType", values: ["Proposer"] }] }],
    ["by a filter that is none", { filters: where({ Colour: "red" }) }],
    ["by two values at once", { filters: [{ name: "Status", values: ["ACTIVE", "EXPIRED"] }] }],
    ["by a time that is none", { filters: where({ AfterEndTime: "tomorrow" }) }],
    ["for more than 50 a page", { filters: where({}), maxResults: 51 }],
    ["by a token that is not its own", { filters: where({}), nextToken: "!" }],
  ])("refuses to search %s", async (_, asked) => {
    await world.buy({ product: CONTRACT });
    await expect(world.agreements.send(new SearchAgreementsCommand(asked))).rejects.toMatchObject({ name: "ValidationException" });
  });

  test("is throttled by fault, and denied until the fault is switched off", async () => {
    await world.ask("POST", "/faults", { kind: "throttle", service: "AWSMPCommerceService_v20200301", operation: "SearchAgreements" });
    await expect(searched()).rejects.toMatchObject({ name: "ThrottlingException" });
    await world.ask("POST", "/faults", { kind: "agreementApiDenied" });
    for (let count = 0; count < 2; count += 1) await expect(searched()).rejects.toMatchObject({ name: "AccessDeniedException" });
    await world.ask("DELETE", "/faults");
    expect(await searched()).toEqual([]);
  });
});
