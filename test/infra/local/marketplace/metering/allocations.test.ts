import type { UsageAllocation } from "@aws-sdk/client-marketplace-metering";
import { closeAll } from "../world";
import { openMetering } from "./usage";

const AT = "2026-11-24T09:30:00Z";
let open: Awaited<ReturnType<typeof openMetering>>;
beforeEach(async () => {
  open = await openMetering("2026-11-24T09:30:00.000Z");
});
afterEach(closeAll);

const of = (AllocatedUsageQuantity: number, tags: Record<string, string> = {}): UsageAllocation => ({
  AllocatedUsageQuantity,
  ...(Object.keys(tags).length > 0 && { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }),
});
const split = (...UsageAllocations: UsageAllocation[]) => open.record(AT, { Quantity: 10, UsageAllocations });

describe("usage that is split by tags", () => {
  test("is taken with one part that has none", async () => {
    const record = split(of(6, { team: "north" }), of(3, { team: "south", "cost centre": "a/b=c" }), of(1));
    expect(await open.send(record)).toMatchObject({ Results: [{ UsageRecord: record, Status: "Success" }] });
  });

  test("is the same again whatever the order, and another when it is split otherwise", async () => {
    await open.send(split(of(6, { team: "north", env: "x" }), of(4)));
    expect(await open.statuses(split(of(4), of(6, { env: "x", team: "north" })))).toEqual(["Success"]);
    expect(await open.statuses(split(of(5, { team: "north", env: "x" }), of(5)))).toEqual(["DuplicateRecord"]);
    expect(await open.statuses(open.record(AT, { Quantity: 10 }))).toEqual(["DuplicateRecord"]);
  });

  test.each<[string, string, UsageAllocation[]]>([
    ["does not sum to the quantity", "InvalidUsageAllocationsException", [of(6, { team: "north" }), of(5)]],
    ["has one set of tags twice, in any order", "InvalidUsageAllocationsException", [of(5, { a: "1", b: "2" }), of(5, { b: "2", a: "1" })]],
    ["has two parts without tags", "InvalidUsageAllocationsException", [of(5), of(5)]],
    ["has six tags in one part", "InvalidTagException", [of(10, { a: "1", b: "1", c: "1", d: "1", e: "1", f: "1" })]],
    ["has six keys over all parts", "InvalidTagException", [of(5, { a: "1", b: "1", c: "1" }), of(5, { d: "1", e: "1", f: "1" })]],
    ["has a character that tags can't have", "InvalidTagException", [of(10, { team: "nörd" })]],
    ["has an empty value", "InvalidTagException", [of(10, { team: "" })]],
    ["has a key of 101 letters", "InvalidTagException", [of(10, { ["k".repeat(101)]: "1" })]],
    ["has a value of 257 letters", "InvalidTagException", [of(10, { team: "v".repeat(257) })]],
    ["names one key twice in one part", "InvalidTagException", [{ AllocatedUsageQuantity: 10, Tags: ["1", "2"].map((Value) => ({ Key: "a", Value })) }]],
    ["has no parts", "ValidationException", []],
    ["has more than 2,500 parts", "ValidationException", Array.from({ length: 2501 }, (_, index) => of(0, { n: String(index) }))],
    ["has a part of less than nothing", "ValidationException", [of(11), of(-1, { a: "1" })]],
  ])("is refused where it %s, and the whole call with it", async (_, name, parts) => {
    expect(await open.refusal(open.record(AT, { Dimension: "alerts" }), split(...parts))).toBe(name);
  });

  test("takes five keys, and 2,500 parts", async () => {
    expect(await open.statuses(split(of(5, { a: "1", b: "1", c: "1" }), of(5, { d: "1", e: "1" })))).toEqual(["Success"]);
    const parts = Array.from({ length: 2500 }, (_, index) => of(1, { n: String(index) }));
    expect(await open.statuses(open.record(AT, { Dimension: "alerts", Quantity: 2500, UsageAllocations: parts }))).toEqual(["Success"]);
  });
});
