import { ACCOUNT, agreementAmended, agreementCreated, agreementEnded, arn, arrives, instant, licenseDeprovisioned, licenseUpdated, reading } from "./aws-says";
import { begins, inherited, purchase, seats, setsUp, setsUpAndLogsIn } from "./bought";
import { endsAlike } from "./orders";

const first = purchase("contract");
const given = [...begins(first), ...setsUpAndLogsIn(first)];
const ended = (by: "RENEWED" | "REPLACED") => (now: string) => reading(now > instant("10:00") ? { ended: by } : {});

describe("in whatever order its facts arrive, and however often", () => {
  test("an upgrade in place gives what AWS lists", async () => {
    await endsAlike({
      given,
      facts: [agreementAmended("10:00", first), licenseUpdated("10:01", first)],
      truth: { agreements: { "agmt-1": () => reading() }, entitlements: { "l-1": (now) => seats(now < instant("10:00") ? 25 : 50) } },
      ends: { "l-1": { access: "granted", reasonCode: "entitled", entitlements: seats(50), agreementId: "agmt-1" } },
    });
  });

  test.each([
    ["a renewal under a new agreement and the same license, with fewer seats", "RENEW", "RENEWED", 10],
    ["a private offer that replaces the agreement and keeps the license", "REPLACE", "REPLACED", 90],
  ] as const)("%s goes on without a break", async (_, intent, end, amount) => {
    const second = { ...first, agreement: "agmt-2" };
    await endsAlike({
      given: given.slice(2),
      facts: [
        ...given.slice(0, 2),
        agreementEnded("10:00", first, end),
        agreementCreated("10:00", second, { intent, previous: "agmt-1" }),
        licenseUpdated("10:01", second),
      ],
      truth: {
        agreements: { "agmt-1": ended(end), "agmt-2": () => reading() },
        entitlements: { "l-1": (now) => seats(now < instant("10:00") ? 25 : amount) },
      },
      ends: { "l-1": { access: "granted", reasonCode: "entitled", entitlements: seats(amount), agreementId: "agmt-2", replaces: null, replacedBy: null } },
    });
  });

  describe("a renewal under a new license", () => {
    const second = purchase("contract", 2);
    /** All that AWS says of the older, from its first day to its last. */
    const passes = [...begins(first), agreementEnded("10:00", first, "RENEWED"), licenseDeprovisioned("10:00", first)];
    const ends = {
      "l-1": { access: "revoked", reasonCode: "replaced", replacedBy: "l-2" },
      "l-2": { access: "granted", reasonCode: "entitled", replaces: "l-1", ...inherited },
    };
    const truth = {
      agreements: { "agmt-1": ended("RENEWED"), "agmt-2": () => reading() },
      entitlements: { "l-1": (now: string) => (now < instant("10:00") ? seats(25) : []), "l-2": () => seats(25) },
    };

    test("that names its previous agreement takes over who registered and which tenant it is", async () => {
      await endsAlike({
        given: setsUpAndLogsIn(first),
        facts: [...passes, agreementCreated("10:00", second, { intent: "RENEW", previous: "agmt-1" }), licenseUpdated("10:01", second)],
        truth,
        ends,
      });
    });
    test("takes over a registration that comes after the two were joined", async () => {
      await endsAlike({
        given: passes,
        facts: [agreementCreated("10:00", second, { intent: "RENEW", previous: "agmt-1" }), licenseUpdated("10:01", second), ...setsUpAndLogsIn(first)],
        truth,
        ends,
      });
    });
    test("that names nothing is known by being the only one there is", async () => {
      await endsAlike({
        given: setsUpAndLogsIn(first),
        facts: [...passes, agreementCreated("10:00", second, { intent: "RENEW" }), licenseUpdated("10:01", second)],
        truth,
        ends,
      });
    });
    test("of each of two joins each with its own", async () => {
      const [other, fourth] = [purchase("contract", 3), purchase("contract", 4)];
      await endsAlike({
        given: [
          ...given,
          agreementCreated("08:00", other),
          licenseUpdated("08:02", other),
          agreementEnded("10:00", first, "RENEWED"),
          agreementEnded("10:00", other, "RENEWED"),
        ],
        facts: [
          licenseDeprovisioned("10:00", first),
          licenseDeprovisioned("10:00", other),
          agreementCreated("10:00", second, { intent: "RENEW", previous: "agmt-1" }),
          licenseUpdated("10:01", second),
          agreementCreated("10:00", fourth, { intent: "RENEW", previous: "agmt-3" }),
          licenseUpdated("10:01", fourth),
        ],
        truth: {
          agreements: { "agmt-1": ended("RENEWED"), "agmt-2": () => reading(), "agmt-3": ended("RENEWED"), "agmt-4": () => reading() },
          entitlements: { ...truth.entitlements, "l-3": (now) => (now < instant("10:00") ? seats(5) : []), "l-4": () => seats(5) },
        },
        ends: {
          ...ends,
          "l-3": { access: "revoked", reasonCode: "replaced", replacedBy: "l-4" },
          "l-4": { access: "granted", reasonCode: "entitled", replaces: "l-3", tenantId: null },
        },
      });
    });
  });

  describe("a renewal that names nothing, where two licenses were renewed at one time", () => {
    // Without entitlements, of which late readings would list none any more.
    const [older, other, newer] = [purchase("subscription"), purchase("subscription", 3), purchase("subscription", 2)];
    const both = [older, other].flatMap((one, index) => [agreementCreated("08:00", one), licenseUpdated(`08:0${index + 1}`, one)]);
    const facts = [
      ...[older, other].flatMap((one) => [agreementEnded("10:00", one, "RENEWED"), licenseDeprovisioned("10:00", one)]),
      agreementCreated("10:00", newer, { intent: "RENEW" }),
      licenseUpdated("10:01", newer),
    ];
    const waits = { access: "granted", reasonCode: "renewalUnderWay", replacedBy: null };

    test("is left to a person, and nobody loses access", async () => {
      await endsAlike({
        given: both,
        facts,
        truth: { agreements: { "agmt-1": ended("RENEWED"), "agmt-2": () => reading(), "agmt-3": ended("RENEWED") }, entitlements: {} },
        ends: { "l-1": waits, "l-3": waits, "l-2": { access: "granted", reasonCode: "licenseActive", replaces: null, doubt: ["l-1", "l-3"] } },
      });
    });

    test("is certain once AWS says from which agreement it stems", async () => {
      await endsAlike({
        given: both,
        facts,
        truth: {
          agreements: { "agmt-1": ended("RENEWED"), "agmt-2": () => reading({ initialAgreementId: "agmt-1" }), "agmt-3": ended("RENEWED") },
          entitlements: {},
        },
        ends: {
          "l-1": { access: "revoked", reasonCode: "replaced", replacedBy: "l-2" },
          "l-3": waits,
          "l-2": { access: "granted", reasonCode: "licenseActive", replaces: "l-1", doubt: null },
        },
      });
    });
  });

  describe("a free trial", () => {
    test("is known by the agreement's terms", async () => {
      const bought = purchase("subscription");
      await endsAlike({
        facts: [...begins(bought), ...setsUp(bought)],
        truth: { agreements: { "agmt-1": () => reading({ trial: true }) } },
        ends: { "l-1": { access: "granted", reasonCode: "licenseActive", trial: true } },
      });
    });
    test("is known by the offer type with which the buyer arrives, where the terms can't be read", async () => {
      const bought = purchase("subscription");
      await endsAlike({
        facts: [
          ...begins(bought),
          arrives("08:10", "subscription", { awsAccountId: ACCOUNT, licenseArn: arn("l-1") }, "free-trial"),
          arrives("08:11", "subscription", { awsAccountId: ACCOUNT, licenseArn: arn("l-1") }),
        ],
        ends: { "l-1": { access: "granted", reasonCode: "licenseActive", trial: true, offerType: "free-trial" } },
      });
    });
    test("converts under the same license into what is paid for", async () => {
      const [trial, paid] = [purchase("subscription"), { ...purchase("subscription"), agreement: "agmt-2" }];
      await endsAlike({
        given: setsUpAndLogsIn(trial),
        facts: [
          ...begins(trial),
          agreementEnded("10:00", trial, "REPLACED"),
          agreementCreated("10:00", paid, { intent: "REPLACE", previous: "agmt-1" }),
          licenseUpdated("10:01", paid),
        ],
        truth: { agreements: { "agmt-1": () => reading({ trial: true }), "agmt-2": () => reading() } },
        ends: { "l-1": { access: "granted", reasonCode: "licenseActive", trial: false, finalUsage: null } },
      });
    });
    test("converts under a new license, and the buyer notices nothing", async () => {
      const [trial, paid] = [purchase("subscription"), purchase("subscription", 2)];
      await endsAlike({
        given: [...setsUpAndLogsIn(trial), ...begins(trial)],
        facts: [
          agreementEnded("10:00", trial, "REPLACED"),
          licenseDeprovisioned("10:00", trial),
          agreementCreated("10:00", paid, { intent: "REPLACE", previous: "agmt-1" }),
          licenseUpdated("10:01", paid),
        ],
        truth: { agreements: { "agmt-1": () => reading({ trial: true }), "agmt-2": () => reading() } },
        ends: {
          "l-1": { access: "revoked", reasonCode: "replaced", replacedBy: "l-2", trial: true },
          "l-2": { access: "granted", reasonCode: "licenseActive", replaces: "l-1", trial: false, ...inherited },
        },
      });
    });
  });
});
