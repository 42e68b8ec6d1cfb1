import { subscription } from "../../../events/subscription/decider";
import type { SubscriptionEvent } from "../../../events/subscription/events";
import type { AgreementView } from "../../../events/subscription/values";
import { later } from "../../../events/kernel/values";
import { scenarios, NOW } from "../../kit/scenarios";
import { BuyerArrived, granted, LicenseActivated, pending } from "./facts";

const { given } = scenarios(subscription);
const DAY = 86_400_000;
const words = { reason: "a reason", by: "an-operator" };
const active = [LicenseActivated(), granted("licenseActive")];
const waiting = [BuyerArrived(), pending("awaitingLicense")];
const suspendedNow: SubscriptionEvent = { type: "SuspendedByOperator", data: { ...words, at: NOW } };
const restoredAt = (at: string): SubscriptionEvent => ({ type: "RestoredByOperator", data: { ...words, at } });
const grantedUntil = (until: string, at = NOW): SubscriptionEvent => ({ type: "GrantedByOperator", data: { ...words, until, at } });
const accessSuspended = (reason: "suspendedByOperator" | "suspendedByAdvisory", at = NOW): SubscriptionEvent => ({
  type: "AccessSuspended",
  data: { reason, at },
});
const byOperator = (at = NOW): SubscriptionEvent => ({ type: "AccessGranted", data: { reason: "grantedByOperator", at } });
const Grant = (until: string) => ({ type: "Grant", data: { ...words, until } }) as const;
const Suspend = { type: "Suspend", data: words } as const;
const Restore = { type: "Restore", data: words } as const;

describe("an operator", () => {
  test("suspends access, and lifts it again", () => {
    given(...active)
      .when(Suspend)
      .then(suspendedNow, accessSuspended("suspendedByOperator"));
    given(...active, suspendedNow, accessSuspended("suspendedByOperator"))
      .when(Restore)
      .then(restoredAt(NOW), granted("licenseActive"));
  });
  test("is silent when they say the same twice, whatever the reason", () => {
    given(...active, suspendedNow, accessSuspended("suspendedByOperator"))
      .when({ type: "Suspend", data: { ...words, reason: "another" } })
      .thenNothing();
  });
  test("grants for thirty days to the millisecond, and no longer", () => {
    const longest = later(NOW, 30 * DAY);
    given(...waiting)
      .when(Grant(longest))
      .then(grantedUntil(longest), byOperator());
    given(...waiting)
      .when(Grant(later(longest, 1)))
      .thenRefused("untilOutOfRange");
  });
  test("grants nothing into the past, nor for no time at all", () => {
    given(...waiting)
      .when(Grant(NOW))
      .thenRefused("untilOutOfRange");
    given(...waiting)
      .when(Grant(later(NOW, -1)))
      .thenRefused("untilOutOfRange");
  });
  test("has granted until the time they named, and not a millisecond more", () => {
    const until = later(NOW, DAY);
    const registered: SubscriptionEvent = { type: "BuyerRegistered", data: { contact: "c1", arrival: "a", at: later(until, -1) } };
    const history = [...waiting, grantedUntil(until), byOperator(), registered];
    expect(given(...history).state.dueAt).toBe(until);
    given(...history)
      .when({ type: "Reconsider" }, later(until, -1))
      .thenNothing();
    given(...history)
      .when({ type: "Reconsider" }, until)
      .then({ type: "Reconsidered", data: { at: until } }, pending("awaitingLicense", until));
  });
  test("grants without hiding that it was bought", () => {
    given(...active)
      .when(Grant(later(NOW, DAY)))
      .then(grantedUntil(later(NOW, DAY)));
  });
  test("can restore nothing where nothing stands in the way", () => {
    given(...active)
      .when(Restore)
      .thenRefused("nothingToRestore");
  });
  test.each([Suspend, Restore, Grant(later(NOW, DAY))])("is refused for a subscription nobody knows: $type", (command) => {
    given().when(command).thenRefused("unknownSubscription");
  });

  describe("who restores access that an advisory suspended", () => {
    const view = (version: number, issuedAt: string): AgreementView => ({ id: "agmt-1", version, from: NOW, advisory: { issuedAt }, advisorySuspends: true });
    const linked = (version: number, issuedAt: string): SubscriptionEvent => ({
      type: "AgreementLinked",
      data: { agreement: view(version, issuedAt), at: NOW },
    });
    const suspended = [...active, linked(1, NOW), accessSuspended("suspendedByAdvisory")];

    test("lifts that advisory", () => {
      given(...suspended)
        .when(Restore, later(NOW, 1))
        .then(restoredAt(later(NOW, 1)), granted("licenseActive", later(NOW, 1)));
    });
    test("does not lift one that AWS issues afterwards", () => {
      given(...suspended, restoredAt(later(NOW, 1)), granted("licenseActive"))
        .when({ type: "LinkAgreement", data: { agreement: view(2, later(NOW, 2)) } }, later(NOW, 2))
        .then(
          { type: "AgreementLinked", data: { agreement: view(2, later(NOW, 2)), at: later(NOW, 2) } },
          accessSuspended("suspendedByAdvisory", later(NOW, 2)),
        );
    });
  });
});
