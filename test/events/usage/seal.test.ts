import fc from "fast-check";
import { readQuantity, plus, compareQuantities } from "../../../events/kernel/quantity";
import { allocate, MOST_ALLOCATIONS } from "../../../events/usage/allocation";
import { allowancesIn } from "../../../events/usage/allowance";
import { NOTHING_CARRIED, type Balances } from "../../../events/usage/balances";
import { count, type Counting } from "../../../events/usage/seal";

const hour = (counting: Partial<Counting>): Counting => ({ dimensions: ["gb"], recorded: {}, allowances: [], zero: false, final: false, ...counting });
const quantity = fc.tuple(fc.nat(1_000_000), fc.nat(999_999)).map(([whole, fraction]) => readQuantity(`${whole}.${String(fraction).padStart(6, "0")}`) ?? "0");

describe("counting an hour", () => {
  test("bills whole units and carries the fraction to the next hour", () => {
    const first = count(hour({ recorded: { gb: "1.7" } }), NOTHING_CARRIED);
    expect(first.lines).toMatchObject([{ billed: 1, carriedOut: "0.7" }]);
    expect(count(hour({ recorded: { gb: "0.3" } }), first.balances).lines).toMatchObject([{ carriedIn: "0.7", billed: 1, carriedOut: "0" }]);
  });

  test("never drifts: a tenth of a unit ten times is one unit", () => {
    const hours = Array.from({ length: 10 }, () => hour({ recorded: { gb: "0.1" } }));
    let balances: Balances = NOTHING_CARRIED;
    const billed = hours.flatMap((one) => {
      const counted = count(one, balances);
      balances = counted.balances;
      return counted.lines.map((line) => line.billed);
    });
    expect(billed).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    expect(balances.carry).toEqual({});
  });

  test("says nothing of a dimension without usage, unless the product reports zeros", () => {
    expect(count(hour({}), NOTHING_CARRIED).lines).toEqual([]);
    expect(count(hour({ zero: true }), NOTHING_CARRIED).lines).toMatchObject([{ dimension: "gb", billed: 0 }]);
  });

  test("rounds down what is left in the license's last hour, and shows it", () => {
    expect(count(hour({ final: true }), { carry: { gb: "0.7" }, consumed: {} })).toMatchObject({
      lines: [{ billed: 0, lapsed: "0.7", carriedOut: "0" }],
      balances: { carry: {} },
    });
  });

  test("bills only what is beyond the contract, and takes an upgrade into account from then on", () => {
    const allowances = (users: number) =>
      allowancesIn("2026-11-24T09", {
        rules: [{ dimension: "gb", from: "users", unitsPer: "10", per: "term" }],
        entitlements: [{ dimension: "users", value: users }],
        term: "agmt-1",
      });
    const first = count(hour({ recorded: { gb: "15" }, allowances: allowances(1) }), NOTHING_CARRIED);
    expect(first.lines).toMatchObject([{ included: "10", billed: 5 }]);
    const upgraded = count(hour({ recorded: { gb: "15" }, allowances: allowances(2) }), first.balances);
    expect(upgraded.lines).toMatchObject([{ included: "10", billed: 5 }]);
    expect(upgraded.balances.consumed).toEqual({ gb: { window: "agmt-1", quantity: "20" } });
  });

  test.each([
    ["a term", "term" as const, "2026-11-30T23", "2026-12-01T00", ["5", "0"]],
    ["a month", "calendarMonthUtc" as const, "2026-11-30T23", "2026-12-01T00", ["5", "5"]],
    ["an hour", "hour" as const, "2026-11-24T09", "2026-11-24T10", ["5", "5"]],
  ])("counts what is included by %s", (_, per, one, next, included) => {
    let balances: Balances = NOTHING_CARRIED;
    const lines = [one, next].flatMap((at) => {
      const allowances = allowancesIn(at, {
        rules: [{ dimension: "gb", from: "users", unitsPer: "5", per }],
        entitlements: [{ dimension: "users", value: 1 }],
        term: "agmt-1",
      });
      const counted = count(hour({ recorded: { gb: "9" }, allowances }), balances);
      balances = counted.balances;
      return counted.lines;
    });
    expect(lines.map((line) => line.included)).toEqual(included);
  });

  test("conserves every unit, hour after hour", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(quantity, fc.boolean()), { minLength: 1, maxLength: 20 }), quantity, (hours, allowance) => {
        let balances: Balances = NOTHING_CARRIED;
        for (const [used, final] of hours) {
          const before = balances.carry["gb"] ?? "0";
          const counted = count(hour({ recorded: { gb: used }, final, allowances: [{ dimension: "gb", window: "term", quantity: allowance }] }), balances);
          balances = counted.balances;
          for (const line of counted.lines) {
            expect(line.carriedIn).toBe(before);
            const into = plus(line.recorded, line.carriedIn);
            expect(compareQuantities(into, plus(line.included, String(line.billed), line.lapsed, line.carriedOut))).toBe(0);
            expect(compareQuantities(line.carriedOut, "1")).toBeLessThan(0);
          }
          expect(compareQuantities(balances.consumed["gb"]?.quantity ?? "0", allowance)).toBeLessThanOrEqual(0);
        }
      }),
    );
  });
});

