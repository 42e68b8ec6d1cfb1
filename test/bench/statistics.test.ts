import { growth, median, percentile } from "./report/statistics";

describe("the statistics of a benchmark", () => {
  test.each([
    [[3], 3],
    [[5, 1, 3], 3],
    [[4, 1, 3, 2], 2.5],
  ])("take the middle of %j, whatever their order", (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  test("take a percentile that was measured", () => {
    const values = Array.from({ length: 20 }, (_, index) => 20 - index);
    expect([percentile(values, 0.95), percentile(values, 1), percentile(values, 0), percentile([7], 0.95)]).toEqual([19, 20, 1, 7]);
  });

  test("refuse to speak of nothing", () => {
    expect(() => median([])).toThrow(RangeError);
    expect(() => percentile([], 0.5)).toThrow(RangeError);
  });

  test.each([
    ["flat", 0, (size: number) => 7 + 0 * size],
    ["in step", 1, (size: number) => 3 * size],
    ["quadratic", 2, (size: number) => size * size],
  ])("tell growth that is %s", (_, exponent, cost) => {
    expect(growth([10, 100, 1_000].map((size) => ({ size, cost: cost(size) })))).toBeCloseTo(exponent, 10);
  });

  test("tell no growth from one size alone", () => {
    expect(() => growth([{ size: 10, cost: 1 }])).toThrow("two points");
    expect(() =>
      growth([
        { size: 10, cost: 1 },
        { size: 10, cost: 2 },
      ]),
    ).toThrow("two different sizes");
  });
});
