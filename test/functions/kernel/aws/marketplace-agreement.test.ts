import {
  AccessDeniedException,
  DescribeAgreementCommand,
  GetAgreementTermsCommand,
  MarketplaceAgreementClient,
  ResourceNotFoundException,
  SearchAgreementsCommand,
} from "@aws-sdk/client-marketplace-agreement";
import { mockClient } from "aws-sdk-client-mock";
import { agreementCodec } from "../../../../events/agreement/events";
import { marketplaceAgreement } from "../../../../functions/kernel/aws/marketplace-agreement";

const aws = mockClient(MarketplaceAgreementClient);
beforeEach(() => aws.reset());

const agreements = () => marketplaceAgreement(new MarketplaceAgreementClient({ region: "us-east-1" }));
const AT = "2026-11-24T09:30:00.000Z";
const denied = new AccessDeniedException({ message: "…", requestId: "r", reason: "INVALID_ACCOUNT_STATE", $metadata: {} });
const notFound = new ResourceNotFoundException({ message: "…", requestId: "r", resourceId: "agmt-1", resourceType: "Agreement", $metadata: {} });
const failing = (name: string): Error => Object.assign(new Error("…"), { name });

describe("what AWS says of an agreement", () => {
  test("is read with all pages of its terms, and what has no name is left out", async () => {
    aws.on(DescribeAgreementCommand).resolves({
      agreementId: "agmt-1",
      status: "ACTIVE",
      startTime: new Date(AT),
      initialAgreementId: "",
      acceptor: { accountId: "111122223333" },
      proposer: { accountId: "" },
      proposalSummary: { offerId: "", resources: [{ id: "" }, { id: "prod-1", type: "SaaSProduct" }] },
    });
    aws
      .on(GetAgreementTermsCommand)
      .resolvesOnce({ acceptedTerms: [{ renewalTerm: { type: "RenewalTerm", configuration: { enableAutoRenew: true } } }], nextToken: "two" })
      .resolvesOnce({ acceptedTerms: [{ freeTrialPricingTerm: { type: "FreeTrialPricingTerm" } }], nextToken: "" });
    const reading = await agreements().read("agmt-1");
    expect(reading).toEqual({ status: "ACTIVE", startsAt: AT, acceptorAccountId: "111122223333", productId: "prod-1", trial: true, autoRenewal: true });
    if (typeof reading === "string") throw new Error("no reading");
    // What the log could not read again it would not take, and the walk over AWS's list would end there.
    expect(agreementCodec.encode({ type: "AgreementRead", data: { ...reading, updatedAt: AT, at: AT } }).t).toBe("AgreementRead");
  });

  test.each([
    ["notVisible", notFound],
    ["notPermitted", denied],
  ])("is an outcome where it may not be seen: %s", async (outcome, refusal) => {
    aws.on(DescribeAgreementCommand).rejects(refusal);
    expect(await agreements().read("agmt-1")).toBe(outcome);
  });

  test("is not known where its terms can't be read: no trial is not the same as no answer", async () => {
    aws.on(DescribeAgreementCommand).resolves({ agreementId: "agmt-1", status: "ACTIVE" }).on(GetAgreementTermsCommand).rejects(failing("ThrottlingException"));
    await expect(agreements().read("agmt-1")).rejects.toMatchObject({ name: "Throttled" });
  });

  test("in a list is an outcome where the role may not ask, and a failure where AWS fails: never an empty list", async () => {
    const search = () => agreements().search({ productId: "prod-1", from: "" });
    aws.on(SearchAgreementsCommand).rejects(denied);
    expect(await search()).toBe("notPermitted");
    aws.on(SearchAgreementsCommand).rejects(failing("InternalServerException"));
    await expect(search()).rejects.toMatchObject({ name: "Transient" });
  });
});
