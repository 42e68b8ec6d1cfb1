import { subscription } from "../../../events/subscription/decider";
import { isReadingDue } from "../../../events/subscription/due";
import type { SubscriptionEvent } from "../../../events/subscription/events";
import { later } from "../../../events/kernel/values";
import { scenarios, NOW } from "../../kit/scenarios";
import { BuyerArrived, Deprovision, granted, LicenseActivated, LicenseDeprovisioned, LISTING, pending, Register, revoked, seats, windowOpened } from "./facts";

const { given } = scenarios(subscription);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const at = (milliseconds: number): string => later(NOW, milliseconds);
const Reconsider = { type: "Reconsider" } as const;
const reconsidered = (time: string): SubscriptionEvent => ({ type: "Reconsidered", data: { at: time } });
const silent = (kind: "notArrived" | "notRegistered" | "noLicense" | "notProvisioned", time: string): SubscriptionEvent => ({
  type: "BuyerSilent",
  data: { kind, since: NOW, at: time },
});
const heard = (kind: "notArrived" | "notRegistered" | "noLicense" | "notProvisioned", time: string): SubscriptionEvent => ({
  type: "BuyerHeard",
  data: { kind, at: time },
});
const registered: SubscriptionEvent = { type: "BuyerRegistered", data: { contact: "c1", arrival: "a", at: NOW } };

describe("a silent buyer", () => {
  const bought = [LicenseActivated(), granted("licenseActive")];
  const waiting = [BuyerArrived(), pending("awaitingLicense")];

  test.each([
    ["who bought and has not arrived is one after a day", bought, "notArrived", DAY],
    ["who arrived and has not registered is one after an hour", waiting, "notRegistered", HOUR],
    ["who registered and has no license is one after half an hour", [...waiting, registered], "noLicense", 30 * MINUTE],
  ] as const)("%s, to the millisecond", (_, history, kind, patience) => {
    expect(given(...history).state.dueAt).toBe(at(patience));
    given(...history)
      .when(Reconsider, at(patience - 1))
      .thenNothing();
    given(...history)
      .when(Reconsider, at(patience))
      .then(reconsidered(at(patience)), silent(kind, at(patience)));
  });
  test("is told of once", () => {
    given(...waiting, reconsidered(at(HOUR)), silent("notRegistered", at(HOUR)))
      .when(Reconsider, at(2 * HOUR))
      .thenNothing();
  });
  test("is heard again when what was missing comes", () => {
    given(...waiting, reconsidered(at(HOUR)), silent("notRegistered", at(HOUR)))
      .when(Register(), at(2 * HOUR))
      .then({ type: "BuyerRegistered", data: { contact: "c1", arrival: "a".repeat(32), at: at(2 * HOUR) } }, heard("notRegistered", at(2 * HOUR)));
  });
  test("is nobody's matter once the purchase has ended", () => {
    given(...bought, reconsidered(at(DAY)), silent("notArrived", at(DAY)))
      .when(Deprovision(at(2 * DAY)), at(2 * DAY))
      .then(LicenseDeprovisioned(at(2 * DAY)), windowOpened(at(2 * DAY)), revoked("licenseEnded", at(2 * DAY)), heard("notArrived", at(2 * DAY)));
  });
});

