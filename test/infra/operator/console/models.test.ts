import type { NoticeEvent } from "../../../../events/notice/events";
import { subscription, subscriptionStream } from "../../../../events/subscription/decider";
import type { SubscriptionEvent } from "../../../../events/subscription/events";
import type { Commit } from "../../../../functions/kernel/streams/event-store";
import { memoryEventStore } from "../../../../functions/kernel/streams/memory-event-store";
import { factsOf } from "../../../../infra/operator/console/models/facts";
import { renewalsOf } from "../../../../infra/operator/console/models/renewals";
import { runSummary } from "../../../../infra/operator/console/models/run-summary";
import { duration } from "../../../../infra/operator/console/models/runs";
import { reasonOf, subscriptionRow } from "../../../../infra/operator/console/models/subscription-row";
import { timelineOf } from "../../../../infra/operator/console/models/timeline";
import { excerpt } from "../../../../infra/operator/console/walks/excerpt";
import { parkedNotice } from "../../../../infra/operator/work/parked-notice";
import { bought, tell } from "../../../kit/buyer";

const NOW = "2026-11-25T12:00:00.000Z";

const rowOf = (content: Readonly<Record<string, unknown>>) => subscriptionRow({ content: { subscriptionId: "l-1", access: "granted", ...content } })!;

describe("a timeline", () => {
  test("tells the newest first, with AWS's time, the step and the run", async () => {
    const log = memoryEventStore();
    await tell(log, "l-1", ...bought());
    const commits: Commit<SubscriptionEvent>[] = [];
    for await (const commit of log.history(subscription, subscriptionStream("l-1"))) commits.push(commit);
    const entries = timelineOf(commits);
    expect(entries[0]).toMatchObject({
      tone: "good",
      step: "RecordEntitlements",
      happenings: [{ title: "Entitlements read", says: "seats 5" }, { title: "Access granted" }],
    });
    const activated = entries.flatMap(({ happenings }) => happenings).find(({ title }) => title === "License activated");
    expect(activated).toMatchObject({ awsTime: "2026-11-24T09:30:00.000Z", says: "agmt-1" });
    expect(entries.map(({ run }) => run?.slice(0, 4))).toEqual(entries.map(() => "run-"));
    expect(entries.at(-1)?.happenings[0]).toMatchObject({ version: 1, title: "Buyer arrived" });
  });

  test("takes the time at which the seller was told for no time of AWS's", async () => {
    const log = memoryEventStore();
    await tell(log, "l-1", ...bought(), { type: "RecordSellerNotice", data: { notice: "registered", mark: NOW } });
    const commits: Commit<SubscriptionEvent>[] = [];
    for await (const commit of log.history(subscription, subscriptionStream("l-1"))) commits.push(commit);
    expect(timelineOf(commits)[0]?.happenings).toEqual([{ version: 8, title: "Seller notified", says: "registered" }]);
  });

  test("tells an event that it knows no words for by its members", () => {
    const commit = {
      stream: "subscription-l-1",
      first: 7,
      last: 7,
      id: "",
      at: NOW,
      events: [{ type: "LicensePolished", data: { by: "x", howOften: 2, thorough: true, nothing: null, at: NOW } }],
      meta: { correlation: "", causation: "POST /polish", actor: "operator" },
    } as unknown as Commit<SubscriptionEvent>;
    expect(timelineOf([commit])).toEqual([
      {
        at: NOW,
        tone: "calm",
        actor: "operator",
        step: "POST /polish",
        happenings: [{ version: 7, title: "License polished", says: "by x, how often 2, thorough" }],
      },
    ]);
  });
});

describe("facts", () => {
  test("are all that a row knows and the page does not show elsewhere, each in its form", () => {
    const facts = factsOf(
      rowOf({
        awsAccountId: "111122223333",
        tenantId: "acme",
        licenseArn: "arn:x",
        activatedAt: NOW,
        offerType: null,
        novelty: ["a"],
        silences: ["notRenewed"],
        mails: {},
        override: { kind: "granted", until: NOW },
        entitlements: [],
        contacts: ["c"],
      }),
    );
    expect(facts).toEqual(
      expect.arrayContaining([
        { name: "AWS account", value: "111122223333", kind: "account" },
        { name: "tenant id", value: "acme", kind: "tenant" },
        { name: "license ARN", value: "arn:x", kind: "id" },
        { name: "activated at", value: NOW, kind: "time" },
        { name: "novelty", value: "a", kind: "text" },
      ]),
    );
    expect(facts).toEqual(
      expect.arrayContaining([
        { name: "on the worklist as", value: "not renewed", kind: "text" },
        { name: "decided by a person", value: "kind granted until 2026-11-25 12:00:00 UTC", kind: "text" },
      ]),
    );
    for (const name of ["contacts", "mails"]) expect(facts.map((fact) => fact.name)).not.toContain(name);
  });

  test("have a reason in words, or its code where this release knows none", () => {
    expect(reasonOf({ reasonCode: "licenseEnded" })).toBe("AWS has ended the license.");
    expect(reasonOf({ reasonCode: "fromTheFuture" })).toBe("fromTheFuture");
  });
});

