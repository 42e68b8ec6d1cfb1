import { readMarketplaceEvent } from "../../../../events/notice/marketplace-event";
import { LICENSE_UPDATED } from "../../../kit/license-updated";
import { keysInOrder } from "./keys-in-order";
import { closeAll, CONTRACT, LEGACY, openMarketplace, SUBSCRIPTION, type World } from "./world";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** The example, on the same page of AWS's as `LICENSE_UPDATED`, of an agreement, whose parts stand in one order for proposers and manufacturers. */
const AGREEMENT_CREATED = {
  ...LICENSE_UPDATED,
  detail: {
    requestId: "",
    catalog: "",
    agreement: { id: "", intent: "NEW", status: "ACTIVE", acceptanceTime: "", startTime: "", endTime: "" },
    resaleAuthorization: { id: "" },
    acceptor: { accountId: "" },
    proposer: { accountId: "" },
    offer: { id: "" },
  },
};

let world: World;
beforeEach(async () => {
  world = await openMarketplace();
});
afterEach(closeAll);

describe("the events that the simulated Marketplace sends", () => {
  test("have AWS's envelope for a license, member for member", async () => {
    const { agreementId, licenseArn } = await world.buy({ product: CONTRACT, accountId: "845735284135" });
    const [, event] = world.delivered;
    expect(keysInOrder(event)).toBe(keysInOrder(LICENSE_UPDATED));
    expect(agreementId).toMatch(/^agmt-[a-z0-9]{25}$/);
    expect(event).toEqual({
      version: "0",
      id: expect.stringMatching(UUID),
      "detail-type": "License Updated - Manufacturer",
      source: "aws.agreement-marketplace",
      account: "123456512334",
      time: "2026-11-24T09:30:00Z",
      region: "us-east-1",
      resources: [`arn:aws:aws-marketplace::aws:agreement:${agreementId}`],
      detail: {
        requestId: expect.stringMatching(UUID),
        catalog: "AWSMarketplace",
        agreement: { id: agreementId },
        product: { code: CONTRACT, id: "prod-harbourlight01" },
        license: { arn: licenseArn.replace("arn:aws:license-manager::123456512334:license:", "aws:license-manager:us-east-1:123456512334:") },
        acceptor: { accountId: "845735284135" },
        proposer: { accountId: "123456512334" },
        offer: { id: expect.stringMatching(/^offer-/) },
      },
    });
  });

  test("spell the license's ARN as AWS's example, without 'arn:', or as the API's pattern has it", async () => {
    const documented = await world.buy({ product: CONTRACT });
    await world.ask("POST", "/settings", { eventArn: "contract" });
    const contract = await world.buy({ product: CONTRACT });
    const [first, second] = world.delivered.filter((event) => event["detail-type"].startsWith("License")).map(({ detail }) => detail.license.arn);
    expect(first).toMatch(/^aws:license-manager:us-east-1:123456512334:l-[0-9a-f]{32}$/);
    expect(first!.split(":").at(-1)).toBe(documented.licenseArn.split(":").at(-1));
    expect(second).toBe(contract.licenseArn);
  });

  test("are those of the license alone where the settings say so", async () => {
    await world.ask("POST", "/settings", { agreementEvents: false });
    const { agreementId } = await world.buy({ product: CONTRACT });
    await world.ask("POST", `/purchases/${agreementId}/entitlements`, { quantities: { seats: 11 } });
    await world.ask("POST", `/purchases/${agreementId}/cancel`);
    expect(world.delivered.map((event) => event["detail-type"])).toEqual([
      "License Updated - Manufacturer",
      "License Updated - Manufacturer",
      "License Deprovisioned - Manufacturer",
    ]);
    expect(keysInOrder(world.delivered[2])).toBe(keysInOrder(LICENSE_UPDATED));
  });

  test("tell of the agreement too, with an end for a contract and none for use", async () => {
    const { agreementId } = await world.buy({ product: CONTRACT, months: 12 });
    await world.buy({ product: SUBSCRIPTION });
    await world.ask("POST", `/purchases/${agreementId}/entitlements`, { quantities: { seats: 11 } });
    await world.ask("POST", `/purchases/${agreementId}/cancel`);
    const told = world.delivered.filter((event) => event["detail-type"].startsWith("Purchase"));
    expect(told.map((event) => event["detail-type"])).toEqual([
      "Purchase Agreement Created - Proposer",
      "Purchase Agreement Created - Proposer",
      "Purchase Agreement Amended - Proposer",
      "Purchase Agreement Ended - Proposer",
    ]);
    expect(keysInOrder(told[0])).toBe(keysInOrder(AGREEMENT_CREATED));
    expect(told[0]!.detail).toMatchObject({
      agreement: { id: agreementId, intent: "NEW", status: "ACTIVE", acceptanceTime: "2026-11-24T09:30:00Z", endTime: "2027-11-24T09:30:00Z" },
      resaleAuthorization: { id: null },
    });
    expect(told[1]!.detail.agreement.endTime).toBeNull();
    expect(told[2]!.detail).toMatchObject({
      agreement: { intent: "AMEND", autoRenewalEnabled: false },
      renewalSummary: { lockoutStartTime: null, disabledBy: null },
      product: { id: "prod-harbourlight01", title: "Harbourlight Analytics" },
    });
    expect(told[3]!.detail.agreement).toEqual({ id: agreementId, status: "CANCELLED" });
  });

  test("of a channel partner's sale name the partner as proposer, and reach the seller as manufacturer", async () => {
    await world.buy({ product: CONTRACT, resellerAccountId: "200000000002" });
    expect(world.delivered.map((event) => event["detail-type"])).toEqual(["Purchase Agreement Created - Manufacturer", "License Updated - Manufacturer"]);
    for (const { detail } of world.delivered) expect(detail.proposer.accountId).toBe("200000000002");
    expect(world.delivered[0]!.detail.resaleAuthorization.id).toMatch(/^resaleauthz-/);
  });

  test("say that a contract expired, at its own time, when the clock passes its end", async () => {
    const { agreementId } = await world.buy({ product: CONTRACT, months: 1 });
    await world.ask("POST", "/clock", { advance: "P31D" });
    const [ended, deprovisioned] = world.delivered.slice(2);
    expect(ended).toMatchObject({ "detail-type": "Purchase Agreement Ended - Proposer", detail: { agreement: { id: agreementId, status: "EXPIRED" } } });
    expect(deprovisioned).toMatchObject({ "detail-type": "License Deprovisioned - Manufacturer", time: "2026-12-24T09:30:00Z" });
    await world.ask("POST", "/clock", { advance: "P31D" });
    expect(world.delivered).toHaveLength(4);
  });

  test("are read by the product as what they are, in both spellings", async () => {
    for (const eventArn of ["documented", "contract"]) {
      await world.ask("POST", "/settings", { eventArn });
      const { licenseArn, agreementId } = await world.buy({ product: CONTRACT, accountId: "845735284135" });
      const read = readMarketplaceEvent(JSON.stringify(world.delivered.at(-1)));
      expect(read).toMatchObject({ kind: "licenseUpdated", productCode: CONTRACT, agreementId, awsAccountId: "845735284135" });
      expect("licenseArn" in read && licenseArn.endsWith(read.licenseArn.split(":").at(-1)!)).toBe(true);
    }
  });

  test("of a legacy listing are its agreement's alone: AWS tells of the rest by SNS", async () => {
    await world.buy({ product: LEGACY });
    expect(world.delivered.map((event) => event["detail-type"])).toEqual(["Purchase Agreement Created - Proposer"]);
  });
});
