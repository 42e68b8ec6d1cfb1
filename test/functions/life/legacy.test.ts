import { ACCOUNT, arrives, instant, licenseUpdated, agreementCreated, reading, registers, sns } from "./aws-says";
import { seats, window } from "./bought";
import { endsAlike } from "./orders";
import { CONCURRENT_FROM } from "./products";

const said = (action: string, at: string, product = "legacy", trial?: boolean) =>
  sns(action, at, "X01EXAMPLEX", { product, ...(trial !== undefined && { trial }) });
const setsUp = (product = "legacy") => [
  arrives("08:10", product, { customerIdentifier: "X01EXAMPLEX", awsAccountId: ACCOUNT }),
  registers("08:20", `${product}-code.X01EXAMPLEX`),
];
const id = "legacy-code.X01EXAMPLEX";

describe("of a legacy listing, in whatever order its facts arrive, and however often", () => {
  test("a purchase is granted when SNS confirms it", async () => {
    await endsAlike({
      facts: [said("subscribe-success", "08:00", "legacy", false), ...setsUp()],
      ends: { [id]: { access: "granted", reasonCode: "licenseActive", trial: false, awsAccountId: ACCOUNT, form: "customer" } },
    });
  });
  test("a free trial is known by the message", async () => {
    await endsAlike({
      facts: [said("subscribe-success", "08:00", "legacy", true), ...setsUp()],
      ends: { [id]: { access: "granted", reasonCode: "licenseActive", trial: true } },
    });
  });
  test("a trial converts when the newer confirmation says so", async () => {
    await endsAlike({
      facts: [said("subscribe-success", "08:00", "legacy", true), said("subscribe-success", "10:00", "legacy", false), ...setsUp()],
      ends: { [id]: { access: "granted", reasonCode: "licenseActive", trial: false } },
    });
  });
  test("a purchase that could not be paid is revoked", async () => {
    await endsAlike({
      facts: [said("subscribe-fail", "08:00"), ...setsUp()],
      ends: { [id]: { access: "revoked", reasonCode: "purchaseFailed", finalUsage: null } },
    });
  });
  test("a buyer who leaves has an hour and is gone", async () => {
    await endsAlike({
      given: setsUp(),
      facts: [said("subscribe-success", "08:00"), said("unsubscribe-pending", "10:00"), said("unsubscribe-success", "11:00")],
      ends: { [id]: { access: "revoked", reasonCode: "unsubscribed", finalUsage: window("10:00", "11:00") } },
    });
  });
  test("a buyer who leaves is gone by the clock where AWS never says so", async () => {
    await endsAlike({
      facts: [said("subscribe-success", "08:00"), said("unsubscribe-pending", "10:00"), ...setsUp()],
      ends: { [id]: { access: "revoked", reasonCode: "unsubscribed", finalUsage: window("10:00", "11:00") } },
    });
  });
  test("a buyer who subscribes again before they are gone stays", async () => {
    await endsAlike({
      given: setsUp(),
      facts: [said("subscribe-success", "08:00"), said("unsubscribe-pending", "10:00"), said("subscribe-success", "10:20")],
      ends: { [id]: { access: "granted", reasonCode: "licenseActive", finalUsage: null } },
    });
  });
  test("a buyer who comes back after they were gone is granted again", async () => {
    await endsAlike({
      given: setsUp(),
      facts: [
        said("subscribe-success", "08:00"),
        said("unsubscribe-pending", "10:00"),
        said("unsubscribe-success", "11:00"),
        said("subscribe-success", "13:00"),
      ],
      ends: { [id]: { access: "granted", reasonCode: "licenseActive", finalUsage: null } },
    });
  });
  test("a contract is granted by its entitlements, which AWS only announces", async () => {
    await endsAlike({
      facts: [said("entitlement-updated", "08:00", "legacyContract"), said("entitlement-updated", "10:00", "legacyContract"), ...setsUp("legacyContract")],
      truth: { entitlements: { "legacyContract-code.X01EXAMPLEX": (now) => seats(now < instant("10:00") ? 25 : 50) } },
      ends: { "legacyContract-code.X01EXAMPLEX": { access: "granted", reasonCode: "entitled", entitlements: seats(50) } },
    });
  });
  test("a license event of a listing that is sold by account lands in the account's stream", async () => {
    const bought = { product: "account", license: "l-1", agreement: "agmt-1" };
    await endsAlike({
      facts: [
        agreementCreated("08:00", bought),
        licenseUpdated("08:01", bought),
        arrives("08:10", "account", { customerIdentifier: "X01EXAMPLEX", awsAccountId: ACCOUNT }),
        registers("08:20", `account-code.${ACCOUNT}`),
      ],
      truth: { agreements: { "agmt-1": () => reading() }, entitlements: { [`account-code.${ACCOUNT}`]: () => seats(25) } },
      ends: { [`account-code.${ACCOUNT}`]: { access: "granted", reasonCode: "entitled", form: "account", agreementId: "agmt-1" } },
    });
  });

  describe("that moves to concurrent agreements, a single buyer's move", () => {
    const old = "moving-code.X01EXAMPLEX";
    const bought = { product: "moving", license: "l-1", agreement: "agmt-1" };
    const given = [said("subscribe-success", "08:00", "moving"), ...setsUp("moving")];

    test("takes the history along and is billed in one form each hour", async () => {
      await endsAlike({
        given: given.slice(1),
        facts: [given[0]!, agreementCreated("10:00", bought), licenseUpdated("10:01", bought), said("unsubscribe-pending", "12:30", "moving")],
        truth: { agreements: { "agmt-1": () => reading() } },
        ends: {
          [old]: { access: "revoked", reasonCode: "replaced", replacedBy: "l-1" },
          "l-1": { access: "granted", reasonCode: "licenseActive", replaces: old, registered: true, contacts: ["contact-1"] },
        },
      });
    });
    test("leaves the old form in force until the hour it names", async () => {
      await endsAlike({
        given,
        facts: [agreementCreated("10:00", bought), licenseUpdated("10:01", bought)],
        truth: { agreements: { "agmt-1": () => reading() } },
        at: new Date(Date.parse(CONCURRENT_FROM) - 1).toISOString(),
        ends: {
          [old]: { access: "granted", reasonCode: "licenseActive", replacedBy: "l-1" },
          "l-1": { access: "granted", reasonCode: "licenseActive", replaces: old },
        },
      });
    });
  });
});
