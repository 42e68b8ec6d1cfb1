import { meter, meterStream } from "../../../events/meter/meter";
import { memoryEventStore } from "../../../functions/kernel/memory-event-store";
import { lastHourRuns } from "../../../functions/kernel/last-hour-runs";
import { transact } from "../../../functions/kernel/transact";
import type { Sealing } from "../../../events/usage/commands";
import { openUsage } from "../../../functions/kernel/open-usage";
import { usageBooks } from "../../../functions/kernel/usage-books";
import { usageMonth } from "../../../functions/kernel/usage-month";
import { storedUsageRecords } from "../../../functions/kernel/usage-records";
import { storedUsageWork } from "../../../functions/kernel/usage-work";
import { subscription, subscriptionStream } from "../../../events/subscription/decider";
import { usageApi } from "../../../functions/usage-api/app";
import { takeUsage } from "../../../functions/usage-api/take-usage";
import { memoryUsageTable } from "../metering/memory-ports";
import { arn, PRODUCTS } from "../metering/world";

const NOW = "2026-11-24T09:30:00.000Z";
const listing = { productId: "prod-payg", productCode: "payg", pricingModel: "subscription", test: false } as const;
const record = (recordId: string, more: object = {}) => ({
  recordId,
  subscription: "l-1",
  dimension: "gb",
  quantity: "2.5",
  usedAt: "2026-11-24T09:10:00Z",
  ...more,
});

/** What the hour of these records comes to. */
const nine: Sealing = {
  hour: "2026-11-24T09",
  billedTo: { form: "license", licenseArn: arn("l-1"), awsAccountId: "222222222222" },
  region: "us-east-1",
  timestamp: "2026-11-24T09:00:00.000Z",
  deadline: "2026-11-25T09:00:00.000Z",
  dimensions: ["gb"],
  recorded: { gb: "2.75" },
  allowances: [],
  zero: false,
  final: false,
  allocations: {},
};

/** The API in memory, with a customer of pay-as-you-go. */
const running = async () => {
  const store = memoryEventStore();
  const clock = { now: () => NOW };
  const table = memoryUsageTable();
  const lines: unknown[] = [];
  const started: { readonly name: string; readonly input: unknown }[] = [];
  const starter = {
    startNew: async (_: string, name: string, input: unknown) => {
      await Promise.resolve();
      if (started.some((one) => one.name === name)) return "exists" as const;
      started.push({ name, input });
      return "started" as const;
    },
  };
  const tell = async (fact: Parameters<typeof subscription.decider.decide>[0]) => {
    await transact({ store, clock }, subscription, subscriptionStream("l-1"), fact, { correlation: "l-1", causation: "test", actor: "test" });
  };
  const arrival = { ...listing, arrival: "a", form: "license", awsAccountId: "222222222222", licenseArn: arn("l-1") } as const;
  await tell({ type: "RecordArrival", data: arrival });
  const license = { ...listing, licenseArn: arn("l-1"), notice: "n", agreementId: "agmt-1" };
  await tell({ type: "RecordFact", fact: { type: "LicenseActivated", data: { ...license, at: "2026-11-24T09:00:00.000Z" } } });
  const intake = { records: storedUsageRecords(table), work: storedUsageWork(table) };
  const api = usageApi({
    store,
    clock,
    take: takeUsage({ store, ...intake, catalogue: PRODUCTS, clock }),
    sealLast: lastHourRuns({ starter, machine: "metering", clock }).sealNow,
    month: usageMonth({ store, clock, open: openUsage(intake) }),
    log: { info: (message, data) => lines.push({ message, ...data }), error: (message, data) => lines.push({ message, ...data }) },
  });
  const ask = async (method: string, path: string, body?: unknown) => {
    const text = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
    const headers = { "content-type": "application/json" };
    const request = new Request(`https://api.example${path}`, { method, headers, ...(text !== undefined && { body: text }) });
    const answer = await api.fetch(request, { base: "", requestId: "request-1" });
    return { status: answer.status, headers: answer.headers, body: (await answer.json()) as { readonly type?: string; readonly records?: readonly object[] } };
  };
  const end = () => tell({ type: "RecordFact", fact: { type: "LicenseDeprovisioned", data: { ...license, at: "2026-11-24T09:20:00.000Z" } } });
  return {
    ask,
    end,
    started,
    lines,
    table,
    books: usageBooks({ store, clock }),
    completedTo: async () => (await store.load(meter, meterStream("l-1"))).state.completedTo,
  };
};

