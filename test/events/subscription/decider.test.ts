import { subscription } from "../../../events/subscription/decider";
import type { SubscriptionEvent } from "../../../events/subscription/events";
import { scenarios, NOW } from "../../kit/scenarios";
import {
  Activate,
  Arrive,
  ARN,
  BuyerArrived,
  Deprovision,
  EVENT_ARN,
  granted,
  LicenseActivated,
  LicenseDeprovisioned,
  pending,
  Register,
  revoked,
  windowOpened,
  arrived,
} from "./facts";

const { given } = scenarios(subscription);
const LATER = "2026-11-24T10:30:00.000Z";
const EARLIER = "2026-11-24T08:30:00.000Z";

describe("a subscription", () => {
  test("of which nothing is known, gives no access", () => {
    expect(given().state.access).toEqual({ status: "none", reason: "nothingKnown" });
  });

  describe("when the buyer arrives", () => {
    test("waits for the license", () => {
      given().when(Arrive()).then(BuyerArrived(), pending("awaitingLicense"));
    });
    test("is never granted by the landing page alone", () => {
      for (const model of ["contract", "subscription", "contractWithConsumption", "free"] as const) {
        expect(given(BuyerArrived(model), pending("awaitingLicense")).state.access.status).toBe("pending");
      }
    });
    test("is silent when they arrive again", () => {
      given(BuyerArrived(), pending("awaitingLicense")).when(Arrive()).thenNothing();
    });
    test.each([
      ["the account", { awsAccountId: "111122223333" }],
      ["the customer", { customerIdentifier: "X01EXAMPLEX" }],
    ])("records what a later visit names and none before did: %s", (_, named) => {
      const { awsAccountId: _a, licenseArn: _l, ...bare } = { ...arrived(), form: "customer" as const };
      const data = { ...bare, ...named };
      const first: SubscriptionEvent = { type: "BuyerArrived", data: { ...bare, at: NOW } };
      const second: SubscriptionEvent = { type: "BuyerArrived", data: { ...data, at: NOW } };
      given(first, pending("awaitingLicense")).when({ type: "RecordArrival", data }).then(second);
      given(first, pending("awaitingLicense"), second).when({ type: "RecordArrival", data }).thenNothing();
      given(first, pending("awaitingLicense"), second).when({ type: "RecordArrival", data: bare }).thenNothing();
    });
    test("takes over AWS's resolved spelling of the license after an event's", () => {
      const { state } = given(LicenseActivated(), granted("licenseActive"), BuyerArrived());
      expect(state.licenseArn).toBe(ARN);
    });
    test("keeps the resolved spelling when an event spells it otherwise", () => {
      expect(given(BuyerArrived(), LicenseActivated()).state.licenseArn).toBe(ARN);
      expect(given(LicenseActivated()).state.licenseArn).toBe(EVENT_ARN);
    });
    test("records a new hint of a free trial", () => {
      const data = { ...arrived(), offerType: "free-trial" };
      given(BuyerArrived(), pending("awaitingLicense"))
        .when({ type: "RecordArrival", data })
        .then({ type: "BuyerArrived", data: { ...data, at: NOW } }, { type: "TrialStarted", data: { at: NOW } });
    });
  });

  describe("sold by use", () => {
    test("is granted when AWS activates the license", () => {
      given(BuyerArrived(), pending("awaitingLicense")).when(Activate()).then(LicenseActivated(), granted("licenseActive"));
    });
    test("is granted before the buyer is seen at all", () => {
      given().when(Activate()).then(LicenseActivated(), granted("licenseActive"));
    });
    test("is revoked when AWS ends the license", () => {
      given(LicenseActivated(), granted("licenseActive"))
        .when(Deprovision(LATER), LATER)
        .then(LicenseDeprovisioned(LATER), windowOpened(LATER), revoked("licenseEnded", LATER));
    });
    test("is granted again when a buyer returns", () => {
      given(LicenseActivated(EARLIER), granted("licenseActive"), LicenseDeprovisioned(NOW), revoked("licenseEnded"))
        .when(Activate(LATER), LATER)
        .then(LicenseActivated(LATER), granted("licenseActive", LATER));
    });
    test("stays revoked when an older activation comes late", () => {
      given(LicenseDeprovisioned(NOW), windowOpened(), revoked("licenseEnded")).when(Activate(EARLIER)).then(LicenseActivated(EARLIER));
    });
    test("stays granted when an older ending comes late", () => {
      given(LicenseActivated(NOW), granted("licenseActive")).when(Deprovision(EARLIER)).then(LicenseDeprovisioned(EARLIER));
    });
    test("ends where AWS gives an activation and an ending the same time", () => {
      expect(given(LicenseActivated(NOW), granted("licenseActive")).state.access.status).toBe("granted");
      given(LicenseActivated(NOW), granted("licenseActive")).when(Deprovision(NOW)).then(LicenseDeprovisioned(NOW), windowOpened(), revoked("licenseEnded"));
      given(LicenseDeprovisioned(NOW), windowOpened(), revoked("licenseEnded")).when(Activate(NOW)).then(LicenseActivated(NOW));
    });
    test("is silent when AWS repeats itself", () => {
      given(LicenseActivated(), granted("licenseActive")).when(Activate()).thenNothing();
      given(LicenseDeprovisioned(), windowOpened(), revoked("licenseEnded")).when(Deprovision()).thenNothing();
    });
  });

  describe("when a person registers", () => {
    const known = [BuyerArrived(), pending("awaitingLicense")];
    const registered = { type: "BuyerRegistered", data: { contact: "c1", arrival: "a".repeat(32), at: NOW } } as const;

    test("records who, by reference", () => {
      given(...known)
        .when(Register())
        .then(registered);
    });
    test("is silent when the same form comes twice", () => {
      given(...known, registered)
        .when(Register())
        .thenNothing();
    });
    test("adds a second person and overwrites nobody", () => {
      given(...known, registered)
        .when(Register("c2"))
        .then({ type: "ContactAdded", data: { contact: "c2", arrival: "a".repeat(32), at: NOW } });
      expect(given(...known, registered, { type: "ContactAdded", data: { contact: "c2", arrival: "b", at: NOW } }).state.contacts).toEqual(["c1", "c2"]);
    });
    test("refuses the form of a subscription nobody knows", () => {
      given().when(Register()).thenRefused("unknownSubscription");
    });
    test("changes no access", () => {
      expect(given(...known, registered).state.access).toEqual({ status: "pending", reason: "awaitingLicense" });
    });
    test("keeps at most twenty contacts at hand, the newest", () => {
      const many = Array.from({ length: 25 }, (_, index) => ({ type: "ContactAdded", data: { contact: `c${index}`, arrival: "a", at: NOW } }) as const);
      expect(given(...known, ...many).state.contacts).toEqual(Array.from({ length: 20 }, (_, index) => `c${index + 5}`));
    });
  });

  describe("when the product claims a log-in", () => {
    const active = [LicenseActivated(), granted("licenseActive")];
    const claim = (tenantId: string, nonce = "n1", claimExpiresAt = LATER) =>
      ({ type: "LinkTenant", data: { tenantId, claim: nonce, claimExpiresAt } }) as const;
    const linked = { type: "TenantLinked", data: { tenantId: "t1", claim: "n1", claimExpiresAt: LATER, at: NOW } } as const;

    test("links the tenant", () => {
      given(...active)
        .when(claim("t1"))
        .then(linked);
    });
    test("answers the same tenant again", () => {
      given(...active, linked)
        .when(claim("t1"))
        .thenNothing();
    });
    test("refuses a used code to another tenant", () => {
      given(...active, linked)
        .when(claim("t2"))
        .thenRefused("claimUsed");
    });
    test("refuses a code that has run out, to the millisecond", () => {
      given(...active)
        .when(claim("t1"), LATER)
        .thenRefused("claimExpired");
      given(...active)
        .when(claim("t1", "n1", LATER), "2026-11-24T10:29:59.999Z")
        .then({ type: "TenantLinked", data: { ...linked.data, at: "2026-11-24T10:29:59.999Z" } });
    });
    test("takes a new code for another tenant", () => {
      given(...active, linked)
        .when(claim("t2", "n2"))
        .then({ type: "TenantLinked", data: { tenantId: "t2", claim: "n2", claimExpiresAt: LATER, at: NOW } });
    });
    test("forgets used codes once they have run out", () => {
      const second = {
        type: "TenantLinked",
        data: { tenantId: "t1", claim: "n2", claimExpiresAt: "2026-11-24T12:00:00.000Z", at: "2026-11-24T11:00:00.000Z" },
      } as const;
      expect(given(...active, linked, second).state.claims.map((one) => one.claim)).toEqual(["n2"]);
    });
    test("refuses a subscription nobody knows", () => {
      given().when(claim("t1")).thenRefused("unknownSubscription");
    });
  });
});
