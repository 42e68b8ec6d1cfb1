import fc from "fast-check";
import { isBilledHere, movesAt } from "../../../events/subscription/billing";
import { subscription } from "../../../events/subscription/decider";
import type { SubscriptionEvent } from "../../../events/subscription/events";
import type { Subscription } from "../../../events/subscription/state";
import { BuyerArrived, LISTING } from "./facts";

const NAMED = "2027-01-01T00:00:00.000Z";
const HOUR = 3_600_000;
const instant = (milliseconds: number): string => new Date(milliseconds).toISOString();
const whenever = fc.integer({ min: Date.parse("2026-12-30T00:00:00.000Z"), max: Date.parse("2027-01-03T00:00:00.000Z") }).map(instant);

const fold = (...events: readonly SubscriptionEvent[]): Subscription =>
  events.reduce((state, event, index) => subscription.decider.evolve(state, event, index + 1), subscription.decider.initialState);

const legacy: SubscriptionEvent = {
  type: "PurchaseConfirmed",
  data: { ...LISTING, pricingModel: "subscription", concurrentFrom: NAMED, customerIdentifier: "c-1", notice: "n", at: "2026-01-01T00:00:00.000Z" },
};
const basis = "concurrentAgreements" as const;
const continued = (meteredFrom: string): SubscriptionEvent => ({
  type: "SubscriptionContinued",
  data: { predecessor: "code.c-1", basis, contacts: [], meteredFrom, at: NAMED },
});
const succeeded = (meteredUntil: string): SubscriptionEvent => ({ type: "SubscriptionSucceeded", data: { successor: "l-1", basis, meteredUntil, at: NAMED } });

describe("the hour at which a buyer moves to a license", () => {
  test.each([
    ["the product's, where the two are joined before it", "2026-12-30T10:20:00.000Z", NAMED],
    ["the product's, where they are joined in the hour before it", "2026-12-31T23:59:59.999Z", NAMED],
    ["the next whole one, where they are joined after it", "2027-01-01T00:00:00.000Z", "2027-01-01T01:00:00.000Z"],
    ["the next whole one, at a month's end too", "2027-01-31T23:30:00.000Z", "2027-02-01T00:00:00.000Z"],
  ])("is %s", (_, joinedAt, hour) => {
    expect(movesAt(NAMED, joinedAt)).toBe(hour);
  });

  test("is a whole one that was not billed yet, whenever they are joined", () => {
    fc.assert(
      fc.property(whenever, (joinedAt) => {
        const hour = movesAt(NAMED, joinedAt);
        expect(Date.parse(hour) % HOUR).toBe(0);
        expect(hour > joinedAt && hour >= NAMED).toBe(true);
      }),
    );
  });
});

describe("an hour of a buyer who moves", () => {
  test("is billed in exactly one of the two forms, to the millisecond", () => {
    fc.assert(
      fc.property(whenever, whenever, (joinedAt, time) => {
        const hour = movesAt(NAMED, joinedAt);
        const [older, newer] = [fold(legacy, succeeded(hour)), fold(BuyerArrived(), continued(hour))];
        for (const at of [time, hour, instant(Date.parse(hour) - 1)]) {
          expect([isBilledHere(older, at), isBilledHere(newer, at)]).toEqual([at < hour, at >= hour]);
        }
      }),
    );
  });
  test("stays where it was when they are joined anew at another time", () => {
    expect(fold(BuyerArrived(), continued(NAMED), continued("2027-01-05T00:00:00.000Z")).predecessor?.meteredFrom).toBe(NAMED);
  });
});

describe("an hour of a buyer who has one form only", () => {
  test.each([
    ["the legacy one, though the listing moved long ago", fold(legacy)],
    ["a license, though the listing has yet to move", fold(BuyerArrived())],
  ])("is billed in %s", (_, state) => {
    fc.assert(
      fc.property(whenever, (hour) => {
        expect(isBilledHere(state, hour)).toBe(true);
      }),
    );
  });
  test("is billed to each of two licenses that are joined by a renewal, which have hours of their own", () => {
    const state = fold(BuyerArrived(), { type: "SubscriptionSucceeded", data: { successor: "l-2", basis: "previousAgreement", at: NAMED } });
    expect(isBilledHere(state, NAMED)).toBe(true);
  });
});
