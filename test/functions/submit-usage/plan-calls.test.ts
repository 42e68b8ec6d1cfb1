import { planCalls, type ReadyLine } from "../../../functions/submit-usage/plan-calls";
import { allocate, MOST_ALLOCATIONS } from "../../../events/usage/allocation";
import { wireRecord } from "../../../functions/kernel/aws/batch-meter-usage";

const NOW = "2026-11-24T12:00:00.000Z";
const TOMORROW = "2026-11-25T09:00:00.000Z";

const line = (index: number, { productCode = "payg", deadline = TOMORROW, allocations = [] as ReadyLine["allocations"] } = {}): ReadyLine => ({
  line: {
    pk: "unsent",
    sk: `${productCode}-${index}`,
    subscription: `${productCode}-l-${index}`,
    productCode,
    hour: "2026-11-24T09",
    dimension: "gb",
    billedTo: { form: "license", licenseArn: `arn:aws:license-manager::123456789012:license:l-${index}`, awsAccountId: "222222222222" },
    timestamp: "2026-11-24T09:00:00.000Z",
    quantity: 3,
    deadline,
  },
  allocations,
});
const lines = (count: number, more: Parameters<typeof line>[1] = {}) => Array.from({ length: count }, (_, index) => line(index, more));

const sizes = (calls: readonly (readonly ReadyLine[])[]) => calls.map((call) => `${call.length} ${call[0]?.line.productCode}`);

describe("records are put into calls", () => {
  test("of 25, each of one product", () => {
    expect(sizes(planCalls([...lines(30), ...lines(3, { productCode: "other" })], true, NOW))).toEqual(["25 payg", "5 payg", "3 other"]);
  });

  test("that are full, as long as more is on the list that would fill the others", () => {
    expect(sizes(planCalls([...lines(30), ...lines(3, { productCode: "other" })], false, NOW))).toEqual(["25 payg"]);
    expect(sizes(planCalls(lines(3), false, NOW))).toEqual(["3 payg"]);
  });

  test("that go out first and as they are where AWS's final hour is running, however much else there is", () => {
    const leaving = lines(3, { productCode: "other", deadline: "2026-11-24T12:50:00.000Z" });
    expect(sizes(planCalls([...lines(4_000), ...leaving], false, NOW)).slice(0, 2)).toEqual(["3 other", "25 payg"]);
  });

  test("below AWS's megabyte, of records that are each as large as one may be", () => {
    const wide = (index: number) => Object.fromEntries(["a", "b", "c", "d", "e"].map((key) => [key.repeat(100), `${String(index)}${key}`.padEnd(256, "x")]));
    const buckets = Array.from({ length: MOST_ALLOCATIONS }, (_, index) => ({ tags: wide(index), quantity: "1" }));
    const allocations = allocate(MOST_ALLOCATIONS, buckets);
    expect(allocations.reduce((sum, { units }) => sum + units, 0)).toBe(MOST_ALLOCATIONS);
    const calls = planCalls(lines(3, { allocations }), true, NOW);
    expect(calls.map((call) => call.length)).toEqual([1, 1, 1]);
    for (const call of calls) {
      const UsageRecords = call.map(({ line: { billedTo, dimension, timestamp, quantity }, allocations: some }) =>
        wireRecord({ billedTo, dimension, timestamp, quantity, allocations: some }),
      );
      expect(JSON.stringify({ UsageRecords }).length).toBeLessThan(1_000_000);
    }
  });
});
