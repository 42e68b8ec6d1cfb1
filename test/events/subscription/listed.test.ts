import { later } from "../../../events/kernel/values";
import { subscription } from "../../../events/subscription/decider";
import type { SubscriptionEvent } from "../../../events/subscription/events";
import { differenceFrom, isKnownReading, isWorthAnotherLook } from "../../../events/subscription/listed";
import { NOW, scenarios } from "../../kit/scenarios";
import { BuyerArrived, LicenseActivated, LicenseDeprovisioned, seats } from "./facts";

const { given } = scenarios(subscription);

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const read = (value: number, at = NOW): SubscriptionEvent => ({
  type: "EntitlementsRead",
  data: { entitlements: value === 0 ? [] : [seats(value)], basedOn: 0, at },
});
const contract = [BuyerArrived("contract"), LicenseActivated(NOW, "contract")];
const listed = { isListed: true, isAlike: true, asOf: later(NOW, 2 * HOUR) };
const unlike = { ...listed, isAlike: false };
const absent = { isListed: false, isAlike: false, asOf: listed.asOf };
const then = listed.asOf;

describe("AWS's list of a product", () => {
  test("agrees with a contract that was read alike", () => {
    expect(differenceFrom(given(...contract, read(5)).state, listed, then)).toBeUndefined();
  });

  test("differs where it has other entitlements", () => {
    expect(differenceFrom(given(...contract, read(5)).state, unlike, then)).toBe("entitlementsDiffer");
  });

  test("differs where it lacks what gives access", () => {
    expect(differenceFrom(given(...contract, read(5)).state, absent, then)).toBe("notListed");
    expect(differenceFrom(given(...contract, read(0)).state, absent, then)).toBeUndefined();
  });

  test("differs where it has what no message has confirmed yet", () => {
    expect(differenceFrom(given(BuyerArrived("contract")).state, unlike, then)).toBe("pending");
  });

  test("differs where it has what ended over an hour ago, for so long it may lag", () => {
    const { state } = given(...contract, read(5), LicenseDeprovisioned(NOW, "contract"));
    expect(differenceFrom(state, listed, later(NOW, HOUR - 1))).toBeUndefined();
    expect(differenceFrom(state, listed, later(NOW, HOUR))).toBe("ended");
    expect(differenceFrom(state, absent, then)).toBeUndefined();
  });

  test("differs where it still has what was taken away because its date had passed", () => {
    const { state } = given(...contract, read(5), read(0, "2027-11-24T00:00:00.000Z"));
    const years = later("2027-11-24T00:00:00.000Z", 2 * DAY);
    expect(differenceFrom(state, { ...listed, asOf: years }, years)).toBe("lapsed");
  });

  test("says nothing against a reading that is newer than it", () => {
    expect(differenceFrom(given(...contract, read(7, later(then, 1))).state, unlike, later(then, 1))).toBeUndefined();
  });
});

describe("a subscription is looked at again", () => {
  test("for thirty days while it is pending", () => {
    const { state } = given(BuyerArrived("contract"));
    expect([isWorthAnotherLook(state, later(NOW, 30 * DAY - 1)), isWorthAnotherLook(state, later(NOW, 30 * DAY))]).toEqual([true, false]);
  });

  test("for seven days after its end", () => {
    const { state } = given(...contract, LicenseDeprovisioned(NOW, "contract"));
    expect([isWorthAnotherLook(state, later(NOW, 7 * DAY - 1)), isWorthAnotherLook(state, later(NOW, 7 * DAY))]).toEqual([true, false]);
  });

  test("not while it lives, nor if nothing is known of it", () => {
    expect(isWorthAnotherLook(given(...contract).state, NOW)).toBe(false);
    expect(isWorthAnotherLook(given().state, NOW)).toBe(false);
  });
});

describe("a reading of one customer", () => {
  test("is known if it lists the same, in any order", () => {
    const two = [seats(5), { dimension: "storage", value: 1 }];
    const state = given(...contract, { type: "EntitlementsRead", data: { entitlements: two, basedOn: 0, at: NOW } }).state;
    expect(isKnownReading(state, two.toReversed(), NOW)).toBe(true);
    expect(isKnownReading(state, [seats(6)], NOW)).toBe(false);
    expect(isKnownReading(state, [], NOW)).toBe(false);
  });

  test("is news once its date has passed, though it lists the same", () => {
    expect(isKnownReading(given(...contract, read(5)).state, [seats(5)], "2027-11-24T00:00:00.000Z")).toBe(false);
  });

  test("is news if it lists what is taken for ended, though it lists the same", () => {
    const { state } = given(...contract, read(5), LicenseDeprovisioned(NOW, "contract"));
    expect(isKnownReading(state, [seats(5)], then)).toBe(false);
    expect(isKnownReading(given(...contract, read(0), LicenseDeprovisioned(NOW, "contract")).state, [], then)).toBe(true);
  });
});
