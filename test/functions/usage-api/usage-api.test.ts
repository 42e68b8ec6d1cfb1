import { NOW, nine, record, running } from "./running";

describe("POST /usage", () => {
  test("answers each record by itself", async () => {
    const { ask } = await running();
    const { status, body } = await ask("POST", "/usage", { records: [record("a"), record("a"), record("b", { dimension: "none" }), null] });
    expect(status).toBe(200);
    expect(body.records).toMatchObject([
      { recordId: "a", status: "accepted", subscription: "l-1", billsInHour: "2026-11-24T09", deadline: "2026-11-25T09:00:00.000Z", late: false },
      { recordId: "a", status: "duplicate" },
      { recordId: "b", status: "refused", code: "unknownDimension", retryable: false },
      { recordId: null, status: "refused", code: "malformed" },
    ]);
  });

  test("says what would become of records, and keeps nothing of a dry run", async () => {
    const { ask, table } = await running();
    const records = [record("a"), record("b", { dimension: "none" }), record("c", { quantity: "x" })];
    const tried = await ask("POST", "/usage", { records, dryRun: true });
    expect(tried.body.records).toMatchObject([
      { status: "accepted", billsInHour: "2026-11-24T09", late: false },
      { status: "refused", code: "unknownDimension" },
      { status: "refused", code: "malformed" },
    ]);
    expect(table.size("")).toBe(0);
    await ask("POST", "/usage", { records });
    const again = await ask("POST", "/usage", { records: [record("a"), record("a", { quantity: "3" })], dryRun: true });
    expect(again.body.records).toMatchObject([{ status: "duplicate" }, { status: "conflict" }]);
  });

  test.each([
    ["no JSON", "{", 400, "notJson"],
    ["no record", { records: [] }, 400, "invalid"],
    ["more than 500 records", { records: Array.from({ length: 501 }, (_, index) => record(String(index))) }, 400, "invalid"],
    ["more than a megabyte", `{"records": ["${"a".repeat(1_048_576)}"]}`, 413, "tooLarge"],
  ])("takes nothing of a body with %s, and says what to send", async (_, body, status, type) => {
    const { ask, table } = await running();
    expect(await ask("POST", "/usage", body)).toMatchObject({ status, body: { type, detail: expect.stringMatching(/Send/) as string } });
    expect(table.size("")).toBe(0);
  });

  test("logs neither what was reported nor for whom", async () => {
    const { ask, lines } = await running();
    await ask("POST", "/usage", { records: [record("secret-name")] });
    expect(lines).toMatchObject([{ message: "request", route: "/usage", status: 200, request: "request-1" }]);
    expect(JSON.stringify(lines)).not.toContain("secret-name");
  });
});

describe("POST /subscriptions/{id}/usage-complete", () => {
  test("has the last hour sealed at once, and once, however often it is said", async () => {
    const { ask, end, started, completedTo } = await running();
    await end();
    for (let time = 0; time < 2; time += 1) {
      const { status, body } = await ask("POST", "/subscriptions/l-1/usage-complete");
      expect([status, body]).toMatchObject([200, { endsAt: "2026-11-24T09:20:00.000Z", deadline: "2026-11-24T10:20:00.000Z" }]);
    }
    expect(started).toMatchObject([
      { name: expect.stringMatching(/^metering-complete-/) as string, input: { what: "license", subscription: "l-1", lastSealAt: NOW } },
    ]);
    expect(await completedTo()).toBe("2026-11-24T09:20:00.000Z");
  });

  test("says that a license does not end, and knows no other subscription", async () => {
    const { ask, started } = await running();
    expect(await ask("POST", "/subscriptions/l-1/usage-complete")).toMatchObject({ status: 409, body: { type: "notEnding" } });
    expect(await ask("POST", "/subscriptions/l-9/usage-complete")).toMatchObject({ status: 404, body: { type: "noSubscription" } });
    expect(started).toEqual([]);
  });
});

describe("GET /subscriptions/{id}/usage", () => {
  test("is empty before the first hour is sealed, kept by nobody, and joined to the caller's own name", async () => {
    const { ask } = await running();
    const { status, body, headers } = await ask("GET", "/subscriptions/l-1/usage");
    expect([status, body]).toMatchObject([200, { subscription: "l-1", month: "2026-11", lines: [], totals: {}, conserved: true }]);
    expect([headers.get("cache-control"), headers.get("x-correlation-id")]).toEqual(["no-store", "request-1"]);
  });

  test("shows what was reported before its hour is counted, and what became of it afterwards", async () => {
    const { ask, books } = await running();
    await ask("POST", "/usage", { records: [record("a"), record("b", { quantity: "0.25" })] });
    const waiting = { hour: "2026-11-24T09", dimension: "gb", state: "unsealed", recorded: "2.75", units: 0 };
    expect((await ask("GET", "/subscriptions/l-1/usage?month=2026-11")).body).toMatchObject({
      lines: [waiting],
      totals: { gb: { recorded: "2.75", pending: "2.75" } },
      sums: { gb: { cameIn: "2.75", accountedFor: "2.75" } },
    });
    const by = { correlation: "l-1", causation: "test", actor: "test" };
    await books.open("l-1", "2026-11-24", by);
    await books.write("l-1", "2026-11-24", { type: "Seal", data: nine }, by);
    const answers = [{ hour: nine.hour, dimension: "gb", answer: { status: "success", meteringRecordId: "mr-1" } }] as const;
    await books.write("l-1", "2026-11-24", { type: "RecordAnswers", data: { attempt: "run.1", answers } }, by);
    const { body } = await ask("GET", "/subscriptions/l-1/usage?month=2026-11");
    expect(body).toMatchObject({
      lines: [{ hour: "2026-11-24T09", state: "billed", units: 2, carriedOut: "0.75", meteringRecordId: "mr-1" }],
      totals: { gb: { recorded: "2.75", billed: "2", carriedIn: "0", carriedOut: "0.75", pending: "0" } },
      days: [{ day: "2026-11-24", totals: { gb: { recorded: "2.75", billed: "2" } } }],
      conserved: true,
    });
    expect((await ask("GET", "/subscriptions/l-1/usage?month=2026-10")).body).toMatchObject({ lines: [], days: [] });
  });

  test("refuses a month that is none, and an endpoint that is none", async () => {
    const { ask } = await running();
    expect(await ask("GET", "/subscriptions/l-1/usage?month=2026-13")).toMatchObject({ status: 400, body: { type: "invalidMonth" } });
    expect(await ask("GET", "/usage")).toMatchObject({ status: 404, body: { type: "nowhere" } });
  });
});
