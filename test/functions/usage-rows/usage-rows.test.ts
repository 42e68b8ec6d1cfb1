import { arn } from "../metering/world";
import { NANOSECONDS, openRowTable, row, rowWorld, used, type Row } from "./row-world";

let table: Awaited<ReturnType<typeof openRowTable>>;
beforeAll(async () => {
  table = await openRowTable();
});
afterAll(async () => {
  await table.stop();
});
const world = () => rowWorld(table.client);

describe("a row of usage", () => {
  test("is taken in by the API's rules and answered on the row, to the last digit of its time", async () => {
    const { put, kept } = await world();
    expect(await put(row({ dimension_usage: used(["gb", "2.5"], ["calls", "1E+3"]) }))).toEqual({
      answered: { batchItemFailures: [] },
      pending: undefined,
      failed: false,
      records: [
        expect.objectContaining({ recordId: `row-${NANOSECONDS}-1`, status: "accepted", subscription: "l-1", billsInHour: "2026-11-24T09" }),
        expect.objectContaining({ recordId: `row-${NANOSECONDS}-2`, status: "accepted" }),
      ],
    });
    expect(kept()).toBe(2);
  });

  test("that is put or delivered again counts once", async () => {
    const { put, serve, event, kept } = await world();
    await put(row());
    await serve(event(row()), event(row(), "MODIFY", "2"));
    expect(await put(row())).toMatchObject({ failed: false, records: [{ status: "duplicate" }] });
    expect(kept()).toBe(1);
  });

  test("that says something else under the same key is a conflict, and told so", async () => {
    const { put, kept } = await world();
    await put(row());
    expect(await put(row({ dimension_usage: used(["gb", "3"]) }))).toMatchObject({ failed: true, records: [{ status: "conflict", code: "recordIdInUse" }] });
    expect(kept()).toBe(1);
  });

  test.each<readonly [string, Row, object]>([
    ["a time that is none", { create_timestamp: { N: "12" } }, { code: "malformed", column: "create_timestamp" }],
    ["no usage", { dimension_usage: { L: [] } }, { code: "malformed", column: "dimension_usage" }],
    ["usage that is no list", { dimension_usage: { S: "gb" } }, { code: "malformed", column: "dimension_usage" }],
    ["a negative value", { dimension_usage: used(["gb", "-1"]) }, { code: "malformed", column: "dimension_usage" }],
    ["a dimension that is none", { dimension_usage: used(["none", "1"]) }, { code: "unknownDimension" }],
    // Two days ago, of which AWS takes nothing whoever bought it.
    [
      "a license that nobody bought",
      { customerIdentifier: { S: arn("l-9") }, create_timestamp: { N: "1795338600" } },
      { code: "unknownSubscription", retryable: false },
    ],
    [
      "a legacy customer that nobody is",
      { customerIdentifier: { S: "cust-9" }, productCode: { S: "legacy" }, create_timestamp: { N: "1795338600" } },
      { code: "unknownSubscription" },
    ],
    ["a legacy customer of one of two listings", { customerIdentifier: { S: "cust-9" } }, { code: "malformed", column: "productCode" }],
    ["an account, where no listing names customers so", { customerIdentifier: { S: "222222222222" } }, { code: "malformed", column: "customerIdentifier" }],
  ])("with %s is answered with what is wrong", async (_, more, told) => {
    const { put, kept } = await world();
    const { pending, failed, records } = await put(row(more));
    expect([pending, failed]).toEqual([undefined, true]);
    expect(records).toEqual([expect.objectContaining({ status: "refused", message: expect.stringMatching(/\w/) as string, ...told })]);
    expect(kept()).toBe(0);
  });

  test("of a purchase that AWS has not told of waits unanswered, and is taken in once it has", async () => {
    const { put, hear, look, read, kept, waiting } = await world();
    const early = row({ customerIdentifier: { S: arn("l-2") } });
    expect(await put(early)).toEqual({ answered: { batchItemFailures: [] }, pending: "true", failed: undefined, records: undefined });
    await look("2026-11-24T09:45:00.000Z");
    expect(await read(early)).toMatchObject({ pending: "true", failed: undefined });
    await hear("l-2");
    await look("2026-11-24T10:00:00.000Z");
    expect(await read(early)).toMatchObject({
      pending: undefined,
      failed: false,
      records: [{ status: "accepted", subscription: "l-2", billsInHour: "2026-11-24T09" }],
    });
    expect([kept(), waiting()]).toEqual([1, 0]);
  });

  test("of a purchase that AWS never told of is answered once AWS takes no more of its hour", async () => {
    const { put, look, read, waiting } = await world();
    const early = row({ customerIdentifier: { S: arn("l-3") } });
    await put(early);
    await look("2026-11-25T08:59:00.000Z");
    expect(await read(early)).toMatchObject({ pending: "true" });
    await look("2026-11-25T09:15:00.000Z");
    expect(await read(early)).toMatchObject({
      pending: undefined,
      failed: true,
      records: [{ status: "refused", code: "unknownSubscription", retryable: false }],
    });
    expect(waiting()).toBe(0);
  });

  test("that can't be looked at again keeps no other from it, and is looked at the next time", async () => {
    const { put, hear, look, read, waiting, breaks } = await world();
    const rows = ["l-2", "l-3"].map((id) => row({ customerIdentifier: { S: arn(id) } }));
    for (const one of rows) await put(one);
    await hear("l-2");
    await hear("l-3");
    breaks("l-2");
    await expect(look("2026-11-24T10:00:00.000Z")).rejects.toThrow("that wait, 1 could not");
    expect(await Promise.all(rows.map(read))).toMatchObject([{ pending: "true" }, { pending: undefined, failed: false }]);
    expect(waiting()).toBe(1);
    breaks(undefined);
    await look("2026-11-24T10:05:00.000Z");
    expect(await read(rows[0]!)).toMatchObject({ pending: undefined, failed: false });
  });

  test("of a time to come waits until it has come", async () => {
    const { put, look, read } = await world();
    // 10:10, of the same day.
    const ahead = row({ create_timestamp: { N: "1795515000" } });
    expect(await put(ahead)).toMatchObject({ pending: "true", failed: undefined });
    await look("2026-11-24T10:15:00.000Z");
    expect(await read(ahead)).toMatchObject({ pending: undefined, failed: false, records: [{ status: "accepted", billsInHour: "2026-11-24T10" }] });
  });

  test("that does not wait is left as it is", async () => {
    const { put, kept } = await world();
    const { metering_pending: _, ...answered } = row({ create_timestamp: { N: "1795511400" } });
    expect(await put(answered)).toMatchObject({ failed: undefined, records: undefined });
    expect(kept()).toBe(0);
  });

  test("that can't be taken in just now waits, and comes again alone", async () => {
    const { put, setDown, serve, event, failures, read, kept } = await world();
    const waiting = row({ create_timestamp: { N: "1795511401" } });
    setDown(true);
    expect(await put(waiting)).toMatchObject({ answered: { batchItemFailures: [{ itemIdentifier: "1" }] }, pending: "true", failed: undefined });
    expect(failures).toHaveLength(1);
    setDown(false);
    expect(await serve(event(waiting))).toEqual({ batchItemFailures: [] });
    expect(await read(waiting)).toMatchObject({ pending: undefined, failed: false });
    expect(kept()).toBe(1);
  });

  test("that was taken away since is no fault", async () => {
    const { serve, event } = await world();
    const gone = row({ create_timestamp: { N: "1795511402" } });
    expect(await serve(event(gone), event(gone, "REMOVE", "2"))).toEqual({ batchItemFailures: [] });
  });
});
