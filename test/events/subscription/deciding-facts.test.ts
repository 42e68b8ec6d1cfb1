import fc from "fast-check";
import { access } from "../../../events/subscription/access";
import { decidingFacts, type Recorded } from "../../../events/subscription/deciding-facts";
import { subscription } from "../../../events/subscription/decider";
import type { SubscriptionEvent } from "../../../events/subscription/events";
import { missing } from "../../../events/subscription/missing";
import type { PricingModel } from "../../../events/product/product";
import type { Subscription } from "../../../events/subscription/state";
import { ReasonCode, type AgreementView } from "../../../events/subscription/values";
import { BuyerArrived, LicenseActivated, LicenseDeprovisioned, LISTING, seats } from "./facts";

/** Hours of one day, and of the day after. */
const H = (hour: number): string => new Date(Date.parse("2026-11-24T00:00:00.000Z") + hour * 3_600_000).toISOString();

const fold = (facts: readonly Recorded[]): Subscription =>
  facts.reduce((state, { event, version }) => subscription.decider.evolve(state, event, version), subscription.decider.initialState);

const numbered = (events: readonly SubscriptionEvent[]): readonly Recorded[] => events.map((event, index) => ({ event, version: index + 1 }));

const read = (at: string, ...entitlements: readonly ReturnType<typeof seats>[]): SubscriptionEvent => ({
  type: "EntitlementsRead",
  data: { entitlements, basedOn: 0, at },
});
let copies = 0;
/** A copy of the agreement: no two are of one version. */
const linked = (view: Partial<AgreementView> = {}, at = H(1)): SubscriptionEvent => ({
  type: "AgreementLinked",
  data: { agreement: { id: "agmt-1", version: (copies += 1), from: H(1), advisory: {}, advisorySuspends: true, ...view }, at },
});
const legacy = (type: "PurchaseConfirmed" | "PurchaseFailed" | "DepartureAnnounced" | "DepartureCompleted" | "EntitlementsAnnounced", at: string) =>
  ({ type, data: { ...LISTING, pricingModel: "subscription", customerIdentifier: "c-1", notice: "n", at } }) satisfies SubscriptionEvent;
const operator = (type: "SuspendedByOperator" | "RestoredByOperator", at: string) =>
  ({ type, data: { reason: "asked", by: "ops", at } }) satisfies SubscriptionEvent;
const grant = (at: string, until: string): SubscriptionEvent => ({ type: "GrantedByOperator", data: { reason: "asked", by: "ops", until, at } });
const found = (at: string): SubscriptionEvent => ({ type: "LicenseFound", data: { ...LISTING, pricingModel: "contract", source: "entitlements", at } });
const succeeded = (meteredUntil?: string): SubscriptionEvent => ({
  type: "SubscriptionSucceeded",
  data: { successor: "l-2", basis: "previousAgreement", ...(meteredUntil !== undefined && { meteredUntil }), at: H(5) },
});
const tookOver: SubscriptionEvent = { type: "SuccessorTookOver", data: { successor: "l-2", at: H(6) } };
const noise: SubscriptionEvent = { type: "BuyerRegistered", data: { contact: "c1", arrival: "a", at: H(1) } };

