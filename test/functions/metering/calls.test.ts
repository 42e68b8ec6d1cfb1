import { meteringWorld } from "./world";

describe("1,000 due records of one product", () => {
  test("are exactly 40 calls of 25 when AWS is healthy", async () => {
    const world = meteringWorld({ seed: 1, startsAt: "2026-11-24T09:05:00.000Z" });
    const customers = Array.from({ length: 1_000 }, (_, index) => `legacy.c${index}`);
    for (const id of customers) await world.buy("legacy", id);
    const records = customers.map((subscription) => ({ recordId: "r", subscription, dimension: "gb", quantity: "3", usedAt: "2026-11-24T09:06:00Z" }));
    for (const half of [records.slice(0, 500), records.slice(500)]) await world.report(half);
    world.pass(2 * 3_600_000);
    await world.meter();
    expect(world.aws.calls()).toBe(40);
    expect([...world.aws.held.values()].map(({ record: { quantity } }) => quantity)).toEqual(customers.map(() => 3));
    expect(world.left("unsent#")).toBe(0);
  });
});