describe("allocating a record's units to tags", () => {
  const bucket = fc.record({ tags: fc.dictionary(fc.constantFrom("team", "env"), fc.constantFrom("a", "b", "c"), { maxKeys: 2 }), quantity });

  test("adds up to the record exactly, each set of tags once", () => {
    fc.assert(
      fc.property(fc.nat(2_000_000), fc.array(bucket, { maxLength: 30 }), (units, buckets) => {
        const allocations = allocate(units, buckets);
        if (allocations.length === 0) return;
        expect(allocations.reduce((sum, { units: some }) => sum + some, 0)).toBe(units);
        expect(new Set(allocations.map(({ tags }) => JSON.stringify(Object.entries(tags).toSorted()))).size).toBe(allocations.length);
      }),
    );
  });

  test("gives the same whatever order usage came in", () => {
    fc.assert(
      fc.property(fc.nat(1_000), fc.array(bucket, { maxLength: 12 }), (units, buckets) => {
        expect(allocate(units, buckets.toReversed())).toEqual(allocate(units, buckets));
      }),
    );
  });

  test("gives the unit left over to the share that was cut most", () => {
    const tagged = (team: string, used: string) => ({ tags: { team }, quantity: used });
    expect(allocate(10, [tagged("a", "1"), tagged("b", "1"), tagged("c", "1")])).toEqual([
      { tags: { team: "a" }, units: 4 },
      { tags: { team: "b" }, units: 3 },
      { tags: { team: "c" }, units: 3 },
    ]);
  });

  test("is left out where nothing bears a tag", () => {
    expect(allocate(5, [{ tags: {}, quantity: "5" }])).toEqual([]);
  });

  test("puts what is beyond AWS's limit into one allocation without tags", () => {
    const buckets = Array.from({ length: MOST_ALLOCATIONS + 10 }, (_, index) => ({ tags: { user: String(index) }, quantity: "2" }));
    const allocations = allocate(2 * buckets.length, buckets);
    expect(allocations).toHaveLength(MOST_ALLOCATIONS);
    expect(allocations.find(({ tags }) => Object.keys(tags).length === 0)?.units).toBe(22);
  });
});

describe("reading an amount", () => {
  test.each([
    ["5", "5"],
    ["5.0", "5"],
    ["0005.10", "5.1"],
    [".5", "0.5"],
    ["0", "0"],
    ["123456789012345.123456789012345", "123456789012345.123456789012345"],
  ])("takes %s", (text, expected) => {
    expect(readQuantity(text)).toBe(expected);
  });

  test.each(["", ".", "-1", "1e3", "1,5", " 1", "NaN", "Infinity", "0x10", "1234567890123456", "0.1234567890123456"])("refuses '%s'", (text) => {
    expect(readQuantity(text)).toBeUndefined();
  });
});
