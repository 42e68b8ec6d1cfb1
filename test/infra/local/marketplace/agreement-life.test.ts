import { keysInOrder } from "./keys-in-order";
import { closeAll, CONTRACT, openMarketplace, SUBSCRIPTION, type Bought, type World } from "./world";

let world: World;
beforeEach(async () => {
  world = await openMarketplace();
});
afterEach(closeAll);

interface Agreement extends Bought {
  readonly status: string;
  readonly startsAt?: string;
  readonly endsAt: string;
  readonly previousAgreementId?: string;
  readonly initialAgreementId?: string;
  readonly autoRenewal: boolean;
  readonly entitlements: readonly { readonly dimension: string; readonly value: number }[];
}

/** What was told since the last look, without the words that are always there. */
let looked = 0;
beforeEach(() => {
  looked = 0;
});
const news = () => {
  const all = world.delivered.slice(looked);
  looked = world.delivered.length;
  return all;
};
const kinds = () => news().map((event) => event["detail-type"].replace(/ - \w+$/, "").replace("Purchase Agreement ", ""));
const act = async (agreementId: string, what: string, asked: object = {}) =>
  (await world.ask<Agreement>("POST", `/purchases/${agreementId}/${what}`, asked)).json;
const find = async (agreementId: string) => (await world.ask<Agreement>("GET", `/purchases/${agreementId}`)).json;