describe("renewals", () => {
  const ending = (expiresAt: string | null, dimension = "seats") => ({ dimension, value: 1, expiresAt });
  const agreement = (endsAt: string | null, autoRenewal: boolean | null = null) => ({
    id: "agmt-1",
    startsAt: null,
    endsAt,
    end: null,
    channel: null,
    autoRenewal,
  });
  const due = (...rows: readonly ReturnType<typeof rowOf>[]) => renewalsOf(rows, NOW);

  test("are what runs out within 90 days, the next first", () => {
    const rows = [
      rowOf({ subscriptionId: "later", entitlements: [ending("2027-02-23T12:00:00.000Z")] }),
      rowOf({ subscriptionId: "soon", entitlements: [ending("2026-11-26T11:59:59.999Z"), ending(null, "base")] }),
      rowOf({ subscriptionId: "beyond", entitlements: [ending("2027-02-23T12:00:00.001Z")] }),
      rowOf({ subscriptionId: "past", entitlements: [ending("2026-11-25T11:59:59.999Z")] }),
      rowOf({ subscriptionId: "endless", entitlements: [ending(null)] }),
      rowOf({ subscriptionId: "revoked", access: "revoked", entitlements: [ending("2026-12-01T00:00:00.000Z")] }),
    ];
    expect(due(...rows).map(({ row, days, dimensions, everything }) => [row.subscriptionId, days, dimensions, everything])).toEqual([
      ["soon", 0, ["seats"], false],
      ["later", 90, ["seats"], true],
    ]);
  });

  test("are due by the newest agreement's end where nothing entitled runs out, as in pay-as-you-go", () => {
    const [renewal] = due(rowOf({ agreements: [agreement("2026-12-01T00:00:00.000Z"), agreement("2026-12-05T12:00:00.000Z", false)] }));
    expect(renewal).toMatchObject({ endsAt: "2026-12-05T12:00:00.000Z", days: 10, agreement: { id: "agmt-1" }, autoRenewal: false, dimensions: [] });
  });

  test("are due at the first of the agreement's end and an entitlement's expiry, and tell of both", () => {
    const entitlements = [ending("2026-12-01T12:00:00.000Z", "trial seats"), ending("2027-11-01T00:00:00.000Z")];
    const [renewal] = due(rowOf({ agreements: [agreement("2026-12-20T12:00:00.000Z", true)], entitlements }));
    expect(renewal).toMatchObject({
      endsAt: "2026-12-01T12:00:00.000Z",
      dimensions: ["trial seats"],
      everything: false,
      agreement: { endsAt: "2026-12-20T12:00:00.000Z" },
      autoRenewal: true,
    });
  });

  test("are none of a purchase that goes on as another subscription", () => {
    expect(due(rowOf({ agreements: [agreement("2026-12-05T12:00:00.000Z")], successor: "l-2" }))).toEqual([]);
  });

  test("are also those of a suspended buyer, who has something to renew", () => {
    expect(due(rowOf({ access: "suspended", agreements: [agreement("2026-12-05T12:00:00.000Z")] }))).toHaveLength(1);
  });
});

describe("a parked notice", () => {
  const received: NoticeEvent = { type: "NoticeReceived", data: { channel: "eventBridge", kind: "K", body: "<b>", at: NOW } };
  const parked: NoticeEvent = { type: "NoticeParked", data: { reason: "unknownKind", at: NOW } };
  const commit = (first: number, event: NoticeEvent): Commit<NoticeEvent> => ({
    stream: "notice-n1",
    first,
    last: first,
    id: "",
    at: NOW,
    events: [event],
    meta: { correlation: "", causation: "", actor: "stallkeeper", run: "notice-n1" },
  });

  test("is one that was parked, with its exact body", () => {
    expect(parkedNotice("n1", [commit(1, received), commit(2, parked)])).toMatchObject({
      id: "n1",
      body: "<b>",
      reason: "unknownKind",
      run: "notice-n1",
    });
  });

  test("is still there once it was dismissed, with who did so and why", () => {
    const dismissed: NoticeEvent = { type: "NoticeDismissed", data: { reason: "Ticket 4715", by: "operator-1", at: NOW } };
    expect(parkedNotice("n1", [commit(1, received), commit(2, parked), commit(3, dismissed)])).toMatchObject({
      id: "n1",
      dismissed: { reason: "Ticket 4715", by: "operator-1" },
    });
  });

  test("is none that was only received, or settled since", () => {
    const settled: NoticeEvent = { type: "NoticeSettled", data: { outcome: "applied", at: NOW } };
    expect(parkedNotice("n1", [commit(1, received)])).toBeUndefined();
    expect(parkedNotice("n1", [commit(1, received), commit(2, parked), commit(3, settled)])).toBeUndefined();
  });
});

describe("an excerpt", () => {
  test("says that it saw everything, and how much that was", async () => {
    const found = await excerpt(
      async ({ index }) => ({ items: [index] }),
      (seen) => seen.filter((number) => number % 2 === 0),
    );
    expect(found).toMatchObject({ looked: 32, complete: true });
    expect(found.items).toHaveLength(16);
  });

  test("stops when a page is full, and says so", async () => {
    const thousand = Array.from({ length: 1_000 }, (_, index) => index);
    const { looked, complete } = await excerpt(
      async () => ({ items: thousand }),
      (seen) => seen,
    );
    expect([looked, complete]).toEqual([1_000, false]);
  });
});

describe("a run", () => {
  test("stands somewhere in words", () => {
    expect(runSummary({ status: "RUNNING" }, { path: ["A", "B"] })).toBe("It now stands at 'B' after 1 other state.");
    expect(runSummary({ status: "FAILED" }, { path: ["A"] })).toBe("It failed at 'A'.");
    expect(runSummary({ status: "RUNNING" }, { path: [] })).toBe("The run has not entered any state yet.");
  });

  test.each([
    ["2026-11-25T12:00:00.040Z", "40 ms"],
    ["2026-11-25T12:00:12.340Z", "12.3 s"],
    ["2026-11-25T12:10:05.000Z", "10 min 5 s"],
    ["2026-11-26T13:10:05.000Z", "1 d 1 h"],
    ["2026-11-25T11:00:00.000Z", "0 ms"],
  ])("that ended at %s took %s", (end, took) => {
    expect(duration(NOW, end)).toBe(took);
  });
});
