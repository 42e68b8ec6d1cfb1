import { agreement, agreementStream } from "../../../events/agreement/decider";
import { notice, noticeStream } from "../../../events/notice/decider";
import { subscription, subscriptionStream } from "../../../events/subscription/decider";
import { memoryEventStore } from "../../../functions/kernel/streams/memory-event-store";
import { count } from "../../../functions/kernel/task/metrics";
import { recordNotice } from "../../../functions/record-notice/handler";
import { tellNotice } from "../../kit/other-streams";
import { agreementCreated, agreementEnded, licenseDeprovisioned, licenseUpdated, type Fact } from "../life/aws-says";
import { purchase } from "../life/bought";
import { PRODUCTS } from "../life/products";

jest.mock("../../../functions/kernel/task/metrics", () => ({ count: jest.fn() }));
const counted = jest.mocked(count);
beforeEach(() => counted.mockClear());

const AT = "2026-11-24T09:30:00.000Z";
const CALLER = { run: "notice-n1", state: "Record what the notice says" };

const stall = () => {
  const store = memoryEventStore();
  const record = recordNotice({ store, clock: { now: () => AT }, catalogue: PRODUCTS });
  const dealWith = async (id: string, body: string, ending: "askFirst" | "asked" = "askFirst") => {
    await tellNotice(store, id, { type: "Receive", data: { channel: "eventBridge", kind: "a kind", body, sentAt: AT } });
    return record({ notice: id, ending }, CALLER);
  };
  return { store, dealWith };
};

const bodyOf = (fact: Fact): string => (fact.is === "message" ? fact.body : "");
const event = (type: string, detail: object): string =>
  JSON.stringify({ id: "e1", "detail-type": type, source: "aws.agreement-marketplace", time: AT, detail });

describe("what a notice says", () => {
  test.each([
    ["of an unknown kind", event("License Polished - Manufacturer", {}), "unknownKind"],
    ["that can't be read", event("License Updated - Manufacturer", {}), "unreadable"],
  ])("%s is laid aside for a person, and counted for an alarm", async (_, body, reason) => {
    const { store, dealWith } = stall();
    expect(await dealWith("n1", body)).toEqual({ outcome: "parked", reason });
    expect((await store.load(notice, noticeStream("n1"))).state.parked?.reason).toBe(reason);
    expect(counted.mock.calls).toEqual([["NoticeParked"]]);
  });

  test.each([
    ["an account that is no number", "License Updated - Manufacturer", { acceptor: { accountId: "1234-5678-9012" } }],
    ["a license longer than any", "License Deprovisioned - Manufacturer", { license: { arn: `aws:license-manager:${"x".repeat(2048)}:l-1` } }],
    ["an agreement longer than any", "License Updated - Manufacturer", { agreement: { id: `agmt-${"x".repeat(255)}` } }],
    ["the same, of an agreement", "Purchase Agreement Created - Proposer", { agreement: { id: `agmt-${"x".repeat(255)}`, intent: "NEW" } }],
    ["a proposer that is no number", "Purchase Agreement Ended - Proposer", { agreement: { id: "agmt-1", status: "EXPIRED" }, proposer: { accountId: "me" } }],
    ["a year that does not compare", "Purchase Agreement Created - Proposer", { agreement: { id: "agmt-1", endTime: "+010000-01-01T00:00:00Z" } }],
    ["a remark on such an agreement", "Agreement Cancellation Request Approved - Manufacturer", { agreement: { id: `agmt-${"x".repeat(255)}` } }],
  ])("that the log could never read again is laid aside, and every stream stays open: %s", async (_, type, detail) => {
    const { store, dealWith } = stall();
    const [product] = PRODUCTS;
    const whole = { product: { code: product?.code }, license: { arn: "aws:license-manager:us-east-1:123456789012:l-1" }, ...detail };
    expect(await dealWith("n1", event(type, whole))).toEqual({ outcome: "parked", reason: "unreadable" });
    const streams = await store.streams(["subscription", "agreement"], { index: 0, of: 1 });
    expect(streams.streams).toEqual([]);
  });

  test("and a person has dismissed alarms nobody when it is released in vain", async () => {
    const { store, dealWith } = stall();
    const body = event("License Polished - Manufacturer", {});
    await dealWith("n1", body);
    await tellNotice(store, "n1", { type: "Dismiss", data: { reason: "Ticket 4715", by: "operator-1" } });
    counted.mockClear();
    expect(await dealWith("n1", body)).toMatchObject({ outcome: "parked" });
    expect(counted).not.toHaveBeenCalled();
  });

  test.each([
    ["a license", bodyOf(licenseUpdated("09:30", { ...purchase("elsewhere"), license: "l-9" }))],
    [
      "an advisory",
      event("Purchase Agreement Advisory Issued - Manufacturer", { agreement: { id: "agmt-9" }, product: { id: "prod-elsewhere" }, advisory: {} }),
    ],
  ])("of another listing's product is counted and no more: %s", async (_, body) => {
    const { store, dealWith } = stall();
    expect(await dealWith("n1", body)).toEqual({ outcome: "otherListing" });
    expect(counted.mock.calls).toEqual([["NoticeOtherListing"]]);
    expect([(await store.load(subscription, subscriptionStream("l-9"))).version, (await store.load(agreement, agreementStream("agmt-9"))).version]).toEqual([
      0, 0,
    ]);
  });

  test.each([
    "Agreement Cancellation Request Approved - Manufacturer",
    "Purchase Agreement Billing Adjustment Request Completed - Proposer",
    "Spend Threshold Exceeded - Proposer",
  ])("of a kind that is recorded only is kept with its agreement: %s", async (type) => {
    const { store, dealWith } = stall();
    expect(await dealWith("n1", event(type, { agreement: { id: "agmt-1" } }))).toEqual({ outcome: "remarked", agreement: "agmt-1" });
    expect((await store.load(agreement, agreementStream("agmt-1"))).state.remarks).toMatchObject([{ kind: type, notice: "n1" }]);
    expect(counted).not.toHaveBeenCalled();
  });

  test("of an agreement that no license is known of is kept in silence", async () => {
    const { store, dealWith } = stall();
    expect(await dealWith("n1", bodyOf(agreementCreated("09:30", purchase("contract"))))).toEqual({ outcome: "agreementTold", agreement: "agmt-1" });
    expect((await store.load(agreement, agreementStream("agmt-1"))).version).toBe(1);
    expect(counted).not.toHaveBeenCalled();
  });

  test("is recorded once, however often it is dealt with", async () => {
    const { store, dealWith } = stall();
    const body = bodyOf(licenseUpdated("09:30", purchase("subscription")));
    for (const _ of [1, 2]) expect(await dealWith("n1", body)).toMatchObject({ outcome: "customerTold", subscription: "l-1", agreement: "agmt-1" });
    const types: string[] = [];
    for await (const { events } of store.history(subscription, subscriptionStream("l-1"))) types.push(...events.map(({ type }) => type));
    expect(types).toEqual(["LicenseActivated", "AccessGranted"]);
  });

  test("of a license's end that nobody used, or whose agreement is known to have ended, is recorded at once", async () => {
    const { dealWith } = stall();
    expect(await dealWith("n1", bodyOf(licenseDeprovisioned("09:30", purchase("subscription"))))).toMatchObject({ outcome: "customerTold" });
    expect(await dealWith("n2", bodyOf(agreementEnded("09:30", purchase("subscription", 2), "CANCELLED")))).toMatchObject({ outcome: "agreementTold" });
  });
});
