import { afterCommit, publicEvents, type PublishableCommit } from "../../../events/public/published";
import { CONTRACTS } from "../../../events/public/contracts";
import { initialSubscription, type Subscription } from "../../../events/subscription/state";
import type { SubscriptionEvent } from "../../../events/subscription/events";
import type { ReasonCode } from "../../../events/subscription/values";

const AT = "2026-11-24T09:30:00.000Z";
const stream = "subscription-l-1";

const arrived: SubscriptionEvent = {
  type: "BuyerArrived",
  data: {
    productId: "prod-1",
    productCode: "code",
    pricingModel: "contract",
    test: false,
    arrival: "a1",
    form: "license",
    awsAccountId: "111122223333",
    licenseArn: "arn:l-1",
    at: AT,
  },
};
const registered: SubscriptionEvent = { type: "BuyerRegistered", data: { contact: "contact-7", arrival: "a1", at: AT } };
const granted: SubscriptionEvent = { type: "AccessGranted", data: { reason: "entitled", at: AT } };
const linked: SubscriptionEvent = { type: "TenantLinked", data: { tenantId: "acme", claim: "nonce", claimExpiresAt: AT, at: AT } };
const read = (...values: readonly number[]): SubscriptionEvent => ({
  type: "EntitlementsRead",
  data: { entitlements: values.map((value, index) => ({ dimension: `d${index}`, value })), basedOn: 0, at: AT },
});

const commit = (first: number, ...events: readonly SubscriptionEvent[]): PublishableCommit => ({ stream, first, at: AT, events, meta: { correlation: "a1" } });

const publish = (before: Subscription, of: PublishableCommit, lastSequence = 0, tenantAccess: boolean | null = null) =>
  publicEvents(of, { before, after: afterCommit(before, of), lastSequence, tenantAccess });

const typesOf = (...events: readonly SubscriptionEvent[]) => publish(initialSubscription, commit(1, ...events)).map(({ type }) => type);

describe("the public events of a commit", () => {
  test("are those that concern a product, in the order of the facts", () => {
    expect(typesOf(arrived, registered, read(5), granted, linked)).toEqual(["Customer Registered", "Entitlements Changed", "Access Granted", "Tenant Linked"]);
  });

  test("are none for what only concerns the seller", () => {
    const license = { productId: "prod-1", productCode: "code", pricingModel: "contract", test: false, licenseArn: "x", notice: "n", at: AT } as const;
    expect(
      typesOf(
        arrived,
        { type: "LicenseActivated", data: license },
        { type: "LicenseDeprovisioned", data: license },
        { type: "AccessPending", data: { reason: "awaitingLicense", at: AT } },
        { type: "ContactAdded", data: { contact: "c2", arrival: "a1", at: AT } },
      ),
    ).toEqual([]);
  });

  test("are identified by the fact's place and numbered on from the last sequence without a gap", () => {
    const events = publish(initialSubscription, commit(4, arrived, registered, granted), 7);
    expect(events.map(({ detail }) => [detail.metadata.id, detail.metadata.sequence])).toEqual([
      ["subscription-l-1@5", 8],
      ["subscription-l-1@6", 9],
    ]);
  });

  test("each carry the state after the whole commit", () => {
    const [first] = publish(initialSubscription, commit(1, arrived, registered, granted));
    expect(first?.detail.data).toMatchObject({ subscriptionId: "l-1", access: "granted", reasonCode: "entitled", registered: true, productCode: "code" });
  });

  test("say null for what is not known", () => {
    const [event] = publish(initialSubscription, commit(1, arrived, granted));
    expect(event?.detail.data).toMatchObject({
      tenantId: null,
      tenantAccess: null,
      agreementId: null,
      offerId: null,
      channel: null,
      resellerAccountId: null,
      trial: null,
    });
  });

  test("hold no reference to a person", () => {
    expect(JSON.stringify(publish(initialSubscription, commit(1, arrived, registered)))).not.toContain("contact");
  });

  test("fit their contracts", () => {
    const schemas = new Map(Object.values(CONTRACTS).map((contract) => [contract.type as string, contract.schema]));
    const events = publish(initialSubscription, commit(1, arrived, registered, read(1, 2), granted, linked), 0, true);
    expect(events).toHaveLength(4);
    for (const { type, detail } of events) expect(schemas.get(type)!.safeParse(detail).success).toBe(true);
  });
});

