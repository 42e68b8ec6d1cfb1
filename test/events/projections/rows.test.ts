import fc from "fast-check";
import { arrival } from "../../../events/arrival/decider";
import type { ArrivalEvent } from "../../../events/arrival/events";
import { notice } from "../../../events/notice/decider";
import type { NoticeEvent } from "../../../events/notice/events";
import { PROJECTIONS } from "../../../events/projections/projections";
import { worklist } from "../../../events/projections/worklist";
import type { Row } from "../../../events/projections/projection";
import type { SubscriptionEvent } from "../../../events/subscription/events";
import { evolve } from "../../../events/subscription/evolve";
import { shardOf } from "../../../events/projections/shard";
import { initialSubscription } from "../../../events/subscription/state";

const AT = "2026-11-24T09:30:00.000Z";
const listing = { productId: "prod-1", productCode: "code", pricingModel: "contract", test: false } as const;
const arrived = (awsAccountId: string): SubscriptionEvent => ({
  type: "BuyerArrived",
  data: { ...listing, arrival: "a", form: "license", awsAccountId, at: AT },
});
const linked = (tenantId: string): SubscriptionEvent => ({ type: "TenantLinked", data: { tenantId, claim: tenantId, claimExpiresAt: AT, at: AT } });
const registered: SubscriptionEvent = { type: "BuyerRegistered", data: { contact: "c1", arrival: "a", at: AT } };
const stateAfter = (...events: readonly SubscriptionEvent[]) => events.reduce((state, event, index) => evolve(state, event, index + 1), initialSubscription);

const brief = (rows: readonly Row[]) => Object.fromEntries(rows.map(({ partition, content }) => [partition, content !== null]));

describe("the subscriptions projection", () => {
  test("has one row for each subscription, under its id", () => {
    const [row, ...others] = PROJECTIONS.subscriptions.rows("l-1", stateAfter(arrived("111122223333"), registered));
    expect(others).toEqual([]);
    expect(row).toMatchObject({ partition: "l-1", key: "row", content: { subscriptionId: "l-1", productId: "prod-1", registered: true, contacts: ["c1"] } });
  });

  test("has a row of plain JSON for any state", () => {
    const [row] = PROJECTIONS.subscriptions.rows("l-1", initialSubscription);
    expect(JSON.parse(JSON.stringify(row))).toEqual(row);
  });
});

describe.each(["customers", "tenants"] as const)("the %s projection", (name) => {
  const moveTo = name === "customers" ? arrived : linked;
  const rows = (...places: readonly string[]) => PROJECTIONS[name].rows("l-1", stateAfter(arrived("1"), ...places.map(moveTo)));

  test("lists the subscription where it is", () => {
    expect(brief(rows("2"))).toMatchObject({ "2": true });
  });

  test("leaves a tombstone where it was", () => {
    expect(brief(rows("2", "3"))).toMatchObject({ "2": false, "3": true });
  });

  test("lists it again where it came back to", () => {
    expect(brief(rows("2", "3", "2"))).toMatchObject({ "2": true, "3": false });
  });

  test("does not grow without end", () => {
    expect(rows(...Array.from({ length: 100 }, (_, index) => String(index + 2))).length).toBeLessThanOrEqual(21);
  });

  test("is at one place only, however it moved", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("2", "3", "4", "5"), { minLength: 1 }), (places) => {
        const listed = rows(...places).filter(({ content }) => content !== null);
        expect(listed.map(({ partition }) => partition)).toEqual([places.at(-1)]);
      }),
    );
  });
});