describe("POST /usage", () => {
  test("answers each record by itself", async () => {
    const { ask } = await running();
    const { status, body } = await ask("POST", "/usage", { records: [record("a"), record("a"), record("b", { dimension: "none" }), null] });
    expect(status).toBe(200);
    expect(body.records).toMatchObject([
      { recordId: "a", status: "accepted", subscription: "l-1", billsInHour: "2026-11-24T09", deadline: "2026-11-25T09:00:00.000Z", late: false },
      { recordId: "a", status: "duplicate" },
      { recordId: "b", status: "refused", code: "unknownDimension", retryable: false },
      { recordId: null, status: "refused", code: "malformed" },
    ]);
  });

  test.each([
    ["no JSON", "{", 400, "notJson"],
    ["no record", { records: [] }, 400, "invalid"],
    ["more than 500 records", { records: Array.from({ length: 501 }, (_, index) => record(String(index))) }, 400, "invalid"],
    ["more than a megabyte", `{"records": ["${"a".repeat(1_048_576)}"]}`, 413, "tooLarge"],
  ])("takes nothing of a body with %s, and says what to send", async (_, body, status, type) => {
    const { ask, table } = await running();
    expect(await ask("POST", "/usage", body)).toMatchObject({ status, body: { type, detail: expect.stringMatching(/Send/) as string } });
    expect(table.size("")).toBe(0);
  });

  test("logs neither what was reported nor for whom", async () => {
    const { ask, lines } = await running();
    await ask("POST", "/usage", { records: [record("secret-name")] });
    expect(lines).toMatchObject([{ message: "request", route: "/usage", status: 200, request: "request-1" }]);
    expect(JSON.stringify(lines)).not.toContain("secret-name");
  });
});

describe("POST /subscriptions/{id}/usage-complete", () => {
  test("has the last hour sealed at once, and once, however often it is said", async () => {
    const { ask, end, started, completedTo } = await running();
    await end();
    for (let time = 0; time < 2; time += 1) {
      const { status, body } = await ask("POST", "/subscriptions/l-1/usage-complete");
      expect([status, body]).toMatchObject([200, { endsAt: "2026-11-24T09:20:00.000Z", deadline: "2026-11-24T10:20:00.000Z" }]);
    }
    expect(started).toMatchObject([
      { name: expect.stringMatching(/^metering-complete-/) as string, input: { what: "license", subscription: "l-1", lastSealAt: NOW } },
    ]);
    expect(await completedTo()).toBe("2026-11-24T09:20:00.000Z");
  });

  test("says that a license does not end, and knows no other subscription", async () => {
    const { ask, started } = await running();
    expect(await ask("POST", "/subscriptions/l-1/usage-complete")).toMatchObject({ status: 409, body: { type: "notEnding" } });
    expect(await ask("POST", "/subscriptions/l-9/usage-complete")).toMatchObject({ status: 404, body: { type: "noSubscription" } });
    expect(started).toEqual([]);
  });
});

describe("GET /subscriptions/{id}/usage", () => {
  test("is empty before the first hour is sealed, kept by nobody, and joined to the caller's own name", async () => {
    const { ask } = await running();
    const { status, body, headers } = await ask("GET", "/subscriptions/l-1/usage");
    expect([status, body]).toMatchObject([200, { subscription: "l-1", month: "2026-11", lines: [], totals: {}, conserved: true }]);
    expect([headers.get("cache-control"), headers.get("x-correlation-id")]).toEqual(["no-store", "request-1"]);
  });

  test("shows what was reported before its hour is counted, and what became of it afterwards", async () => {
    const { ask, books } = await running();
    await ask("POST", "/usage", { records: [record("a"), record("b", { quantity: "0.25" })] });
    const waiting = { hour: "2026-11-24T09", dimension: "gb", state: "unsealed", recorded: "2.75", units: 0 };
    expect((await ask("GET", "/subscriptions/l-1/usage?month=2026-11")).body).toMatchObject({
      lines: [waiting],
      totals: { gb: { recorded: "2.75", pending: "2.75" } },
      sums: { gb: { cameIn: "2.75", accountedFor: "2.75" } },
    });
    const by = { correlation: "l-1", causation: "test", actor: "test" };
    await books.open("l-1", "2026-11-24", by);
    await books.write("l-1", "2026-11-24", { type: "Seal", data: nine }, by);
    const answers = [{ hour: nine.hour, dimension: "gb", answer: { status: "success", meteringRecordId: "mr-1" } }] as const;
    await books.write("l-1", "2026-11-24", { type: "RecordAnswers", data: { attempt: "run.1", answers } }, by);
    const { body } = await ask("GET", "/subscriptions/l-1/usage?month=2026-11");
    expect(body).toMatchObject({
      lines: [{ hour: "2026-11-24T09", state: "billed", units: 2, carriedOut: "0.75", meteringRecordId: "mr-1" }],
      totals: { gb: { recorded: "2.75", billed: "2", carriedIn: "0", carriedOut: "0.75", pending: "0" } },
      days: [{ day: "2026-11-24", totals: { gb: { recorded: "2.75", billed: "2" } } }],
      conserved: true,
    });
    expect((await ask("GET", "/subscriptions/l-1/usage?month=2026-10")).body).toMatchObject({ lines: [], days: [] });
  });

  test("refuses a month that is none, and an endpoint that is none", async () => {
    const { ask } = await running();
    expect(await ask("GET", "/subscriptions/l-1/usage?month=2026-13")).toMatchObject({ status: 400, body: { type: "invalidMonth" } });
    expect(await ask("GET", "/usage")).toMatchObject({ status: 404, body: { type: "nowhere" } });
  });
});
