import { hash } from "../../functions/kernel/task/hash";
import { starter } from "../../functions/kernel/aws/starter";
import type { Stall } from "../../infra/local/stall";
import { eventually } from "../deploy/eventually";
import type { Purchase } from "../deploy/target";
import { type Evidence } from "./evidence";
import { allRunsEnded } from "./rest";
import { OPENING_MS, openShop } from "./open-stall";
import { PATIENCE, person, subscriptionOf, type Shop } from "./shop";

const CONTRACT = "harbourlight0contract0001";
const LEGACY = "oldquay0legacy0000000004";

// Each waits for whole runs of a cloud that other tests may keep busy.
jest.setTimeout(90_000);

describe("time, without a message from anybody", () => {
  let stall: Stall;
  let at: Shop;
  let seen: Evidence;
  let close: () => Promise<void>;

  beforeAll(async () => {
    ({ stall, at, seen, close } = await openShop());
  }, OPENING_MS);
  afterAll(() => close());

  const dueRuns = async () => (await seen.executions()).filter(({ name }) => name.startsWith("due-"));
  // A stall that is stopped while something is under way would say so.
  afterEach(async () => {
    stall.faults.clear();
    await allRunsEnded(at, seen);
  });

  const advance = (duration: string) => at.simulator("/clock", { advance: duration });
  const becomes = async (id: string, wanted: Readonly<Record<string, unknown>>) => {
    let last: Readonly<Record<string, unknown>> | undefined;
    const reached = async () => {
      last = await at.subscription(id);
      return Object.entries(wanted).every(([name, value]) => last?.[name] === value) ? true : undefined;
    };
    await eventually(`${id} has ${JSON.stringify(wanted)}`, PATIENCE, reached, () => last);
  };
  const told = async (id: string) => ((await seen.log()).get(`subscription-${id}`) ?? []).flatMap(({ ev }) => ev);

  const setUp = async (product: string, number: number): Promise<Purchase> => {
    const purchase = await at.buy(product);
    const cookie = await at.postToken(purchase.token);
    await at.reaches(cookie, "registrationNeeded");
    await at.register(cookie, hash("token", purchase.token), person(number));
    await at.reaches(cookie, "ready");
    return purchase;
  };

  test("ends access a day after a contract ran out, once AWS was asked again", async () => {
    const purchase = await setUp(CONTRACT, 1);
    const id = subscriptionOf(purchase);
    await at.simulator(`/purchases/${purchase.agreementId}/expire`, { silent: true });
    const readings = (await told(id)).filter(({ t }) => t === "EntitlementsRead").length;
    await advance("P366D");
    // Or by the end of the agreement, if the reconciliation finds that first.
    await becomes(id, { access: "revoked" });
    expect((await told(id)).filter(({ t }) => t === "EntitlementsRead").length).toBeGreaterThan(readings);
  });

  test("changes nothing while AWS can't be asked", async () => {
    const purchase = await setUp(CONTRACT, 2);
    const id = subscriptionOf(purchase);
    await allRunsEnded(at, seen);
    await at.simulator(`/purchases/${purchase.agreementId}/expire`, { silent: true });
    await at.simulator("/faults", { kind: "outage", service: "AWSMPEntitlementService", operation: "GetEntitlements", times: 1_000 });
    const decided = async () => (await told(id)).filter(({ t }) => t === "EntitlementsRead" || t.startsWith("Access"));
    const before = await decided();
    const runs = new Set((await dueRuns()).map(({ name }) => name));
    await advance("P367D");
    await eventually("a run has asked AWS in vain", PATIENCE, async () =>
      (await seen.histories()).some(
        ({ name, history }) => name.startsWith("due-") && !runs.has(name) && history.some((event) => event["type"] === "TaskFailed"),
      )
        ? true
        : undefined,
    );
    expect(await decided()).toEqual(before);
    await becomes(id, { access: "granted" });

    stall.faults.clear();
    await advance("PT5M");
    await becomes(id, { access: "revoked" });
  });

  test("ends what an operator granted", async () => {
    const purchase = await at.buy(CONTRACT);
    const id = subscriptionOf(purchase);
    await becomes(id, { access: "granted" });
    await at.simulator(`/purchases/${purchase.agreementId}/cancel`);
    await becomes(id, { access: "revoked" });
    const until = new Date(stall.clock.now() + 3 * 86_400_000).toISOString();
    const decision = { decision: "grant", subscription: id, reason: "A bridge", by: "test", until };
    const machine = "arn:aws:states:us-east-1:000000000000:stateMachine:stallkeeper-entitlement-change";
    await starter().start(machine, "operator-grant", { about: "A test grants.", kind: "operator", decision });
    await becomes(id, { access: "granted", reasonCode: "grantedByOperator" });
    await advance("P2D");
    await becomes(id, { access: "granted", reasonCode: "grantedByOperator" });
    await advance("P1DT10M");
    await becomes(id, { access: "revoked" });
  });

  test("shows who bought and did not come", async () => {
    const id = subscriptionOf(await at.buy(CONTRACT));
    await becomes(id, { access: "granted" });
    await advance("PT23H");
    expect((await told(id)).map(({ t }) => t)).not.toContain("BuyerSilent");
    await advance("PT1H10M");
    await eventually("the buyer is silent", PATIENCE, async () =>
      (await told(id)).some(({ t, d }) => t === "BuyerSilent" && d["kind"] === "notArrived") ? true : undefined,
    );
  });

  test("ends a legacy buyer's access an hour after they gave notice", async () => {
    const purchase = await setUp(LEGACY, 3);
    const customer = (await stall.marketplace.kept.purchases.list()).find(({ agreementId }) => agreementId === purchase.agreementId)!.customerIdentifier!;
    const id = `${LEGACY}.${customer}`;
    await becomes(id, { access: "granted" });
    await at.simulator("/notices/hold");
    await at.simulator(`/purchases/${purchase.agreementId}/cancel`);
    const notices = (await at.json("/simulator/notices")) as { id: string; agreementId: string; state: string; detailType: string }[];
    const pending = notices.filter(({ agreementId, detailType }) => agreementId === purchase.agreementId && detailType === "unsubscribe-pending");
    await at.simulator("/notices/release", { ids: pending.map((notice) => notice.id) });
    await becomes(id, { access: "granted", reasonCode: "leaving" });
    await advance("PT1H10M");
    await becomes(id, { access: "revoked", reasonCode: "unsubscribed" });
    await at.simulator("/notices/release");
  });

  test("brings the license that AWS had yet to link", async () => {
    const purchase = await at.buy(CONTRACT);
    await at.simulator("/faults", { kind: "resolveWithoutLicense", times: 2 });
    const cookie = await at.postToken(purchase.token);
    await at.reaches(cookie, "unlicensed");
    await allRunsEnded(at, seen);
    expect(await at.status(cookie)).toBe("registrationNeeded");
    expect((await told(subscriptionOf(purchase))).filter(({ t }) => t === "BuyerArrived")).toMatchObject([{ d: { licenseArn: purchase.licenseArn } }]);
  });

  test("joins a buyer to the account's only unclaimed license where AWS never links it", async () => {
    const purchase = await at.buy(CONTRACT);
    await becomes(subscriptionOf(purchase), { access: "granted" });
    await at.simulator("/faults", { kind: "resolveWithoutLicense", times: 4 });
    const cookie = await at.postToken(purchase.token);
    await at.reaches(cookie, "unlicensed");
    await allRunsEnded(at, seen);
    expect(await at.status(cookie)).toBe("registrationNeeded");
    expect((await told(subscriptionOf(purchase))).map(({ t }) => t)).toContain("BuyerArrived");
  });

  test("leaves a visit to a person where two licenses are free, and tells the seller's topic of it once", async () => {
    const purchase = await at.buy(CONTRACT);
    const { accountId } = purchase;
    const second = (await at.simulator("/purchases", { product: CONTRACT, accountId })) as Purchase;
    for (const one of [purchase, second]) await becomes(subscriptionOf(one), { access: "granted" });
    await at.simulator("/faults", { kind: "resolveWithoutLicense", times: 4 });
    const cookie = await at.postToken(purchase.token);
    await at.reaches(cookie, "unlicensed");
    await allRunsEnded(at, seen);
    const arrival = hash("token", purchase.token);
    const visit = ((await seen.log()).get(`arrival-${arrival}`) ?? []).flatMap(({ ev }) => ev.map(({ t }) => t));
    expect(visit).toEqual(["ArrivalUnlicensed", "LicenseLeftOpen", "SellerNotified"]);
    const heard = (await stall.outbox.list()).filter((sent) => sent.service === "sns" && sent.message.includes(arrival));
    expect(heard.map(({ subject }) => subject)).toEqual(["A buyer waits without a license: Harbourlight Analytics"]);
    for (const detail of [accountId, subscriptionOf(purchase), subscriptionOf(second)]) expect(JSON.stringify(heard)).toContain(detail);
  });
});