describe("Entitlements Changed", () => {
  const before = afterCommit(initialSubscription, commit(1, arrived, read(5, 6)));

  test("tells what was before and what is now", () => {
    const [event] = publish(before, commit(3, read(5, 7)));
    expect(event?.type).toBe("Entitlements Changed");
    expect(event?.detail.data.previousEntitlements).toEqual([
      { dimension: "d0", value: 5, expiresAt: null },
      { dimension: "d1", value: 6, expiresAt: null },
    ]);
    expect(event?.detail.data.entitlements.map(({ value }) => value)).toEqual([5, 7]);
  });

  test("is not sent when AWS lists the same in another order", () => {
    const other: SubscriptionEvent = {
      type: "EntitlementsRead",
      data: {
        entitlements: [
          { dimension: "d1", value: 6 },
          { dimension: "d0", value: 5 },
        ],
        basedOn: 2,
        at: AT,
      },
    };
    expect(publish(before, commit(3, other))).toEqual([]);
  });

  test("is not sent for a first reading without any", () => {
    expect(typesOf(arrived, read())).toEqual([]);
  });

  test("is sent when the list becomes empty", () => {
    expect(publish(before, commit(3, read())).map(({ type }) => type)).toEqual(["Entitlements Changed"]);
  });

  test("alone says what was before", () => {
    const events = publish(before, commit(3, read(9), granted));
    expect(events.map(({ detail }) => detail.data.previousEntitlements === null)).toEqual([false, true]);
  });
});

describe("the events of access", () => {
  type AccessType = "AccessPending" | "AccessGranted" | "AccessSuspended" | "AccessRevoked";
  const decided = (type: AccessType, reason: ReasonCode): SubscriptionEvent => ({ type, data: { reason, at: AT } });
  const after = (...events: readonly SubscriptionEvent[]) => afterCommit(initialSubscription, commit(1, arrived, ...events));
  const told = (before: Subscription, ...events: readonly SubscriptionEvent[]) =>
    publish(before, commit(9, ...events)).map(({ type, detail }) => `${type}: ${detail.data.access}`);
  const suspended = decided("AccessSuspended", "suspendedByAdvisory");
  const revoked = decided("AccessRevoked", "licenseEnded");
  const pending = decided("AccessPending", "awaitingLicense");

  test("tell of a suspension, and of its end as a restoration", () => {
    expect(told(after(granted), suspended)).toEqual(["Access Suspended: suspended"]);
    expect(told(after(granted, suspended), granted)).toEqual(["Access Restored: granted"]);
  });

  test("tell of access after an end as granted anew, a suspension before it or not", () => {
    expect(told(after(granted, suspended, revoked), granted)).toEqual(["Access Granted: granted"]);
  });

  test.each([
    ["granted", [granted], decided("AccessGranted", "leaving")],
    ["suspended", [granted, suspended], decided("AccessSuspended", "suspendedByOperator")],
    ["revoked", [granted, revoked], decided("AccessRevoked", "replaced")],
  ] as const)("are none if access stays %s for another reason", (_, before, event) => {
    expect(told(after(...before), event)).toEqual([]);
  });

  test("tell that access is taken away when a grant runs out before AWS has confirmed a purchase", () => {
    expect(told(after(pending, decided("AccessGranted", "grantedByOperator")), pending)).toEqual(["Access Revoked: pending"]);
    expect(told(after(revoked), pending)).toEqual([]);
  });
});