/** Each reason with a history, and the places in it that the answer rests on. */
const CASES: readonly (readonly [ReasonCode, string, readonly SubscriptionEvent[], readonly number[], now?: string])[] = [
  ["nothingKnown", "nothing", [], []],
  ["nothingKnown", "nothing while only a form was handed in", [noise], []],
  ["awaitingLicense", "the arrival", [BuyerArrived(), noise], [1]],
  ["awaitingLicense", "the arrival and what was agreed", [BuyerArrived(), noise, linked()], [1, 3]],
  ["awaitingLicense", "a departure that came first", [legacy("DepartureAnnounced", H(20))], [1], H(20.5)],
  ["awaitingStart", "the arrival and the agreement", [BuyerArrived(), linked({ startsAt: H(40) })], [1, 2]],
  ["awaitingEntitlements", "the license and the empty reading", [LicenseActivated(H(1), "contract"), noise, read(H(2))], [1, 3]],
  ["licenseActive", "the newest notice", [LicenseActivated(H(1)), LicenseActivated(H(2)), noise], [2]],
  ["licenseActive", "the newest by AWS's time, not by arrival", [LicenseActivated(H(2)), LicenseActivated(H(1))], [1]],
  ["licenseActive", "the license that came after its end", [LicenseDeprovisioned(H(1)), LicenseActivated(H(2))], [2]],
  ["licenseActive", "a confirmed purchase", [legacy("PurchaseFailed", H(1)), legacy("PurchaseConfirmed", H(2))], [2]],
  ["entitled", "the license and the newest reading", [LicenseActivated(H(1), "contract"), read(H(2), seats(5)), read(H(3), seats(9))], [1, 3]],
  [
    "entitled",
    "an empty reading too, and the one before that outlives it for a day",
    [LicenseActivated(H(1), "contract"), read(H(2), seats(5)), read(H(3))],
    [1, 2, 3],
  ],
  ["entitled", "what a reconciliation found", [found(H(2)), read(H(2), seats(5))], [1, 2]],
  ["leaving", "the confirmation and the departure", [legacy("PurchaseConfirmed", H(1)), legacy("DepartureAnnounced", H(20))], [1, 2], H(20.5)],
  [
    "renewalUnderWay",
    "the end, the renewed agreement, and what was entitled",
    [
      LicenseActivated(H(1), "contract"),
      linked(),
      read(H(2), seats(5)),
      linked({ end: { status: "RENEWED", at: H(9) } }),
      LicenseDeprovisioned(H(9), "contract"),
    ],
    [3, 4, 5],
  ],
  ["grantedByOperator", "the decision, and why it was needed", [LicenseDeprovisioned(H(1)), noise, grant(H(2), H(99))], [1, 3]],
  ["suspendedByOperator", "the decision, and what was bought", [LicenseActivated(H(1)), operator("SuspendedByOperator", H(2)), noise], [1, 2]],
  ["suspendedByAdvisory", "the license and the agreement", [LicenseActivated(H(1)), linked(), linked({ advisory: { issuedAt: H(5) } })], [1, 3]],
  [
    "licenseActive",
    "the restoration too, while an advisory from before it stays open",
    [LicenseActivated(H(1)), linked({ advisory: { issuedAt: H(5) } }), operator("RestoredByOperator", H(6))],
    [1, 2, 3],
  ],
  [
    "entitlementsLapsed",
    "the license, what was last listed, and the first and the newest of the readings that listed nothing",
    [LicenseActivated(H(-48), "contract"), read(H(-47), seats(5, H(-30))), read(H(-20)), read(H(-10)), read(H(2))],
    [1, 2, 3, 5],
    H(5),
  ],
  ["licenseEnded", "the end", [LicenseActivated(H(1)), LicenseDeprovisioned(H(2)), noise], [2]],
  ["agreementEnded", "what was bought and the agreement's end", [LicenseActivated(H(1)), linked(), linked({ end: { status: "CANCELLED", at: H(3) } })], [1, 3]],
  ["purchaseFailed", "AWS's word", [legacy("PurchaseFailed", H(2))], [1]],
  ["unsubscribed", "both words of the departure", [legacy("DepartureAnnounced", H(2)), legacy("DepartureCompleted", H(3))], [1, 2]],
  ["unsubscribed", "the announcement, an hour later", [legacy("PurchaseConfirmed", H(1)), legacy("DepartureAnnounced", H(2))], [2]],
  [
    "renewalUnderWay",
    "the end and the successor, which gives nothing yet",
    [LicenseActivated(H(1)), LicenseDeprovisioned(H(2)), linked({ end: { status: "EXPIRED", at: H(2) } }), succeeded()],
    [2, 3, 4],
  ],
  ["agreementEnded", "a cancellation, whatever goes on", [LicenseActivated(H(1)), linked({ end: { status: "CANCELLED", at: H(2) } }), succeeded()], [1, 2, 3]],
  ["replaced", "the end and the successor", [LicenseActivated(H(1)), LicenseDeprovisioned(H(2)), succeeded(), tookOver], [2, 3, 4]],
  ["replaced", "the hour of the move", [legacy("PurchaseConfirmed", H(1)), succeeded(H(6)), tookOver], [1, 2, 3]],
];

const LATE = H(30);

const PricingModels = fc.constantFrom<PricingModel>("contract", "subscription");

/** All facts of one subscription name one pricing model. */
const pricedAs = (event: SubscriptionEvent, pricingModel: PricingModel): SubscriptionEvent =>
  "pricingModel" in event.data ? ({ ...event, data: { ...event.data, pricingModel } } as SubscriptionEvent) : event;

describe("the facts that decided", () => {
  const cases = CASES.map(([reason, what, events, places, now = LATE]) => ({ reason, what, events, places, now }));

  test.each(cases)("of $reason are $what", ({ reason, events, places, now }) => {
    const history = numbered(events);
    expect(access(fold(history), now).reason).toBe(reason);
    expect(decidingFacts(history, fold(history), now).map(({ version }) => version)).toEqual(places);
  });

  test("are known for every reason", () => {
    expect(new Set(CASES.map(([reason]) => reason))).toEqual(new Set(ReasonCode.options));
  });

  test("give the same answer alone as all the facts together, whatever happened in whatever order", () => {
    const facts = [...new Set(CASES.flatMap((one) => one[2])), legacy("EntitlementsAnnounced", H(8)), legacy("DepartureAnnounced", H(29.5))];
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.shuffledSubarray(facts, { minLength: 1, maxLength: 9 }), PricingModels, fc.integer({ min: 0, max: 150 }), (events, model, hour) => {
        const history = numbered(events.map((event) => pricedAs(event, model)));
        const state = fold(history);
        const answer = access(state, H(hour));
        seen.add(answer.reason);
        expect(access(fold(decidingFacts(history, state, H(hour))), H(hour))).toEqual(answer);
      }),
      { numRuns: 5_000, seed: 20261124 },
    );
    expect([...seen].toSorted()).toEqual([...ReasonCode.options].toSorted());
  });
});

describe("what is missing", () => {
  const said = (reason: ReasonCode, nth = 0): string | undefined => {
    const found = CASES.filter(([code]) => code === reason)[nth]!;
    return missing(fold(numbered(found[2])), found[4] ?? LATE);
  };

  test("is AWS's own message by name", () => {
    expect(said("awaitingLicense")).toContain("'License Updated'");
    expect(said("awaitingLicense", 2)).toContain("'subscribe-success'");
    expect(said("awaitingStart")).toContain(H(40));
    expect(said("suspendedByAdvisory")).toContain("'Purchase Agreement Advisory Resolved'");
  });

  test("is nothing where access is as it will be", () => {
    for (const reason of ["entitled", "licenseActive", "licenseEnded", "replaced", "unsubscribed"] as const) expect(said(reason)).toBeUndefined();
  });
});
