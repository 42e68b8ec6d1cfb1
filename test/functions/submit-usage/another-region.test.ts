import { NOTHING_CARRIED } from "../../../events/usage/balances";
import { memoryEventStore } from "../../../functions/kernel/streams/memory-event-store";
import { storedUnsentUsage } from "../../../functions/kernel/usage/unsent-usage";
import { storedUsageAllocations } from "../../../functions/kernel/usage/usage-allocations";
import { usageBooks } from "../../../functions/kernel/usage/usage-books";
import { submitUsage } from "../../../functions/submit-usage/handler";
import { HOUR, sealing } from "../../kit/sealed-hour";
import { memoryLane, memoryUsageTable } from "../metering/memory-ports";

describe("a deployment whose metering Region was changed", () => {
  test("goes on telling AWS of its old customers' usage where it did before, and of no record in two Regions", async () => {
    const clock = { now: () => "2026-11-24T10:15:00.000Z" };
    const store = memoryEventStore();
    const table = memoryUsageTable();
    const unsent = storedUnsentUsage(table);
    const books = usageBooks({ store, clock });
    const told: string[] = [];
    const lanes = new Map<string, ReturnType<typeof memoryLane>>();
    const laneOf = (region: string) => lanes.get(region) ?? lanes.set(region, memoryLane(clock.now)).get(region)!;
    const runIn = (setting: string, run: string) =>
      submitUsage({
        store,
        clock,
        books,
        unsent,
        allocations: storedUsageAllocations(table),
        metering: {
          send: async (region, records) => {
            await Promise.resolve();
            told.push(...records.map(({ quantity }) => `${region} ${quantity}`));
            return { outcome: "answered", records: records.map(() => ({ status: "success" })) };
          },
        },
        lane: {
          take: (region, by) => laneOf(region).take(region, by),
          settle: (region, by) => laneOf(region).settle(region, by),
          leave: (region, by) => laneOf(region).leave(region, by),
        },
        regions: [setting],
        turn: () => Promise.resolve(),
        budget: () => ({ spent: () => false }),
      })({ waits: "0" }, { run, state: "Tell AWS" });

    await runIn("eu-west-1", "before");
    const by = { correlation: "test", causation: "test", actor: "test" };
    for (const [subscription, region, quantity] of [
      ["l-old", "eu-west-1", 12],
      ["l-new", "us-east-1", 7],
    ] as const) {
      await books.write(subscription, "2026-11-24", { type: "Open", data: { opening: NOTHING_CARRIED } }, by);
      const sealed = await books.write(subscription, "2026-11-24", sealing({ region, recorded: { gb: String(quantity) } }), by);
      const { billedTo, timestamp, deadline } = sealed.state.hours[HOUR]!;
      await unsent.put(region, [{ subscription, productCode: "payg", hour: HOUR, dimension: "gb", billedTo: billedTo!, timestamp, quantity, deadline }]);
    }
    expect(await runIn("us-east-1", "after")).toEqual({ outcome: "submitted" });
    expect(told.toSorted()).toEqual(["eu-west-1 12", "us-east-1 7"]);
    expect((await books.load("l-old", "2026-11-24")).totals["gb"]).toMatchObject({ billed: "12", pending: "0" });
  });
});
