import { instantOf, reportsOf, type UsageRow } from "../../../events/usage/usage-row";

const row = (more: Partial<UsageRow> = {}): UsageRow => ({
  customerIdentifier: "arn:aws:license-manager::123456789012:license:l-1",
  createTimestamp: "1763634471636562122",
  usage: [{ dimension: "gb", value: "2.5" }],
  ...more,
});

describe("the time of a row", () => {
  test.each([
    ["seconds", "1763634471", "2025-11-20T10:27:51.000Z"],
    ["seconds with a fraction", "1763634471.6365", "2025-11-20T10:27:51.636Z"],
    ["milliseconds", "1763634471636", "2025-11-20T10:27:51.636Z"],
    ["microseconds", "1763634471636562", "2025-11-20T10:27:51.636Z"],
    ["nanoseconds", "1763634471636562122", "2025-11-20T10:27:51.636Z"],
    ["nanoseconds as DynamoDB may print them", "1.763634471636562122E+18", "2025-11-20T10:27:51.636Z"],
    ["the last nanosecond of a month", "1764547199999999999", "2025-11-30T23:59:59.999Z"],
  ])("may be in %s", (_, number, instant) => {
    expect(instantOf(number)).toBe(instant);
  });

  test.each(["0", "-1763634471", "12345", "1e30", "2025-11-20", "", "NaN"])("is none where the number stands for no time of these: '%s'", (number) => {
    expect(instantOf(number)).toBeUndefined();
  });
});

describe("a row", () => {
  test("is a report for each dimension, named by where it stands, to the last digit", () => {
    const usage = [
      { dimension: "gb", value: "0.000000000000001" },
      { dimension: "calls", value: "123456789012345" },
      { dimension: "gb", value: "1E+2" },
    ];
    expect(reportsOf(row({ usage }))).toEqual([
      { recordId: "row-1763634471636562122-1", dimension: "gb", quantity: "0.000000000000001", usedAt: "2025-11-20T10:27:51.636Z" },
      { recordId: "row-1763634471636562122-2", dimension: "calls", quantity: "123456789012345", usedAt: "2025-11-20T10:27:51.636Z" },
      { recordId: "row-1763634471636562122-3", dimension: "gb", quantity: "100", usedAt: "2025-11-20T10:27:51.636Z" },
    ]);
  });

  test("has names apart for two that are a nanosecond apart", () => {
    const [one, other] = ["1763634471636562122", "1763634471636562123"].map((createTimestamp) => reportsOf(row({ createTimestamp })));
    expect(one).not.toEqual(other);
  });

  test.each<readonly [string, Partial<UsageRow>, string]>([
    ["a time that is none", { createTimestamp: "12" }, "create_timestamp"],
    ["no usage", { usage: [] }, "dimension_usage"],
    ["a negative value", { usage: [{ dimension: "gb", value: "-1" }] }, "dimension_usage"],
    ["a value that is a word", { usage: [{ dimension: "gb", value: "many" }] }, "dimension_usage"],
    ["no dimension", { usage: [{ dimension: "", value: "1" }] }, "dimension_usage"],
    ["too many digits", { usage: [{ dimension: "gb", value: "1234567890123456" }] }, "dimension_usage"],
  ])("with %s counts for nothing, and says which column is at fault", (_, more, column) => {
    expect(reportsOf(row(more))).toMatchObject({ column, message: expect.stringMatching(/^\w/) as string });
  });
});
