import type { Sealing } from "../../../events/usage/commands";
import { usageBooks } from "../../../functions/kernel/usage-books";
import { operator } from "./operator";

const NOW = "2026-11-24T10:15:00.000Z";
const BY = { correlation: "l-1", causation: "metering-1", actor: "stallkeeper", run: "metering-1", state: "Tell AWS of the hours that are over" };
const sealing = (hour: string, gb: string): Sealing => ({
  hour,
  billedTo: { form: "license", licenseArn: "arn:aws:license-manager::1:license:l-1", awsAccountId: "111122223333" },
  region: "us-east-1",
  timestamp: `${hour}:00:00.000Z`,
  deadline: "2026-11-25T08:00:00.000Z",
  dimensions: ["gb"],
  recorded: { gb },
  allowances: [],
  zero: true,
  final: false,
  allocations: {},
});

/** A buyer with three sealed hours: one billed, one without usage, one that AWS refused. */
const metered = async () => {
  const desk = await operator();
  const { open, write } = usageBooks({ store: desk.log, clock: { now: () => NOW } });
  await open("l-1", "2026-11-24", BY);
  for (const [hour, gb] of [
    ["2026-11-24T07", "12.5"],
    ["2026-11-24T08", "0"],
    ["2026-11-24T09", "3"],
  ] as const) {
    await write("l-1", "2026-11-24", { type: "Seal", data: sealing(hour, gb) }, BY);
  }
  const answers = [
    { hour: "2026-11-24T07", dimension: "gb", answer: { status: "success", meteringRecordId: "mr-1" } },
    { hour: "2026-11-24T08", dimension: "gb", answer: { status: "success", meteringRecordId: "mr-2" } },
    { hour: "2026-11-24T09", dimension: "gb", answer: { status: "refused", error: "InvalidTagException" } },
  ] as const;
  await write("l-1", "2026-11-24", { type: "RecordAnswers", data: { attempt: "metering-1.1", answers } }, BY);
  return desk;
};

describe("stallkeeper usage", () => {
  test("shows each hour with what AWS said, and whether every unit is accounted for", async () => {
    const { cli } = await metered();
    const { out, code } = await cli("usage", "l-1", "--month", "2026-11");
    expect(code).toBe(0);
    expect(out).toMatch(/2026-11-24 07h +gb +12\.5 +0 +0 +12 +0\.5 +billed +mr-1/);
    expect(out).toMatch(/2026-11-24 09h +gb +3 +0\.5 +0 +3 +0\.5 +refused +InvalidTagException/);
    expect(out).toContain("The next hour finds 0.5 gb.");
    expect(out).toContain("Every unit is accounted for.");
  });

  test("is the product's own answer for machines", async () => {
    const { cli } = await metered();
    const { lines, totals, conserved } = JSON.parse((await cli("usage", "l-1", "--month", "2026-11", "--json")).out) as {
      readonly lines: readonly { readonly state: string }[];
      readonly totals: Readonly<Record<string, object>>;
      readonly conserved: boolean;
    };
    expect(lines.map(({ state }) => state)).toEqual(["billed", "billed", "refused"]);
    expect(totals).toMatchObject({ gb: { recorded: "15.5", billed: "12", refused: "3" } });
    expect(conserved).toBe(true);
  });

  test("says so where nothing is sealed, where nobody is known, and where the month is none", async () => {
    const { cli } = await metered();
    expect((await cli("usage", "l-1", "--month", "2026-10")).out).toContain("Nothing of 2026-10 is sealed.");
    expect(await cli("usage", "l-9")).toMatchObject({ code: 1, complaints: expect.stringContaining("No subscription 'l-9' is known.") as string });
    expect(await cli("usage", "l-1", "--month", "November")).toMatchObject({ code: 2 });
  });
});