describe("the deadlines projection", () => {
  const activated = (at: string): SubscriptionEvent => ({ type: "LicenseActivated", data: { ...listing, licenseArn: "x", notice: "n", at } });
  const rows = (...events: readonly SubscriptionEvent[]) => PROJECTIONS.deadlines.rows("l-1", stateAfter(...events));

  test("lists a subscription under the hour in which its facts may next mean something else", () => {
    expect(rows(activated("2026-11-24T09:30:00.000Z"))).toEqual([
      {
        partition: shardOf("l-1"),
        key: "2026-11-25T09#l-1",
        content: { subscriptionId: "l-1", productCode: "code", dueAt: "2026-11-25T09:30:00.000Z" },
      },
    ]);
  });

  test("leaves a tombstone under the hour before, in the same part", () => {
    const moved = rows(activated("2026-11-24T09:30:00.000Z"), activated("2026-11-24T11:00:00.000Z"));
    expect(moved.map(({ partition, key, content }) => [partition, key, content !== null])).toEqual([
      [shardOf("l-1"), "2026-11-25T09#l-1", false],
      [shardOf("l-1"), "2026-11-25T11#l-1", true],
    ]);
  });

  test("lists nothing that time alone can't change", () => {
    expect(rows(arrived("1"), activated("2026-11-24T09:30:00.000Z"), registered).filter(({ content }) => content !== null)).toEqual([]);
  });

  test("spreads subscriptions over its parts", () => {
    const counts = new Map<string, number>();
    for (let index = 0; index < 64_000; index += 1) counts.set(shardOf(`l-${index}`), (counts.get(shardOf(`l-${index}`)) ?? 0) + 1);
    expect(counts.size).toBe(64);
    expect(Math.max(...counts.values())).toBeLessThan(1_500);
    expect(Math.min(...counts.values())).toBeGreaterThan(500);
  });
});

