import {
  advisoryIssued,
  advisoryResolved,
  agreementCreated,
  agreementEnded,
  claims,
  instant,
  licenseDeprovisioned,
  licenseUpdated,
  PARTNER,
  reading,
} from "./aws-says";
import { begins, purchase, seats, setsUp, window } from "./bought";
import { endsAlike } from "./orders";

describe("in whatever order its facts arrive, and however often", () => {
  test.each([
    ["contract", "entitled"],
    ["subscription", "licenseActive"],
    ["consumption", "entitled"],
    ["free", "licenseActive"],
  ])("a %s that is bought, set up and claimed is granted", async (product, reasonCode) => {
    await endsAlike({
      facts: [...begins(purchase(product)), ...setsUp(purchase(product)), claims("08:30", "l-1")],
      truth: { agreements: { "agmt-1": () => reading() }, entitlements: { "l-1": () => seats(25) } },
      ends: { "l-1": { access: "granted", reasonCode, tenantId: "tenant-1", trial: false, registered: true } },
    });
  });

  test("a purchase that is cancelled is revoked, and its final hour runs from the first end AWS named", async () => {
    const bought = purchase("subscription");
    await endsAlike({
      given: setsUp(purchase("subscription")),
      facts: [...begins(bought), agreementEnded("10:00", bought, "CANCELLED"), licenseDeprovisioned("10:05", bought)],
      truth: { agreements: { "agmt-1": (now) => reading(now > instant("10:00") ? { ended: "CANCELLED" } : {}) } },
      ends: { "l-1": { access: "revoked", reasonCode: "agreementEnded", finalUsage: window("10:00", "11:00") } },
    });
  });

  test("a contract that runs out while AWS says nothing is revoked a day later", async () => {
    const bought = purchase("contract");
    const expiry = instant("10:00");
    await endsAlike({
      before: [...setsUp(purchase("contract")), agreementCreated("08:00", bought, { endsAt: "10:00" }), licenseUpdated("08:01", bought)],
      facts: [],
      truth: { agreements: { "agmt-1": () => reading({ endsAt: expiry }) }, entitlements: { "l-1": (now) => (now < expiry ? seats(25, expiry) : []) } },
      at: "2026-11-27T00:00:00.000Z",
      ends: { "l-1": { access: "revoked", reasonCode: "entitlementsLapsed" } },
    });
  });

  test("a future-dated agreement is pending until its day", async () => {
    const bought = purchase("contract");
    const start = "2026-12-01T00:00:00Z";
    await endsAlike({
      facts: [
        ...setsUp(bought),
        agreementCreated("08:00", bought, { startsAt: start }),
        // Only the first license event of its day links the two; before that the agreement is kept in silence.
      ],
      truth: { agreements: { "agmt-1": () => reading({ startsAt: instant(start) }) } },
      ends: { "l-1": { access: "pending", reasonCode: "awaitingLicense" } },
    });
    await endsAlike({
      facts: [...setsUp(bought), agreementCreated("08:00", bought, { startsAt: start }), licenseUpdated("2026-12-01T00:00:05Z", bought)],
      truth: { agreements: { "agmt-1": () => reading({ startsAt: instant(start) }) }, entitlements: { "l-1": (now) => (now < start ? [] : seats(25)) } },
      at: "2026-12-02T00:00:00.000Z",
      ends: { "l-1": { access: "granted", reasonCode: "entitled" } },
    });
  });

  test("several licenses of one account live and end each for itself", async () => {
    const [one, two] = [purchase("subscription"), purchase("subscription", 2)];
    await endsAlike({
      given: setsUp(one),
      facts: [
        ...begins(one),
        agreementCreated("09:00", two),
        licenseUpdated("09:01", two),
        agreementEnded("10:00", one, "CANCELLED"),
        licenseDeprovisioned("10:01", one),
      ],
      truth: { agreements: { "agmt-1": () => reading(), "agmt-2": () => reading() } },
      ends: {
        "l-1": { access: "revoked", reasonCode: "agreementEnded", replacedBy: null },
        "l-2": { access: "granted", reasonCode: "licenseActive", replaces: null, finalUsage: null, registered: false },
      },
    });
  });

  test("a buyer who comes back under the same license is granted again, with no final hour open", async () => {
    const [before, after] = [purchase("subscription"), { ...purchase("subscription"), agreement: "agmt-2" }];
    await endsAlike({
      given: [...begins(before), ...setsUp(purchase("subscription"))],
      facts: [
        agreementEnded("10:00", before, "CANCELLED"),
        licenseDeprovisioned("10:01", before),
        agreementCreated("12:00", after),
        licenseUpdated("12:01", after),
      ],
      truth: { agreements: { "agmt-1": () => reading(), "agmt-2": () => reading() } },
      ends: { "l-1": { access: "granted", reasonCode: "licenseActive", finalUsage: null, agreementId: "agmt-2" } },
    });
  });

  test("a buyer who comes back and leaves again has a final hour of their own", async () => {
    const bought = purchase("subscription");
    await endsAlike({
      facts: [licenseUpdated("08:01", bought), licenseDeprovisioned("10:00", bought), licenseUpdated("12:01", bought), licenseDeprovisioned("15:00", bought)],
      truth: { agreements: { "agmt-1": () => reading() } },
      ends: { "l-1": { access: "revoked", reasonCode: "licenseEnded", finalUsage: window("15:00", "16:00") } },
    });
  });

  test("a channel partner's sale is told to the manufacturer only and is granted without its terms", async () => {
    const bought = { ...purchase("contract"), resold: true };
    await endsAlike({
      facts: [...begins(bought), ...setsUp(purchase("contract")), claims("08:30", "l-1")],
      truth: { entitlements: { "l-1": () => seats(25) } },
      ends: { "l-1": { access: "granted", reasonCode: "entitled", channel: "reseller", resellerAccountId: PARTNER, trial: null } },
    });
  });

  test("a sale whose terms we may not read is granted without them", async () => {
    const bought = purchase("contract");
    await endsAlike({
      facts: [...begins(bought), ...setsUp(purchase("contract"))],
      truth: { agreements: { "agmt-1": () => "notPermitted" }, entitlements: { "l-1": () => seats(25) } },
      ends: { "l-1": { access: "granted", reasonCode: "entitled", channel: "direct", trial: null } },
    });
  });

  describe("an advisory about the buyer", () => {
    const given = (product: string) => [...begins(purchase(product)), ...setsUp(purchase(product))];
    const truth = { agreements: { "agmt-1": () => reading() }, entitlements: { "l-1": () => seats(25) } };

    test("only notifies where the product says so", async () => {
      await endsAlike({
        given: given("contract"),
        facts: [advisoryIssued("10:00", purchase("contract"))],
        truth,
        ends: { "l-1": { access: "granted", reasonCode: "entitled" } },
      });
    });
    test("suspends where the product says so", async () => {
      await endsAlike({
        given: given("strict"),
        facts: [advisoryIssued("10:00", purchase("strict"))],
        truth,
        ends: { "l-1": { access: "suspended", reasonCode: "suspendedByAdvisory" } },
      });
    });
    test("restores access once it is resolved", async () => {
      await endsAlike({
        given: given("strict").slice(2),
        facts: [...given("strict").slice(0, 2), advisoryIssued("10:00", purchase("strict")), advisoryResolved("11:00", purchase("strict"))],
        truth,
        ends: { "l-1": { access: "granted", reasonCode: "entitled" } },
      });
    });
    test("suspends again when it is issued again", async () => {
      await endsAlike({
        given: given("strict"),
        facts: [advisoryIssued("10:00", purchase("strict")), advisoryResolved("11:00", purchase("strict")), advisoryIssued("12:00", purchase("strict"))],
        truth,
        ends: { "l-1": { access: "suspended", reasonCode: "suspendedByAdvisory" } },
      });
    });
  });
});
