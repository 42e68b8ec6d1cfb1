import fc from "fast-check";
import { agreementCreated, agreementEnded, instant, licenseDeprovisioned, licenseUpdated, reading, type Fact } from "./aws-says";
import { begins, purchase, seats, setsUpAndLogsIn } from "./bought";
import { live } from "./orders";
import type { Truth } from "./runs";
import { world, type World } from "./world";

const [older, newer] = [purchase("contract"), purchase("contract", 2)];

/** A contract in use, as it was before anything of its renewal was heard. */
const inUse = async (truth: Truth): Promise<World> => live(world(truth), [...begins(older), ...setsUpAndLogsIn(older)]);

/** AWS lists what the successor gives only from noon on. */
const truth: Truth = {
  agreements: { "agmt-1": (now) => reading(now > instant("10:00") ? { ended: "RENEWED" } : {}), "agmt-2": () => reading() },
  entitlements: { "l-1": (now) => (now < instant("10:00") ? seats(25) : []), "l-2": (now) => (now < instant("12:00") ? [] : seats(25)) },
};

const renewed = agreementEnded("10:00", older, "RENEWED");
const created = agreementCreated("10:00", newer, { intent: "RENEW", previous: "agmt-1" });
const updated = licenseUpdated("10:01", newer);
const deprovisioned = licenseDeprovisioned("10:02", older);

const orders = (facts: readonly Fact[]): readonly (readonly Fact[])[] =>
  facts.length === 0 ? [[]] : facts.flatMap((fact) => orders(facts.filter((one) => one !== fact)).map((rest) => [fact, ...rest]));

const grants = (stall: World): readonly string[] => ["l-1", "l-2"].filter((id) => stall.state(id).access.status === "granted");

describe("a buyer whose contract is renewed under a new license, before AWS lists what that gives", () => {
  test.each(orders([renewed, created, updated, deprovisioned]))(
    "has access all the time, in every order of what AWS says, and though it says it again (%#)",
    async (...order) => {
      const stall = await inUse(truth);
      await stall.turnTo(instant("10:05"));
      for (const [index, fact] of order.entries()) {
        // And whatever was said before is said once more.
        for (const told of [fact, ...order.slice(0, index + 1)]) {
          await stall.tell(told);
          expect(grants(stall)).toEqual(["l-1"]);
        }
      }
      expect(stall.state("l-1")).toMatchObject({ access: { reason: "renewalUnderWay" }, successor: { subscription: "l-2" } });
      expect(stall.state("l-2").access).toEqual({ status: "pending", reason: "awaitingEntitlements" });

      await stall.turnTo(instant("12:05"));
      await stall.tell(licenseUpdated("12:05", newer));
      expect(grants(stall)).toEqual(["l-2"]);
      expect(stall.state("l-1").access).toEqual({ status: "revoked", reason: "replaced" });
      expect(stall.state("l-2")).toMatchObject({ tenantId: "tenant-1", contacts: ["contact-1"] });
    },
  );

  describe.each([
    ["may not be asked about the agreement", "notPermitted"],
    ["does not answer", "outage"],
    ["still calls the agreement active", reading()],
  ] as const)("where AWS %s", (_, answer) => {
    const silent: Truth = { ...truth, agreements: { ...truth.agreements, "agmt-1": (now) => (now > instant("10:00") ? answer : reading()) } };
    const isKnown = (told: readonly Fact[]): boolean => told.includes(renewed) || (told.includes(created) && told.includes(updated));

    test.each(orders([renewed, created, updated, deprovisioned]))(
      "has access but from its license's end until a word of the renewal (%#)",
      async (...order) => {
        const stall = await inUse(silent);
        await stall.turnTo(instant("10:05"));
        for (const [index, fact] of order.entries()) {
          const told = order.slice(0, index + 1);
          for (const one of [fact, ...told]) await stall.tell(one);
          expect(grants(stall)).toEqual(!told.includes(deprovisioned) || isKnown(told) ? ["l-1"] : []);
        }
      },
    );
  });

  test("loses it at once where AWS says that the agreement was cancelled, before any message does", async () => {
    const stall = await inUse({
      ...truth,
      agreements: { ...truth.agreements, "agmt-1": (now) => reading(now > instant("10:00") ? { ended: "CANCELLED" } : {}) },
    });
    await stall.turnTo(instant("10:05"));
    await stall.tell(deprovisioned);
    expect(stall.state("l-1")).toMatchObject({ access: { status: "revoked" }, signs: { deprovisionedAt: instant("10:02") } });
  });

  test("has access at every moment, however the runs cross", async () => {
    const picks = fc.array(fc.nat(997), { minLength: 64, maxLength: 64 });
    await fc.assert(
      fc.asyncProperty(picks, async (numbers) => {
        let next = 0;
        const pick = (below: number): number => (numbers[(next += 1) % numbers.length] ?? 0) % below;
        const stall = await inUse(truth);
        await stall.turnTo(instant("10:05"));
        const look = (): void => {
          expect(grants(stall)).not.toEqual([]);
        };
        await stall.tellTogether([renewed, created, updated, deprovisioned, created, updated], pick, look);
        await stall.turnTo(instant("12:05"));
        await stall.tellTogether([licenseUpdated("12:05", newer), deprovisioned], pick, look);
        expect(grants(stall)).toEqual(["l-2"]);
      }),
      { numRuns: 60, seed: 20261124, endOnFailure: true },
    );
  });

  test("keeps it for three days, and no longer, where the successor never gives it", async () => {
    const stall = await inUse({ ...truth, entitlements: { ...truth.entitlements, "l-2": () => [] } });
    await stall.turnTo(instant("10:05"));
    for (const fact of [renewed, created, updated, deprovisioned]) await stall.tell(fact);
    await stall.turnTo("2026-11-27T10:01:59.999Z");
    expect(grants(stall)).toEqual(["l-1"]);
    await stall.turnTo("2026-11-27T10:02:00.000Z");
    expect(stall.state("l-1").access).toEqual({ status: "revoked", reason: "licenseEnded" });
  });

  test("loses it when the successor is cancelled before it gave any", async () => {
    const stall = await inUse(truth);
    await stall.turnTo(instant("10:05"));
    for (const fact of [renewed, created, updated, deprovisioned]) await stall.tell(fact);
    await stall.turnTo(instant("11:00"));
    await stall.tell(agreementEnded("11:00", newer, "CANCELLED"));
    expect(grants(stall)).toEqual([]);
    expect(stall.state("l-1").access).toEqual({ status: "revoked", reason: "replaced" });
  });

  test("loses it when what was renewed is terminated for all that", async () => {
    const stall = await inUse(truth);
    await stall.turnTo(instant("10:05"));
    for (const fact of [created, updated, agreementEnded("10:03", older, "TERMINATED")]) await stall.tell(fact);
    expect(stall.state("l-1")).toMatchObject({ access: { status: "revoked", reason: "agreementEnded" }, successor: { subscription: "l-2" } });
  });
});
