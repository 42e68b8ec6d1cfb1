import { meter, meterStream } from "../../../events/meter/meter";
import type { Clock } from "../../../functions/kernel/task/clock";
import { memoryEventStore } from "../../../functions/kernel/streams/memory-event-store";
import { lastHourRuns } from "../../../functions/kernel/runs/last-hour-runs";
import { transact } from "../../../functions/kernel/streams/transact";
import type { Sealing } from "../../../events/usage/commands";
import { openUsage } from "../../../functions/kernel/usage/open-usage";
import { usageBooks } from "../../../functions/kernel/usage/usage-books";
import { usageMonth } from "../../../functions/kernel/usage/usage-month";
import { storedUsageRecords } from "../../../functions/kernel/usage/usage-records";
import { storedUsageWork } from "../../../functions/kernel/usage/usage-work";
import { subscription, subscriptionStream } from "../../../events/subscription/decider";
import { usageApi } from "../../../functions/usage-api/app";
import { takeUsage } from "../../../functions/kernel/usage/take-usage";
import { memoryUsageTable } from "../metering/memory-ports";
import { PRODUCTS } from "../metering/products";
import { arn } from "../metering/world";

export const NOW = "2026-11-24T09:30:00.000Z";
const listing = { productId: "prod-payg", productCode: "payg", pricingModel: "subscription", test: false } as const;
export const record = (recordId: string, more: object = {}) => ({
  recordId,
  subscription: "l-1",
  dimension: "gb",
  quantity: "2.5",
  usedAt: "2026-11-24T09:10:00Z",
  ...more,
});

/** What the hour of these records comes to. */
export const nine: Sealing = {
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

/** The API in memory, with a customer of pay-as-you-go (`l-1`). */
export const running = async (clock: Clock = { now: () => NOW }) => {
  const store = memoryEventStore();
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
  const tell = async (fact: Parameters<typeof subscription.decider.decide>[0], id = "l-1") => {
    await transact({ store, clock }, subscription, subscriptionStream(id), fact, { correlation: id, causation: "test", actor: "test" });
  };
  const license = { ...listing, licenseArn: arn("l-1"), notice: "n", agreementId: "agmt-1" };
  /** AWS tells of a purchase at last: it began at nine. */
  const hear = async (id: string): Promise<void> => {
    const arrival = { ...listing, arrival: "a", form: "license", awsAccountId: "222222222222", licenseArn: arn(id) } as const;
    await tell({ type: "RecordArrival", data: arrival }, id);
    await tell({ type: "RecordFact", fact: { type: "LicenseActivated", data: { ...license, licenseArn: arn(id), at: "2026-11-24T09:00:00.000Z" } } }, id);
  };
  await hear("l-1");
  const intake = { records: storedUsageRecords(table), work: storedUsageWork(table) };
  const take = takeUsage({ store, ...intake, catalogue: PRODUCTS, clock });
  const api = usageApi({
    store,
    clock,
    take,
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
    api,
    take,
    ask,
    end,
    hear,
    started,
    lines,
    table,
    books: usageBooks({ store, clock }),
    completedTo: async () => (await store.load(meter, meterStream("l-1"))).state.completedTo,
  };
};
