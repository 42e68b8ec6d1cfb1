import fc from "fast-check";
import { compareRows, canonical } from "../../../events/projections/comparison";
import type { Json } from "../../../events/projections/projection";

describe("a comparison of two rows", () => {
  const row = (version: number, content: { [key: string]: Json } | null, shape = 1) => ({ version, shape, content });

  test("finds equal content the same, whatever the order of its members", () => {
    expect(compareRows(row(3, { a: 1, b: { c: [1, null], d: "x" } }), row(3, { b: { d: "x", c: [1, null] }, a: 1 }))).toBe("same");
  });

  test.each([
    ["a changed value", { a: 2 }],
    ["a missing member", {}],
    ["a further member", { a: 1, b: null }],
    ["a list in another order", { a: [2, 1] }],
  ])("finds %s different at equal versions", (_, content) => {
    expect(compareRows(row(3, { a: 1 }), row(3, content as never))).toBe("different");
  });

  test("says nothing of different versions", () => {
    expect(compareRows(row(3, { a: 1 }), row(4, { a: 1 }))).toBe("unlike");
  });

  test("says nothing when one is missing or a tombstone", () => {
    expect([compareRows(row(3, {}), undefined), compareRows(undefined, row(3, {})), compareRows(row(3, {}), row(4, null))]).toEqual([
      "unlike",
      "unlike",
      "unlike",
    ]);
  });

  test("finds a tombstone and no row the same", () => {
    expect([compareRows(row(3, null), undefined), compareRows(undefined, undefined), compareRows(row(3, null), row(9, null))]).toEqual([
      "same",
      "same",
      "same",
    ]);
  });

  test("lets rows of another shape pass", () => {
    expect(compareRows(row(3, { a: 1 }, 1), row(3, { b: 1 }, 2))).toBe("same");
  });

  test("writes any JSON value as JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonical(value as Json))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