describe("what is asked of the product", () => {
  const ended: SubscriptionEvent = {
    type: "LicenseDeprovisioned",
    data: { productId: "prod-1", productCode: "code", pricingModel: "subscription", test: false, licenseArn: "x", notice: "n", at: AT },
  };
  const opened: SubscriptionEvent = { type: "FinalUsageWindowOpened", data: { endsAt: AT, deadline: "2026-11-24T10:30:00.000Z", at: AT } };
  const requested: SubscriptionEvent = { type: "ProvisioningRequested", data: { deadline: "2026-11-24T10:00:00.000Z", at: AT } };
  const dataOf = (...events: readonly SubscriptionEvent[]) => publish(initialSubscription, commit(1, arrived, ...events)).at(-1)?.detail.data;

  test("is told with its deadlines", () => {
    expect(typesOf(arrived, opened, requested)).toEqual(["Final Usage Due", "Provisioning Requested"]);
    expect(dataOf(granted, ended, opened, requested)).toMatchObject({
      finalUsage: { endsAt: AT, deadline: "2026-11-24T10:30:00.000Z" },
      provisioningDeadline: "2026-11-24T10:00:00.000Z",
    });
  });

  test("is no provisioning once it is confirmed, or what was bought has ended", () => {
    expect(dataOf(granted, requested, { type: "ProvisioningConfirmed", data: { at: AT } })?.provisioningDeadline).toBeNull();
    expect(dataOf(granted, requested, { type: "AccessRevoked", data: { reason: "licenseEnded", at: AT } })?.provisioningDeadline).toBeNull();
  });
});

describe("Subscription Replaced", () => {
  const continued = (contacts: readonly string[]): SubscriptionEvent => ({
    type: "SubscriptionContinued",
    data: { predecessor: "l-0", basis: "previousAgreement", contacts, tenantId: "acme", registeredAt: AT, at: AT },
  });
  const succeeded: SubscriptionEvent = { type: "SubscriptionSucceeded", data: { successor: "l-2", basis: "previousAgreement", at: AT } };

  test("is told by the successor, with the tenant it took over", () => {
    const [event] = publish(initialSubscription, commit(1, arrived, continued(["c"])));
    expect(event).toMatchObject({
      type: "Subscription Replaced",
      detail: { data: { subscriptionId: "l-1", replaces: "l-0", tenantId: "acme", registered: true } },
    });
  });

  test("is told once, though more was taken over later", () => {
    const before = afterCommit(initialSubscription, commit(1, arrived, continued([])));
    expect(publish(before, commit(3, continued(["c"])))).toEqual([]);
  });

  test("is followed by Tenant Linked where the predecessor was linked to a tenant only later", () => {
    const early: SubscriptionEvent = { type: "SubscriptionContinued", data: { predecessor: "l-0", basis: "previousAgreement", contacts: [], at: AT } };
    const before = afterCommit(initialSubscription, commit(1, arrived, early));
    const [event, ...others] = publish(before, commit(3, continued([])));
    expect(event).toMatchObject({ type: "Tenant Linked", detail: { data: { subscriptionId: "l-1", replaces: "l-0", tenantId: "acme" } } });
    expect(others).toEqual([]);
  });

  test("is not told by the one that was replaced, which names its successor in its next event", () => {
    expect(typesOf(arrived, succeeded)).toEqual([]);
    const [ended] = publish(
      afterCommit(initialSubscription, commit(1, arrived, granted)),
      commit(3, succeeded, { type: "AccessRevoked", data: { reason: "replaced", at: AT } }),
    );
    expect(ended).toMatchObject({ type: "Access Revoked", detail: { data: { reasonCode: "replaced", replacedBy: "l-2" } } });
  });
});

describe("tenantAccess", () => {
  test("is what it was said to be once there is a tenant", () => {
    expect(publish(initialSubscription, commit(1, arrived, linked), 0, true)[0]?.detail.data.tenantAccess).toBe(true);
  });

  test("is null while there is none", () => {
    expect(publish(initialSubscription, commit(1, arrived, granted), 0, true)[0]?.detail.data.tenantAccess).toBeNull();
  });
});