describe("the passing of time", () => {
  test("asks AWS at an entitlement's expiry, again half a day later, and revokes a day after it", () => {
    const expiry = at(DAY);
    const history = [
      LicenseActivated(NOW, "contract"),
      pending("awaitingEntitlements"),
      { type: "EntitlementsRead", data: { entitlements: [seats(25, expiry)], basedOn: 2, at: NOW } } as const,
      granted("entitled"),
      BuyerArrived("contract"),
      registered,
    ];
    const { state } = given(...history);
    expect(state.dueAt).toBe(expiry);
    expect(isReadingDue(state, at(DAY - 1))).toBe(false);
    expect(isReadingDue(state, expiry)).toBe(true);
    const empty = { type: "EntitlementsRead", data: { entitlements: [], basedOn: 6, at: expiry } } as const;
    const read = given(...history, empty, reconsidered(expiry)).state;
    expect(isReadingDue(read, at(DAY + 12 * HOUR - 1))).toBe(false);
    expect(isReadingDue(read, at(DAY + 12 * HOUR))).toBe(true);
    given(...history, empty, reconsidered(at(DAY + 12 * HOUR)))
      .when(Reconsider, at(2 * DAY - 1))
      .thenNothing();
    given(...history, empty, reconsidered(at(DAY + 12 * HOUR)))
      .when(Reconsider, at(2 * DAY))
      .then(reconsidered(at(2 * DAY)), revoked("entitlementsLapsed", at(2 * DAY)));
  });
  test("ends a legacy purchase an hour after the buyer gave notice, though AWS says nothing more", () => {
    const told = { ...LISTING, pricingModel: "subscription", customerIdentifier: "X01", notice: "n", at: NOW } as const;
    const history: SubscriptionEvent[] = [
      { type: "PurchaseConfirmed", data: { ...told, at: at(-HOUR) } },
      granted("licenseActive"),
      { type: "DepartureAnnounced", data: told },
      windowOpened(),
      { type: "AccessGranted", data: { reason: "leaving", at: NOW } },
    ];
    expect(given(...history).state.dueAt).toBe(at(HOUR));
    given(...history)
      .when(Reconsider, at(HOUR - 1))
      .thenNothing();
    given(...history)
      .when(Reconsider, at(HOUR))
      .then(reconsidered(at(HOUR)), { type: "AccessRevoked", data: { reason: "unsubscribed", at: at(HOUR) } });
  });
  test("changes nothing twice", () => {
    given(LicenseDeprovisioned(), windowOpened(), revoked("licenseEnded"))
      .when(Reconsider, at(30 * DAY))
      .thenNothing();
  });
});

describe("a product that is asked to confirm that it has provisioned", () => {
  const data = {
    ...LISTING,
    pricingModel: "subscription",
    provisionWithinMinutes: 15,
    licenseArn: "l-1",
    awsAccountId: "845735284135",
    notice: "n",
    at: NOW,
  } as const;
  const activated: SubscriptionEvent = { type: "LicenseActivated", data };
  const requested: SubscriptionEvent = { type: "ProvisioningRequested", data: { deadline: at(15 * MINUTE), at: NOW } };
  const confirmed = (time: string): SubscriptionEvent => ({ type: "ProvisioningConfirmed", data: { at: time } });
  const asked = [activated, granted("licenseActive"), requested, BuyerArrived(), registered];

  test("is asked when access is granted, once", () => {
    given()
      .when({ type: "RecordFact", fact: { type: "LicenseActivated", data } })
      .then(activated, granted("licenseActive"), requested);
    given(...asked.slice(0, 3))
      .when({ type: "RecordFact", fact: { type: "LicenseActivated", data } })
      .thenNothing();
  });
  test("is late from the deadline on, and heard when it confirms", () => {
    expect(given(...asked).state.dueAt).toBe(at(15 * MINUTE));
    given(...asked)
      .when(Reconsider, at(15 * MINUTE))
      .then(reconsidered(at(15 * MINUTE)), silent("notProvisioned", at(15 * MINUTE)));
    given(...asked, reconsidered(at(15 * MINUTE)), silent("notProvisioned", at(15 * MINUTE)))
      .when({ type: "ConfirmProvisioning" }, at(HOUR))
      .then(confirmed(at(HOUR)), heard("notProvisioned", at(HOUR)));
  });
  test("confirms once, and only what it was asked", () => {
    given(...asked, confirmed(NOW))
      .when({ type: "ConfirmProvisioning" })
      .thenNothing();
    given(BuyerArrived(), pending("awaitingLicense")).when({ type: "ConfirmProvisioning" }).thenRefused("notRequested");
  });
});
