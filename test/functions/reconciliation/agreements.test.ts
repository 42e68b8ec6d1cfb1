import { agreement, agreementStream } from "../../../events/agreement/decider";
import type { SubscriptionCommand } from "../../../events/subscription/commands";
import type { AgreementSummary } from "../../../functions/kernel/aws/marketplace-agreement";
import { arnOf, counter } from "./counter";

const AT = "2026-11-24T08:00:00.000Z";
const metered = { productId: "prod-metered1", productCode: "metered1", pricingModel: "subscription", test: false } as const;

const summary = (id: string, license: string, more: Partial<AgreementSummary["reading"]> = {}, updatedAt = AT): AgreementSummary => ({
  agreementId: id,
  reading: { status: "ACTIVE", startsAt: "2026-11-01T00:00:00.000Z", productId: "prod-metered1", acceptorAccountId: "111122223333", ...more },
  updatedAt,
  licenseArns: [arnOf(license)],
});
const activated = (license: string, at = AT): SubscriptionCommand => ({
  type: "RecordFact",
  fact: { type: "LicenseActivated", data: { ...metered, licenseArn: arnOf(license), awsAccountId: "111122223333", notice: "n", at } },
});
const ended = (license: string, at: string): SubscriptionCommand => ({
  type: "RecordFact",
  fact: { type: "LicenseDeprovisioned", data: { ...metered, licenseArn: arnOf(license), awsAccountId: "111122223333", notice: "n", at } },
});

describe("a turn over agreements", () => {
  test("finds a pay-as-you-go purchase of which no message told, and its run grants access", async () => {
    const { turn, agree, found, lookInto, access } = counter();
    agree([summary("agmt-1", "l-a")]);
    await turn("agreements", "t1");
    expect(found().map(({ finding }) => finding)).toMatchObject([{ subscription: "l-a", what: "unknown", agreement: "agmt-1" }]);
    expect(await access("l-a")).toEqual({ status: "none", reason: "nothingKnown" });
    expect(await lookInto(found()[0]!)).toBe("confirmed");
    expect(await access("l-a")).toEqual({ status: "granted", reason: "licenseActive" });
  });

  test("carries an end of which no message told to the license, and finds it once", async () => {
    const { turn, agree, tell, findings, access, store } = counter();
    await tell("l-a", activated("l-a"));
    agree([summary("agmt-1", "l-a")]);
    await turn("agreements", "t1");
    expect(findings()).toEqual([]);
    agree([summary("agmt-1", "l-a", { status: "CANCELLED", ended: "CANCELLED" }, "2026-11-24T09:00:00.000Z")]);
    await turn("agreements", "t2");
    await turn("agreements", "t3");
    expect(findings().filter((one) => one.endsWith("agreementEnded"))).toEqual(["l-a agreementEnded"]);
    expect(await access("l-a")).toEqual({ status: "revoked", reason: "agreementEnded" });
    expect((await store.load(agreement, agreementStream("agmt-1"))).state.end).toEqual({
      status: "CANCELLED",
      at: "2026-11-24T09:00:00.000Z",
      from: "reading",
    });
  });

  test("adds no event for what is known", async () => {
    const { turn, agree, tell, store } = counter();
    await tell("l-a", activated("l-a"));
    agree([summary("agmt-1", "l-a")]);
    await turn("agreements", "t1");
    const { version } = await store.load(agreement, agreementStream("agmt-1"));
    await turn("agreements", "t2");
    expect((await store.load(agreement, agreementStream("agmt-1"))).version).toBe(version);
  });

  test("takes an end that is newer than AWS's last change of the agreement for AWS's newer word", async () => {
    const { turn, agree, tell, findings, found, lookInto, access } = counter("2026-11-24T12:00:00.000Z");
    await tell("l-a", activated("l-a"), ended("l-a", "2026-11-24T09:00:00.000Z"));
    agree([summary("agmt-1", "l-a", {}, "2026-11-24T08:59:00.000Z")]);
    await turn("agreements", "t1");
    expect(findings()).toEqual([]);
    agree([summary("agmt-1", "l-a", {}, "2026-11-24T09:01:00.000Z")]);
    await turn("agreements", "t2");
    expect(findings()).toEqual(["l-a ended"]);
    await lookInto(found()[0]!);
    expect((await access("l-a")).status).toBe("granted");
  });

  test("passes over what was over before it was ever heard of, and what has not begun", async () => {
    const { turn, agree, findings, store } = counter();
    agree([summary("agmt-old", "l-old", { status: "EXPIRED", ended: "EXPIRED" }), summary("agmt-new", "l-new", { startsAt: "2026-12-01T00:00:00.000Z" })]);
    await turn("agreements", "t1");
    expect(findings()).toEqual([]);
    for (const id of ["agmt-old", "agmt-new"]) expect((await store.load(agreement, agreementStream(id))).version).toBe(0);
  });

  test("walks all agreements first, and then those that changed, began or ended since, with an hour's overlap", async () => {
    const { turn, searches, at } = counter();
    await turn("agreements", "t1");
    expect(searches.map(({ happened }) => happened)).toEqual([undefined, undefined, undefined]);
    searches.length = 0;
    at("2026-11-24T10:30:00.000Z");
    await turn("agreements", "t2");
    const within = { after: "2026-11-24T08:30:00.000Z", before: "2026-11-24T10:30:00.000Z" };
    expect(searches.filter(({ productId }) => productId === "prod-metered1").map(({ happened }) => happened)).toEqual([
      { what: "LastUpdateTime", ...within },
      { what: "StartTime", ...within },
      { what: "EndTime", ...within },
    ]);
  });

  test("says that AWS lets it read none, and goes back to the last turn that could", async () => {
    const { turn, agree, searches, events, at } = counter();
    await turn("agreements", "t1");
    agree("notPermitted");
    at("2026-11-24T12:30:00.000Z");
    expect(await turn("agreements", "t2")).toBe("finished");
    expect((await events("metered1")).map(({ type }) => type)).toContain("AgreementsNotReadable");
    agree([]);
    searches.length = 0;
    at("2026-11-24T13:30:00.000Z");
    await turn("agreements", "t3");
    expect(searches[0]!.happened?.after).toBe("2026-11-24T08:30:00.000Z");
  });

  test("changes nothing for a finding where AWS lets it search none", async () => {
    const { turn, agree, found, lookInto, access } = counter();
    agree([summary("agmt-1", "l-a")]);
    await turn("agreements", "t1");
    agree("notPermitted");
    expect(await lookInto(found()[0]!)).toBe("notPermitted");
    expect((await access("l-a")).status).toBe("none");
  });

  test("tells how many pay-as-you-go subscriptions of channel partners no list shows", async () => {
    const { turn, tell, events } = counter();
    const view = { id: "agmt-1", version: 1, from: AT, advisory: {}, advisorySuspends: false, channel: "reseller" } as const;
    await tell("l-a", activated("l-a"), { type: "LinkAgreement", data: { agreement: view } });
    await turn("entitlements", "t1");
    expect((await events("metered1")).at(-1)).toMatchObject({ data: { tally: { compared: 1, unseen: 1 } } });
  });
});
