import { storedUsageRecords } from "../../../functions/kernel/usage/usage-records";
import { storedUsageWork } from "../../../functions/kernel/usage/usage-work";
import { bought, tell } from "../../kit/buyer";
import { metered, NOW } from "./metered";

interface Shown {
  readonly lines: readonly { readonly hour: string; readonly state: string; readonly meteringRecordId?: string }[];
  readonly totals: object;
  readonly sums: object;
  readonly conserved: boolean;
}

describe("stallkeeper usage", () => {
  test("shows each hour with what AWS said, and where every unit is", async () => {
    const { cli } = await metered();
    const { out, code } = await cli("usage", "l-1", "--month", "2026-11");
    expect(code).toBe(0);
    expect(out).toMatch(/^l-1 +code +111122223333 +2026-11$/m);
    expect(out).toMatch(/11-24 07h +12\.5 +0 +12 +0\.5 +billed +mr-1/);
    expect(out).toMatch(/11-24 09h +3 +0\.5 +3 +0\.5 +refused +InvalidTagException/);
    expect(out).toContain("gb  15.5 recorded = 12 billed + 0.5 carried on + 3 refused");
    expect(out).toContain("The next hour finds 0.5 gb.");
    expect(out).toContain("Every unit is accounted for.");
  });

  test("counts in what was reported of an hour that is not sealed yet", async () => {
    const { cli, usage } = await metered();
    const records = storedUsageRecords(usage);
    const record = { reportedFor: "l-1", subscription: "l-1", dimension: "gb", quantity: "2.25", usedAt: NOW, tags: {} };
    await storedUsageWork(usage).open("l-1", "2026-11-24T10", "2026-11-24T11:15:00.000Z");
    await records.add([{ ...record, recordId: "a", hour: "2026-11-24T10" }], NOW);
    // An hour that is counted once more, of which all is counted, stands for nothing.
    await storedUsageWork(usage).open("l-1", "2026-11-24T09", "2026-11-24T11:15:00.000Z");
    await records.add([{ ...record, recordId: "b", quantity: "3", hour: "2026-11-24T09" }], NOW);
    const { out } = await cli("usage", "l-1", "--month", "2026-11");
    expect(out).toMatch(/11-24 10h +2\.25 +0 +not counted yet/);
    expect(out).toContain("17.75 recorded = 12 billed + 0.5 carried on + 3 refused + 2.25 pending");
  });

  test("is found by the account, and shows one dimension alone", async () => {
    const { cli } = await metered();
    expect((await cli("usage", "111122223333", "--month", "2026-11")).out).toContain("mr-1");
    const { lines, totals } = JSON.parse((await cli("usage", "l-1", "--month", "2026-11", "--dimension", "calls", "--json")).out) as Shown;
    expect([lines, totals]).toEqual([[], {}]);
  });

  test("is the product's own answer for machines, with the sums on either side", async () => {
    const { cli } = await metered();
    const shown = JSON.parse((await cli("usage", "l-1", "--month", "2026-11", "--json")).out) as Shown;
    expect(shown.lines.map(({ hour, state, meteringRecordId }) => [hour, state, meteringRecordId])).toEqual([
      ["2026-11-24T07", "billed", "mr-1"],
      ["2026-11-24T08", "billed", "mr-2"],
      ["2026-11-24T09", "refused", undefined],
    ]);
    expect(shown.totals).toMatchObject({ gb: { recorded: "15.5", carriedIn: "0", billed: "12", refused: "3", carriedOut: "0.5" } });
    expect(shown.sums).toEqual({ gb: { cameIn: "15.5", accountedFor: "15.5" } });
    expect(shown.conserved).toBe(true);
  });

  test("answers for machines several subscriptions in one document", async () => {
    const { cli, log, follow } = await metered();
    await tell(log, "l-2", ...bought());
    await follow("l-2");
    const { code, out } = await cli("usage", "111122223333", "--month", "2026-11", "--json");
    const { subscriptions, ...rest } = JSON.parse(out) as { readonly subscriptions: readonly Shown[] };
    expect([code, rest]).toEqual([0, { month: "2026-11", conserved: true }]);
    expect(subscriptions).toMatchObject([
      { subscription: "l-1", lines: [{}, {}, {}] },
      { subscription: "l-2", lines: [] },
    ]);
    expect((await cli("usage", "111122223333", "--month", "2026-11")).out).toContain("Nothing of 2026-11 was reported or sealed for l-2;");
  });

  test("names the dimensions there are where the one that is asked for has none", async () => {
    const { cli } = await metered();
    const { out } = await cli("usage", "l-1", "--month", "2026-11", "--dimension", "GB");
    expect(out).toBe("No GB of 2026-11 was reported or sealed for l-1; there is gb.");
    const { days } = JSON.parse((await cli("usage", "l-1", "--month", "2026-11", "--dimension", "GB", "--json")).out) as { readonly days: unknown };
    expect(days).toEqual([]);
  });

  test.each([
    ["a product beside who", ["l-1", "--product", "code"], "leave <who> out"],
    ["test purchases beside who", ["l-1", "--test-purchases"], "leave <who> out"],
    ["one dimension as CSV", ["l-1", "--csv", "--dimension", "gb"], "leave --dimension and --all out"],
    ["all hours as CSV", ["l-1", "--csv", "--all"], "leave --dimension and --all out"],
  ])("refuses what it would have to leave out unasked: %s", async (_, args, words) => {
    const { cli } = await metered();
    expect(await cli("usage", ...args)).toMatchObject({ code: 2, out: "", complaints: expect.stringContaining(words) as string });
  });

  test("says so where nothing is there, where nobody is known, and where the month is none", async () => {
    const { cli } = await metered();
    expect((await cli("usage", "l-1", "--month", "2026-10")).out).toContain("Nothing of 2026-10 was reported or sealed");
    expect(await cli("usage", "l-9")).toMatchObject({ code: 1, complaints: expect.stringContaining("Nothing is known under this.") as string });
    expect(await cli("usage", "l-1", "--month", "November")).toMatchObject({ code: 2 });
  });
});
