import { later } from "../../../events/kernel/values";
import { subscription } from "../../../events/subscription/decider";
import { scenarios, NOW } from "../../kit/scenarios";
import { Activate, BuyerArrived, Deprovision, granted, LicenseActivated, LicenseDeprovisioned, pending, Register, revoked, seats } from "./facts";

const { given } = scenarios(subscription);
const LATER = "2026-11-24T10:30:00.000Z";

describe("a subscription sold by contract", () => {
  const read = (entitlements: ReturnType<typeof seats>[], basedOn: number, readAt = NOW) =>
    ({ type: "RecordEntitlements", data: { entitlements, basedOn, readAt } }) as const;
  const wasRead = (entitlements: ReturnType<typeof seats>[], basedOn: number, at = NOW) =>
    ({ type: "EntitlementsRead", data: { entitlements, basedOn, at } }) as const;
  const active = [LicenseActivated(NOW, "contract"), pending("awaitingEntitlements")];

  test("waits for the entitlements when the license is active", () => {
    given()
      .when(Activate(NOW, "contract"))
      .then(...active);
  });
  test("is granted when AWS lists an entitlement", () => {
    given(...active)
      .when(read([seats(25)], 2))
      .then(wasRead([seats(25)], 2), granted("entitled"));
  });
  test("is not granted by an entitlement while the license is not active", () => {
    given(BuyerArrived("contract"), pending("awaitingLicense"))
      .when(read([seats(25)], 2))
      .then(wasRead([seats(25)], 2));
  });
  test("is granted by the license when the entitlements were read before", () => {
    given(BuyerArrived("contract"), pending("awaitingLicense"), wasRead([seats(25)], 2))
      .when(Activate(NOW, "contract"))
      .then(LicenseActivated(NOW, "contract"), granted("entitled"));
  });
  test("stays pending when AWS lists nothing yet", () => {
    given(...active)
      .when(read([], 2))
      .then(wasRead([], 2));
  });
  test("asks for another reading when one was recorded since this one began", () => {
    given(...active, wasRead([seats(25)], 2))
      .when(read([seats(10)], 2))
      .thenRefused("readAgain");
  });
  test("has nothing to say of a reading that agrees with the one recorded since it began", () => {
    given(...active, wasRead([seats(25)], 2), granted("entitled"))
      .when(read([seats(25)], 2))
      .then();
  });
  test("records a reading that agrees with an older one: it is known for longer", () => {
    given(...active, wasRead([seats(25)], 2), granted("entitled"))
      .when(read([seats(25)], 4, LATER))
      .then(wasRead([seats(25)], 4, LATER));
  });
  test("refuses a reading of a subscription nobody knows", () => {
    given().when(read([], 0)).thenRefused("unknownSubscription");
  });
  test("keeps access when a later reading is empty and the entitlement has not run out", () => {
    given(...active, wasRead([seats(25)], 2), granted("entitled"))
      .when(read([], 4))
      .then(wasRead([], 4));
  });
  test("keeps access for a day after the date AWS calls a minimum", () => {
    const ends = "2026-11-24T00:00:00.000Z";
    const history = [...active, wasRead([seats(25, ends)], 2, "2026-11-20T00:00:00.000Z"), granted("entitled")];
    given(...history)
      .when(read([], 4, "2026-11-24T23:59:59.999Z"), "2026-11-24T23:59:59.999Z")
      .then(wasRead([], 4, "2026-11-24T23:59:59.999Z"));
    given(...history)
      .when(read([], 4, "2026-11-25T00:00:00.000Z"), "2026-11-25T00:00:00.000Z")
      .then(wasRead([], 4, "2026-11-25T00:00:00.000Z"), revoked("entitlementsLapsed", "2026-11-25T00:00:00.000Z"));
  });
  test("ends a day after the first empty reading where AWS named no date", () => {
    const endless = { dimension: "seats", value: 1 };
    const history = [...active, { type: "EntitlementsRead", data: { entitlements: [endless], basedOn: 2, at: NOW } } as const, granted("entitled")];
    expect(given(...history).state.access.status).toBe("granted");
    given(...history)
      .when(read([], 4, LATER), LATER)
      .then(wasRead([], 4, LATER));
  });
  test("does not begin that day anew with each further empty reading", () => {
    const endless = { dimension: "seats", value: 1 };
    const history = [
      ...active,
      BuyerArrived("contract"),
      { type: "BuyerRegistered", data: { contact: "c1", arrival: "a".repeat(32), at: NOW } } as const,
      { type: "EntitlementsRead", data: { entitlements: [endless], basedOn: 2, at: NOW } } as const,
      granted("entitled"),
      wasRead([], 4, LATER),
      wasRead([], 5, later(LATER, 12 * 3_600_000)),
    ];
    const dayAfter = later(LATER, 24 * 3_600_000);
    given(...history)
      .when(read([], 8, dayAfter), dayAfter)
      .then(wasRead([], 8, dayAfter), revoked("entitlementsLapsed", dayAfter));
  });
  test("keeps access for as long as AWS could not be asked after the date, whatever else is heard", () => {
    const history = [...active, wasRead([seats(25, "2026-11-24T00:00:00.000Z")], 2, "2026-11-20T00:00:00.000Z"), granted("entitled")];
    const weekAfter = "2026-12-01T00:00:00.000Z";
    given(...history)
      .when(Register(), weekAfter)
      .then({ type: "BuyerRegistered", data: { contact: "c1", arrival: "a".repeat(32), at: weekAfter } });
  });
  test("is revoked at once when AWS ends the license, whatever the entitlements say", () => {
    given(...active, wasRead([seats(25)], 2), granted("entitled"))
      .when(Deprovision(LATER, "contract"), LATER)
      .then(LicenseDeprovisioned(LATER, "contract"), revoked("licenseEnded", LATER));
  });
});
