import { subscription, subscriptionStream } from "../../../events/subscription/decider";
import type { SubscriptionCommand } from "../../../events/subscription/commands";
import { Failure } from "../../../functions/kernel/task/failure";
import { memoryEventStore } from "../../../functions/kernel/streams/memory-event-store";
import { takeUsage } from "../../../functions/kernel/usage/take-usage";
import { transact } from "../../../functions/kernel/streams/transact";
import { storedUnsentUsage } from "../../../functions/kernel/usage/unsent-usage";
import { storedUsageAllocations } from "../../../functions/kernel/usage/usage-allocations";
import { usageBooks } from "../../../functions/kernel/usage/usage-books";
import { storedUsageRecords } from "../../../functions/kernel/usage/usage-records";
import { storedUsageWork } from "../../../functions/kernel/usage/usage-work";
import { sealUsage } from "../../../functions/seal-usage/handler";
import { memoryUsageTable } from "../metering/memory-ports";
import { PRODUCTS } from "../metering/products";
import { arn } from "../metering/world";

/** A contract of which four users cover 10 gb and 13 were used, and a customer who pays as they go; AWS does not say what is entitled. */
const outage = async () => {
  let now = "2026-11-24T09:05:00.000Z";
  const clock = { now: () => now };
  const store = memoryEventStore();
  const table = memoryUsageTable();
  const work = storedUsageWork(table);
  const records = storedUsageRecords(table);
  const tell = async (id: string, command: SubscriptionCommand) => {
    await transact({ store, clock }, subscription, subscriptionStream(id), command, { correlation: id, causation: "test", actor: "test" });
  };
  for (const [id, code] of [
    ["l-contract", "consumption"],
    ["l-payg", "payg"],
  ] as const) {
    const { id: productId, pricingModel } = PRODUCTS.find((one) => one.code === code)!;
    const listing = { productId, productCode: code, pricingModel, test: false };
    await tell(id, { type: "RecordArrival", data: { ...listing, arrival: "a", form: "license", awsAccountId: "222222222222", licenseArn: arn(id) } });
    await tell(id, { type: "RecordFact", fact: { type: "LicenseActivated", data: { ...listing, licenseArn: arn(id), notice: "n", at: now } } });
  }
  const read = { entitlements: [{ dimension: "users", value: 4 }], basedOn: 100, readAt: now };
  await tell("l-contract", { type: "RecordEntitlements", data: read });
  const take = takeUsage({ store, records, work, catalogue: PRODUCTS, clock });
  const used = (id: string) => ({ recordId: "r", subscription: id, dimension: "gb", quantity: "13", usedAt: "2026-11-24T09:05:00.000Z" });
  await take([used("l-contract"), used("l-payg")]);
  let isDown = true;
  const seal = sealUsage({
    store,
    records,
    work,
    unsent: storedUnsentUsage(table),
    allocations: storedUsageAllocations(table),
    catalogue: PRODUCTS,
    readEntitlements: async (id) => {
      if (isDown) throw new Failure("Transient", "AWS Marketplace Entitlement did not answer.");
      await tell(id, { type: "RecordEntitlements", data: { ...read, readAt: now } });
    },
    region: "us-east-1",
    clock,
    budget: () => ({ spent: () => false }),
  });
  const books = usageBooks({ store, clock });
  return {
    run: async (time: string) => {
      now = time;
      return seal({ subscription: "", lastHour: "no", position: "0" }, { run: `run-${time}`, state: "Seal" });
    },
    recover: () => (isDown = false),
    totals: async (id: string) => (await books.load(id, "2026-11-24")).totals["gb"],
  };
};

describe("while AWS does not say what a contract covers", () => {
  test("its hour waits, and everybody else's is sealed", async () => {
    const { run, totals, recover } = await outage();
    expect(await run("2026-11-24T10:45:00.000Z")).toEqual({ outcome: "sealed" });
    expect(await totals("l-payg")).toMatchObject({ pending: "13" });
    expect(await totals("l-contract")).toBeUndefined();
    recover();
    await run("2026-11-24T11:00:00.000Z");
    expect(await totals("l-contract")).toMatchObject({ included: "10", pending: "3" });
  });

  test("its hour is sealed by what was read last before AWS takes no more of it", async () => {
    const { run, totals } = await outage();
    await run("2026-11-25T08:44:00.000Z");
    expect(await totals("l-contract")).toBeUndefined();
    await run("2026-11-25T08:59:00.000Z");
    expect(await totals("l-contract")).toMatchObject({ included: "10", pending: "3" });
  });
});