describe("an agreement of the simulated AWS Marketplace", () => {
  test("is told of at its start when it is future-dated, with the license, and holds nothing before", async () => {
    const { agreementId } = await world.buy({ product: CONTRACT, startsInDays: 10, months: 1 });
    expect(await find(agreementId)).toMatchObject({ status: "scheduled", startsAt: "2026-12-04T09:30:00.000Z" });
    expect(kinds()).toEqual([]);
    await world.ask("POST", "/clock", { advance: "P11D" });
    const [created, updated] = news();
    expect(created).toMatchObject({
      "detail-type": "Purchase Agreement Created - Proposer",
      time: "2026-12-04T09:30:00Z",
      detail: {
        agreement: { intent: "NEW", acceptanceTime: "2026-11-24T09:30:00Z", startTime: "2026-12-04T09:30:00Z", endTime: "2027-01-04T09:30:00Z" },
      },
    });
    expect(updated).toMatchObject({ "detail-type": "License Updated - Manufacturer", time: "2026-12-04T09:30:00Z" });
    expect(await find(agreementId)).toMatchObject({ status: "active" });
  });

  test("that is cancelled before its start ends without a license's event", async () => {
    const { agreementId } = await world.buy({ product: CONTRACT, startsInDays: 10 });
    expect(await act(agreementId, "cancel")).toMatchObject({ status: "cancelled" });
    expect(kinds()).toEqual(["Ended"]);
    await world.ask("POST", "/clock", { advance: "P11D" });
    expect(kinds()).toEqual([]);
  });

  test("is amended under its own id, in AWS's newest shape", async () => {
    const { agreementId } = await world.buy({ product: CONTRACT, quantities: { seats: 5 }, autoRenewal: true });
    news();
    await act(agreementId, "amend", { quantities: { seats: 9 }, autoRenewal: false });
    const [amended, updated] = news();
    expect(keysInOrder(amended!.detail)).toBe(
      keysInOrder({
        requestId: "",
        catalog: "",
        agreement: { id: "", intent: "AMEND", status: "ACTIVE", acceptanceTime: "", startTime: "", endTime: "", autoRenewalEnabled: true },
        renewalSummary: { lockoutStartTime: null, disabledBy: null },
        product: { id: "", title: "" },
        resaleAuthorization: { id: "" },
        acceptor: { accountId: "" },
        proposer: { accountId: "" },
        offer: { id: "" },
      }),
    );
    expect(amended!.detail).toMatchObject({ agreement: { id: agreementId, autoRenewalEnabled: false }, renewalSummary: { disabledBy: "ACCEPTOR" } });
    expect(updated!["detail-type"]).toBe("License Updated - Manufacturer");
  });

  test("changes no license when only its renewal is switched on", async () => {
    const { agreementId } = await world.buy({ product: CONTRACT });
    news();
    expect(await act(agreementId, "amend", { autoRenewal: true })).toMatchObject({ autoRenewal: true });
    expect(kinds()).toEqual(["Amended"]);
  });

  test("is renewed under a new agreement with the same license, which names the old one", async () => {
    const old = await world.buy({ product: CONTRACT, quantities: { seats: 5, workspaces: 0 } });
    news();
    const renewed = await act(old.agreementId, "renew", { quantities: { seats: 3 } });
    expect(renewed).toMatchObject({
      status: "active",
      licenseArn: old.licenseArn,
      previousAgreementId: old.agreementId,
      initialAgreementId: old.agreementId,
      entitlements: [{ dimension: "seats", value: 3 }],
    });
    expect(await find(old.agreementId)).toMatchObject({ status: "renewed" });
    const [created, ended, updated, ...more] = news();
    expect(keysInOrder(created!.detail)).toBe(
      keysInOrder({
        requestId: "",
        catalog: "",
        agreement: { id: "", intent: "RENEW", status: "", acceptanceTime: "", startTime: "", endTime: "", previousAgreementId: "" },
        product: { id: "", title: "" },
        acceptor: { accountId: "" },
        proposer: { name: "", accountId: "" },
        offer: { id: "" },
      }),
    );
    expect(created!.detail.agreement).toMatchObject({ id: renewed.agreementId, intent: "RENEW", previousAgreementId: old.agreementId });
    expect(ended!.detail.agreement).toEqual({ id: old.agreementId, status: "RENEWED" });
    expect(updated!.detail.agreement).toEqual({ id: renewed.agreementId });
    expect(more).toEqual([]);
    const third = await act(renewed.agreementId, "renew");
    expect(third).toMatchObject({ previousAgreementId: renewed.agreementId, initialAgreementId: old.agreementId });
  });

  test("is renewed with a new license without a word of the old agreement where that is asked for", async () => {
    const old = await world.buy({ product: CONTRACT });
    news();
    const renewed = await act(old.agreementId, "renew", { license: "new", backPointer: false });
    expect(renewed.licenseArn).not.toBe(old.licenseArn);
    const told = news();
    expect(told.map((event) => [event["detail-type"], event.detail.agreement.id])).toEqual([
      ["Purchase Agreement Created - Proposer", renewed.agreementId],
      ["Purchase Agreement Ended - Proposer", old.agreementId],
      ["License Updated - Manufacturer", renewed.agreementId],
      ["License Deprovisioned - Manufacturer", old.agreementId],
    ]);
    expect(told[0]!.detail.agreement).not.toHaveProperty("previousAgreementId");
    expect(old.licenseArn).toContain(told[3]!.detail.license.arn.split(":").at(-1));
  });

  test("replaces a trial with a paid agreement, the old one ending first", async () => {
    const trial = await world.buy({ product: SUBSCRIPTION, freeTrial: true });
    news();
    const paid = await act(trial.agreementId, "replace");
    expect(paid).toMatchObject({ freeTrial: false, licenseArn: trial.licenseArn });
    const [ended, created, updated] = news();
    expect(ended!.detail.agreement).toEqual({ id: trial.agreementId, status: "REPLACED" });
    expect(created!.detail.agreement).toMatchObject({ intent: "REPLACE", previousAgreementId: trial.agreementId });
    expect(updated!["detail-type"]).toBe("License Updated - Manufacturer");
  });

  test("shows its entitlements once, whether renewed with the same license or a new one", async () => {
    const { agreementId, licenseArn } = await world.buy({ product: CONTRACT, quantities: { seats: 5, workspaces: 0 } });
    const renewed = await act(agreementId, "renew", { quantities: { seats: 7 } });
    const replaced = await act(renewed.agreementId, "replace", { quantities: { seats: 8 } });
    const shown = async (arn: string) => (await world.entitled(CONTRACT, { LICENSE_ARN: [arn] })).map(({ Value }) => Value?.IntegerValue);
    expect(await shown(licenseArn)).toEqual([8]);
    const moved = await act(replaced.agreementId, "renew", { license: "new" });
    expect([await shown(licenseArn), await shown(moved.licenseArn)]).toEqual([[], [8]]);
  });

  test("ends cancelled, terminated or expired, each in AWS's word", async () => {
    for (const [what, status] of [
      ["cancel", "CANCELLED"],
      ["terminate", "TERMINATED"],
      ["expire", "EXPIRED"],
    ] as const) {
      const { agreementId } = await world.buy({ product: CONTRACT });
      news();
      await act(agreementId, what);
      const [ended, deprovisioned] = news();
      expect(ended!.detail.agreement).toEqual({ id: agreementId, status });
      expect(deprovisioned!["detail-type"]).toBe("License Deprovisioned - Manufacturer");
    }
  });

  test("expires without any message where that is asked for", async () => {
    const { agreementId, licenseArn } = await world.buy({ product: CONTRACT });
    news();
    expect(await act(agreementId, "expire", { silent: true })).toMatchObject({ status: "expired" });
    expect(kinds()).toEqual([]);
    expect(await world.entitled(CONTRACT, { LICENSE_ARN: [licenseArn] })).toEqual([]);
  });

  test("renews itself each time its term is over, at its own times, until that is switched off", async () => {
    const first = await world.buy({ product: CONTRACT, months: 1, autoRenewal: true });
    news();
    await world.ask("POST", "/clock", { advance: "P62D" });
    const told = news();
    expect(told.map((event) => [event["detail-type"].replace(/^Purchase Agreement /, ""), event.time])).toEqual([
      ["Created - Proposer", "2026-12-24T09:30:00Z"],
      ["Ended - Proposer", "2026-12-24T09:30:00Z"],
      ["License Updated - Manufacturer", "2026-12-24T09:30:00Z"],
      ["Created - Proposer", "2027-01-24T09:30:00Z"],
      ["Ended - Proposer", "2027-01-24T09:30:00Z"],
      ["License Updated - Manufacturer", "2027-01-24T09:30:00Z"],
    ]);
    expect((await world.ask("GET", "/clock")).json).toEqual({ now: "2027-01-25T09:30:00.000Z" });
    const last = told[3]!.detail.agreement.id;
    expect(await find(last)).toMatchObject({ licenseArn: first.licenseArn, initialAgreementId: first.agreementId });
    await act(last, "amend", { autoRenewal: false });
    news();
    await world.ask("POST", "/clock", { advance: "P62D" });
    expect(kinds()).toEqual(["Ended", "License Deprovisioned"]);
  });

  test("of a purchase whose payment fails is never told of, and its license holds nothing", async () => {
    const { agreementId, licenseArn, token } = await world.buy({ product: CONTRACT, paymentFails: true });
    expect(kinds()).toEqual([]);
    expect(token).toEqual(expect.any(String));
    expect(await find(agreementId)).toMatchObject({ status: "rolledBack" });
    expect(await world.entitled(CONTRACT, { LICENSE_ARN: [licenseArn] })).toEqual([]);
  });

  test("of a returning buyer is a new one, with a license of its own", async () => {
    const order = { product: CONTRACT, accountId: "845735284135" };
    const first = await world.buy(order);
    await act(first.agreementId, "cancel");
    const second = await world.buy(order);
    expect([second.agreementId === first.agreementId, second.licenseArn === first.licenseArn]).toEqual([false, false]);
  });

  test.each(["amend", "renew", "replace", "advisory"])("that has ended takes no %s", async (what) => {
    const { agreementId } = await world.buy({ product: CONTRACT });
    await act(agreementId, "cancel");
    expect(await world.ask("POST", `/purchases/${agreementId}/${what}`, {})).toMatchObject({
      status: 409,
      json: { error: expect.stringContaining("is cancelled") },
    });
  });

  test("starts later only where it has a term", async () => {
    expect(await world.ask("POST", "/purchases", { product: SUBSCRIPTION, startsInDays: 3 })).toMatchObject({
      status: 409,
      json: { error: expect.stringContaining("only contracts can start later") },
    });
  });
});