describe("the worklist", () => {
  const silent: SubscriptionEvent = { type: "BuyerSilent", data: { kind: "notRegistered", since: AT, at: AT } };
  const heard: SubscriptionEvent = { type: "BuyerHeard", data: { kind: "notRegistered", at: AT } };
  const doubted: SubscriptionEvent = { type: "ContinuationDoubted", data: { candidates: ["l-8", "l-9"], at: AT } };
  const continued: SubscriptionEvent = { type: "SubscriptionContinued", data: { predecessor: "l-8", basis: "operator", contacts: [], at: AT } };
  const mail = (type: "MailSent" | "MailFailed"): SubscriptionEvent => {
    const data = { kind: "ready", contact: "c1", request: "r1", at: AT } as const;
    return type === "MailSent" ? { type, data } : { type, data: { ...data, error: "MessageRejected" } };
  };
  const kinds = (...events: readonly SubscriptionEvent[]) =>
    PROJECTIONS.worklist.rows("l-1", stateAfter(arrived("1"), ...events)).map(({ partition, content }) => [partition.split("#")[0], content !== null]);

  test("has nothing of a subscription that never needed a person", () => {
    expect(kinds(registered)).toEqual([]);
  });

  test("has a silent buyer, until they are heard", () => {
    expect(kinds(silent)).toEqual([["notRegistered", true]]);
    expect(kinds(silent, heard)).toEqual([["notRegistered", false]]);
  });

  test("has a renewal that nobody can tell apart, until a person does", () => {
    expect(kinds(doubted)).toEqual([["ambiguousRenewal", true]]);
    expect(kinds(doubted, continued)).toEqual([["ambiguousRenewal", false]]);
  });

  test("has a mail that could not be sent, until it is", () => {
    expect(kinds(registered, mail("MailFailed"))).toEqual([["mailFailed", true]]);
    expect(kinds(registered, mail("MailFailed"), mail("MailSent"))).toEqual([["mailFailed", false]]);
  });

  test("has a contract that ends soon, until it has run out, with or without a word from AWS", () => {
    const unrenewed: SubscriptionEvent = { type: "BuyerSilent", data: { kind: "notRenewed", since: AT, at: AT } };
    const over: SubscriptionEvent = { type: "AccessRevoked", data: { reason: "entitlementsLapsed", at: AT } };
    expect(kinds(unrenewed)).toEqual([["notRenewed", true]]);
    expect(kinds(unrenewed, over)).toEqual([["notRenewed", false]]);
  });

  test("has a notice that was parked, until it was acted on or dismissed, and then those that were dismissed", () => {
    const notices = (...events: readonly NoticeEvent[]) =>
      worklist.otherRows!.notice(
        "n1",
        events.reduce((state, event, index) => notice.decider.evolve(state, event, index + 1), notice.decider.initialState),
      );
    const received: NoticeEvent = { type: "NoticeReceived", data: { channel: "eventBridge", kind: "Something New", body: "{}", at: AT } };
    const parked: NoticeEvent = { type: "NoticeParked", data: { reason: "unknownKind", at: AT } };
    const settled: NoticeEvent = { type: "NoticeSettled", data: { outcome: "applied", at: AT } };
    expect([notices(received), notices(received, settled)]).toEqual([[], []]);
    expect(notices(received, parked)).toEqual([
      {
        partition: expect.stringMatching(/^parkedNotice#[0-7]$/) as string,
        key: "n1",
        content: { kind: "parkedNotice", noticeId: "n1", since: AT, detail: { reason: "unknownKind", noticeKind: "Something New", channel: "eventBridge" } },
      },
    ]);
    expect(notices(received, parked, settled)).toMatchObject([{ key: "n1", content: null }]);
    const dismissed: NoticeEvent = { type: "NoticeDismissed", data: { reason: "Ticket 4715", by: "operator-1", at: AT } };
    expect(notices(received, parked, dismissed)).toMatchObject([
      { partition: expect.stringMatching(/^parkedNotice#/) as string, content: null },
      {
        partition: expect.stringMatching(/^dismissedNotice#[0-7]$/) as string,
        key: "n1",
        content: { noticeId: "n1", dismissed: { reason: "Ticket 4715", by: "operator-1", at: AT }, detail: { noticeKind: "Something New" } },
      },
    ]);
    expect(notices(received, parked, dismissed, settled).map(({ content }) => content)).toEqual([null, null]);
  });

  test("has a buyer whom AWS named without a license, until the visit is joined to one or refused", () => {
    const arrivals = (...events: readonly ArrivalEvent[]) =>
      worklist.otherRows!.arrival(
        "a1",
        events.reduce((state, event, index) => arrival.decider.evolve(state, event, index + 1), arrival.decider.initialState),
      );
    const unlicensed: ArrivalEvent = { type: "ArrivalUnlicensed", data: { productCode: "code", awsAccountId: "111122223333", at: AT } };
    const leftOpen: ArrivalEvent = { type: "LicenseLeftOpen", data: { candidates: ["l-1", "l-2"], at: AT } };
    const resolved: ArrivalEvent = { type: "ArrivalResolved", data: { subscription: "l-1", form: "license", productCode: "code", returning: false, at: AT } };
    const refused: ArrivalEvent = { type: "ArrivalRefused", data: { reason: "tokenExpired", at: AT } };
    expect([arrivals(), arrivals(resolved), arrivals(refused)]).toEqual([[], [], []]);
    expect(arrivals(unlicensed)).toMatchObject([{ key: "a1", content: { productCode: "code", since: AT, detail: { candidates: null } } }]);
    expect(arrivals(unlicensed, leftOpen)).toMatchObject([{ content: { arrivalId: "a1", detail: { candidates: ["l-1", "l-2"] } } }]);
    expect(arrivals(unlicensed, leftOpen, { type: "ArrivalDismissed", data: { reason: "Ticket 4716", by: "o", at: AT } })).toMatchObject([
      { key: "a1", content: null },
    ]);
    expect(arrivals(unlicensed, leftOpen, resolved)).toMatchObject([{ content: null }]);
    expect(arrivals(unlicensed, refused)).toMatchObject([{ content: null }]);
  });

  test("says whom it is about and since when", () => {
    expect(PROJECTIONS.worklist.rows("l-1", stateAfter(arrived("1"), silent))).toMatchObject([
      { key: "l-1", content: { subscriptionId: "l-1", productCode: "code", awsAccountId: "1", since: AT, test: false } },
    ]);
  });
});

describe("the tenants projection", () => {
  test("has no row for a subscription without a tenant", () => {
    expect(PROJECTIONS.tenants.rows("l-1", stateAfter(arrived("1")))).toEqual([]);
  });
});
