import { subscription } from "../../../events/subscription/decider";
import { takesOver } from "../../../events/subscription/kinship";
import type { SubscriptionEvent } from "../../../events/subscription/events";
import type { AgreementView } from "../../../events/subscription/values";
import { later } from "../../../events/kernel/values";
import { scenarios, NOW } from "../../kit/scenarios";
import { granted, LicenseActivated, LicenseDeprovisioned, LISTING, pending, seats, windowOpened } from "./facts";

const { given } = scenarios(subscription);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const at = (milliseconds: number): string => later(NOW, milliseconds);
const registered: SubscriptionEvent = { type: "BuyerRegistered", data: { contact: "c1", arrival: "a", at: NOW } };
const linked = (view: Partial<AgreementView>, version = 1): SubscriptionEvent => ({
  type: "AgreementLinked",
  data: { agreement: { id: "agmt-1", version, from: NOW, advisory: {}, advisorySuspends: false, ...view }, at: NOW },
});

describe("a subscription that goes on from another", () => {
  const Continue = (predecessor: string, more: object = {}) =>
    ({ type: "Continue", data: { predecessor, basis: "previousAgreement", contacts: ["c1"], ...more } }) as const;
  const continued = (more: object = {}): SubscriptionEvent => ({
    type: "SubscriptionContinued",
    data: { predecessor: "l-0", basis: "previousAgreement", contacts: ["c1"], at: NOW, ...more },
  });
  const active = [LicenseActivated(), granted("licenseActive")];

  test("takes over who registered and which tenant it is", () => {
    const more = { registeredAt: at(-DAY), tenantId: "t1" };
    given(...active)
      .when(Continue("l-0", more))
      .then(continued(more));
    expect(given(...active, continued(more)).state).toMatchObject({ contacts: ["c1"], registeredAt: at(-DAY), tenantId: "t1" });
  });
  test("keeps what was said and linked here", () => {
    const more = { registeredAt: at(-DAY), tenantId: "t1" };
    const own: SubscriptionEvent = { type: "TenantLinked", data: { tenantId: "t2", claim: "n", claimExpiresAt: at(HOUR), at: NOW } };
    expect(given(...active, registered, own, continued(more)).state).toMatchObject({ registeredAt: NOW, tenantId: "t2" });
  });
  test("is silent when told again, and hears what came later", () => {
    given(...active, continued())
      .when(Continue("l-0"))
      .thenNothing();
    given(...active, continued())
      .when(Continue("l-0", { tenantId: "t1" }))
      .then(continued({ tenantId: "t1" }));
  });
  test("goes on from no second one, nor from the one that goes on from it", () => {
    given(...active, continued())
      .when(Continue("l-9"))
      .thenRefused("continuedOtherwise");
    given(...active, { type: "SubscriptionSucceeded", data: { successor: "l-2", basis: "operator", at: NOW } })
      .when(Continue("l-2"))
      .thenRefused("continuedOtherwise");
    given().when(Continue("l-0")).thenRefused("unknownSubscription");
  });
  test("drops a doubt once it is known which", () => {
    const doubted: SubscriptionEvent = { type: "ContinuationDoubted", data: { candidates: ["l-0", "l-9"], at: NOW } };
    expect(given(...active, doubted).state.doubt).toEqual(["l-0", "l-9"]);
    given(...active, doubted)
      .when({ type: "DoubtContinuation", data: { candidates: ["l-0", "l-9"] } })
      .thenNothing();
    expect(given(...active, doubted, continued()).state.doubt).toBeUndefined();
  });
});

