import { dynamoListedMarks, rowDigest } from "../../../functions/kernel/reconciliation/listed-marks";
import { dynamoReconciliationLanes } from "../../../functions/kernel/reconciliation/reconciliation-lanes";
import { consumerTables } from "../../kit/consumer-tables";

let tables: Awaited<ReturnType<typeof consumerTables>>;
let now = "2026-11-24T09:30:00.000Z";

const lanes = () => dynamoReconciliationLanes({ client: tables.client, table: "cursors", now: () => now });
const marks = () => dynamoListedMarks({ client: tables.client, table: "cursors" });

beforeAll(async () => {
  tables = await consumerTables("cursors");
});
afterAll(() => tables.stop());

describe("a lane of the reconciliation", () => {
  test("is one turn's at a time", async () => {
    expect(await lanes().hold("entitlements", "one", "begins")).toBe(true);
    expect(await lanes().hold("entitlements", "other", "begins")).toBe(false);
    expect(await lanes().hold("entitlements", "one", "25 seen")).toBe(true);
    expect(await lanes().look("entitlements")).toMatchObject({ run: "one", said: "25 seen" });
  });

  test("is apart from the other list's", async () => {
    expect(await lanes().hold("agreements", "other", "begins")).toBe(true);
  });

  test("is taken over from a turn that stood still, which then can't go on", async () => {
    now = "2026-11-24T09:46:00.000Z";
    expect(await lanes().hold("entitlements", "other", "begins")).toBe(true);
    expect(await lanes().hold("entitlements", "one", "50 seen")).toBe(false);
  });

  test("is free once the turn has left it", async () => {
    await lanes().leave("entitlements", "other", "finished");
    expect(await lanes().hold("entitlements", "third", "begins")).toBe(true);
  });

  test("is not freed by a turn that no longer has it", async () => {
    await lanes().leave("entitlements", "one", "finished");
    expect(await lanes().look("entitlements")).toMatchObject({ run: "third" });
  });
});

describe("what a walk has seen", () => {
  const at = "2026-11-24T09:30:00.000Z";
  const seats = rowDigest({ dimension: "seats", value: 5 });
  const storage = rowDigest({ dimension: "storage", value: 5 });

  test("is unknown of a subscription that AWS never listed", async () => {
    expect(await marks().find("l-1")).toBeUndefined();
  });

  test("is put together from pages, and not changed by one that is walked again", async () => {
    const first = { turn: "t1", at, page: "", rows: new Set([seats]) };
    expect(await marks().add("l-1", first)).toBe("");
    expect(await marks().add("l-1", { turn: "t1", at: "2026-11-24T10:30:00.000Z", page: "p2", rows: new Set([storage]) })).toBe("");
    expect(await marks().add("l-1", first)).toBe("");
    expect(await marks().find("l-1")).toEqual({ turn: "t1", at, page: "", rows: new Set([seats, storage]) });
  });

  test("begins anew with the next turn", async () => {
    const next = { turn: "t2", at, page: "p7", rows: new Set([storage]) };
    expect(await marks().add("l-1", next)).toBe("p7");
    expect(await marks().find("l-1")).toEqual(next);
  });

  test("tells rows apart by dimension, value and expiry", () => {
    const rows = [
      { dimension: "seats", value: 5 },
      { dimension: "seats", value: "5" },
      { dimension: "seats", value: 6 },
      { dimension: "seats", value: 5, expiresAt: at },
      { dimension: "storage", value: 5 },
    ];
    expect(new Set(rows.map(rowDigest)).size).toBe(rows.length);
  });
});
