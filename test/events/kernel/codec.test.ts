import { z } from "zod";
import { defineCodec, UnreadableEvent } from "../../../events/kernel/codec";
import { defineEvent } from "../../../events/kernel/event";
import { later, toInstant } from "../../../events/kernel/values";

const Bought = defineEvent("Bought", { apples: z.int(), pears: z.int() });
type Bought = z.infer<typeof Bought>;

const codec = defineCodec<Bought>({
  Bought: {
    version: 3,
    schema: Bought,
    upcasters: {
      1: (data) => ({ ...(data as object), pears: 0 }),
      2: (data) => ({ ...(data as object), apples: Number((data as { apples: unknown }).apples) }),
    },
  },
});
const incomplete = defineCodec<Bought>({ Bought: { version: 3, schema: Bought, upcasters: { 2: (data) => data } } });

describe("a codec", () => {
  test("writes the current version", () => {
    expect(codec.encode({ type: "Bought", data: { apples: 1, pears: 2 } })).toEqual({ t: "Bought", v: 3, d: { apples: 1, pears: 2 } });
  });
  test.each([
    [3, { apples: 1, pears: 2 }, { apples: 1, pears: 2 }],
    [2, { apples: "4", pears: 2 }, { apples: 4, pears: 2 }],
    [1, { apples: "4" }, { apples: 4, pears: 0 }],
  ])("reads version %i", (v, d, data) => {
    expect(codec.decode({ t: "Bought", v, d })).toEqual({ type: "Bought", data });
  });
  test.each([
    ["a type it does not know", { t: "Sold", v: 1, d: {} }, /'Sold' is not a known event type. Known: Bought/],
    ["a version from the future", { t: "Bought", v: 4, d: {} }, /has version 4; this release reads 1 to 3/],
    ["version 0", { t: "Bought", v: 0, d: {} }, /has version 0/],
    ["half a version", { t: "Bought", v: 1.5, d: {} }, /has version 1.5/],
    ["data that does not fit, naming where", { t: "Bought", v: 3, d: { apples: "many", pears: 1 } }, /does not fit its schema at: data.apples/],
  ])("refuses %s", (_, stored, message) => {
    expect(() => codec.decode(stored)).toThrow(UnreadableEvent);
    expect(() => codec.decode(stored)).toThrow(message);
  });
  test("writes nothing that it could not read again, and says where it does not fit, not what stands there", () => {
    expect(() => codec.encode({ type: "Bought", data: { apples: 1.5, pears: 2 } })).toThrow(UnreadableEvent);
    expect(() => codec.encode({ type: "Bought", data: { apples: 1.5, pears: 2 } })).toThrow(/^Bought v3 does not fit its schema at: data.apples\.$/);
  });
  test("refuses a chain with a missing step", () => {
    expect(() => incomplete.decode({ t: "Bought", v: 1, d: {} })).toThrow("has no upcaster from version 1 to 2");
  });
  test("names every type with its version", () => {
    expect(codec.versions).toEqual({ Bought: 3 });
  });
});

describe("an instant", () => {
  test.each([
    ["2024-08-30T21:36:03Z", "2024-08-30T21:36:03.000Z"],
    ["2024-08-30T23:36:03+02:00", "2024-08-30T21:36:03.000Z"],
  ])("is spelt in one way, so that texts compare: %s", (given, instant) => {
    expect(toInstant(given)).toBe(instant);
  });
  test("refuses what is no time", () => {
    expect(() => toInstant("soon")).toThrow("Not a point in time: 'soon'");
  });
  test("adds milliseconds over a leap day", () => {
    expect(later("2028-02-28T23:59:59.999Z", 1)).toBe("2028-02-29T00:00:00.000Z");
  });
});