describe("a subscription that goes on as another", () => {
  const data = { successor: "l-2", basis: "previousAgreement" } as const;
  const succeeded: SubscriptionEvent = { type: "SubscriptionSucceeded", data: { ...data, at: NOW } };
  const tookOver = (time = NOW): SubscriptionEvent => ({ type: "SuccessorTookOver", data: { successor: "l-2", at: time } });
  const ended = (more: Partial<AgreementView["end"]> = {}) => linked({ end: { status: "RENEWED", at: NOW, ...more } });
  const underWay: SubscriptionEvent = { type: "AccessGranted", data: { reason: "renewalUnderWay", at: NOW } };
  const over = [LicenseActivated(at(-DAY)), granted("licenseActive"), ended(), LicenseDeprovisioned(), windowOpened(), underWay, succeeded];

  test("keeps its access until the other has taken over", () => {
    given(...over)
      .when({ type: "Succeed", data })
      .thenNothing();
    given(...over)
      .when({ type: "Succeed", data, tookOver: { hasTenant: false } }, at(HOUR))
      .then(tookOver(at(HOUR)), { type: "AccessRevoked", data: { reason: "replaced", at: at(HOUR) } });
  });
  test("is told so once", () => {
    given(...over, tookOver())
      .when({ type: "Succeed", data, tookOver: { hasTenant: true } })
      .then({ type: "AccessRevoked", data: { reason: "replaced", at: NOW } });
    given(...over, tookOver(), { type: "AccessRevoked", data: { reason: "replaced", at: NOW } })
      .when({ type: "Succeed", data, tookOver: { hasTenant: true } })
      .thenNothing();
  });
  test("keeps it while a tenant that was linked here is still on the way to the other", () => {
    const tenant: SubscriptionEvent = { type: "TenantLinked", data: { tenantId: "t1", claim: "n", claimExpiresAt: at(HOUR), at: NOW } };
    given(...over, tenant)
      .when({ type: "Succeed", data, tookOver: { hasTenant: false } })
      .thenNothing();
  });
  test("is joined by what took over, where nobody had said so", () => {
    given(LicenseActivated(), granted("licenseActive"))
      .when({ type: "Succeed", data, tookOver: { hasTenant: true } })
      .then(succeeded, tookOver());
  });
  test("keeps it for three days after its end at the longest", () => {
    expect(given(...over).state.dueAt).toBe(at(3 * DAY));
    given(...over)
      .when({ type: "Reconsider" }, at(3 * DAY))
      .then({ type: "Reconsidered", data: { at: at(3 * DAY) } }, { type: "AccessRevoked", data: { reason: "licenseEnded", at: at(3 * DAY) } });
  });
  test("keeps none that it never gave", () => {
    given(LicenseDeprovisioned(NOW, "contract"), succeeded)
      .when({ type: "LinkAgreement", data: { agreement: { id: "agmt-1", version: 1, from: NOW, advisory: {}, advisorySuspends: false } } })
      .then(linked({}), { type: "AccessRevoked", data: { reason: "licenseEnded", at: NOW } });
  });
  test("stays in one place: another can't take it over", () => {
    given(...over)
      .when({ type: "Succeed", data: { ...data, successor: "l-9" }, tookOver: { hasTenant: true } })
      .thenRefused("continuedOtherwise");
  });
});

describe("a successor", () => {
  const read = (amount: number): SubscriptionEvent => ({
    type: "EntitlementsRead",
    data: { entitlements: amount === 0 ? [] : [seats(amount)], basedOn: 1, at: NOW },
  });
  const failed: SubscriptionEvent = {
    type: "PurchaseFailed",
    data: { ...LISTING, pricingModel: "subscription", customerIdentifier: "c", notice: "n", at: NOW },
  };

  test.each<readonly [string, boolean, readonly SubscriptionEvent[]]>([
    ["with a license and no word of what it entitles to does not", false, [LicenseActivated(NOW, "contract"), pending("awaitingEntitlements")]],
    ["with a license and a list of nothing does not", false, [LicenseActivated(NOW, "contract"), read(0)]],
    ["with entitlements and no license does not", false, [read(5)]],
    ["whose license ended before it gave anything does not: that may be a renewal too", false, [LicenseDeprovisioned(NOW, "contract")]],
    ["that was renewed before it gave anything does not", false, [LicenseDeprovisioned(NOW, "contract"), linked({ end: { status: "RENEWED", at: NOW } })]],
    ["that gives what was bought does", true, [LicenseActivated(NOW, "contract"), read(5)]],
    ["of pay as you go does with its license", true, [LicenseActivated()]],
    ["that gave it once does, whatever came of it", true, [LicenseActivated(NOW, "contract"), read(5), read(0), LicenseDeprovisioned(at(DAY), "contract")]],
    ["that was cancelled does", true, [LicenseActivated(NOW, "contract"), linked({ end: { status: "CANCELLED", at: NOW } })]],
    ["that could not be paid does", true, [failed]],
    [
      "whose own successor took over does",
      true,
      [
        LicenseDeprovisioned(NOW, "contract"),
        { type: "SubscriptionSucceeded", data: { successor: "l-3", basis: "operator", at: NOW } },
        { type: "SuccessorTookOver", data: { successor: "l-3", at: NOW } },
      ],
    ],
  ])("%s take over", (_, expected, history) => {
    expect(takesOver(given(...history).state)).toBe(expected);
  });
});

describe("an agreement's start", () => {
  const start = at(7 * DAY);
  test("is waited for by a purchase that waits for nothing else", () => {
    const { state } = given(linked({ startsAt: start }), LicenseDeprovisioned(at(-DAY)), {
      type: "AccessPending",
      data: { reason: "awaitingStart", at: NOW },
    });
    expect(state.dueAt).toBe(start);
  });
  test.each([
    ["passed", [linked({ startsAt: at(-DAY) }), LicenseActivated(), granted("licenseActive"), registered]],
    ["is to come, of a purchase in force", [linked({ startsAt: start }), LicenseActivated(), granted("licenseActive"), registered]],
  ])("that %s makes nothing due", (_, history) => {
    expect(given(...history).state.dueAt).toBeUndefined();
  });
});
