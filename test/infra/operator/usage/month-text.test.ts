import { monthText } from "../../../../infra/operator/usage/month-text";
import { aMonth } from "./a-month";

const plain = (columns: number) => ({ tone: (_: string, text: string) => text, columns });

describe("a month's usage in a terminal", () => {
  test("fits 80 columns, with AWS's ids and remarks beneath their lines", async () => {
    const text = monthText(plain(80), await aMonth(), false);
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(text.split("\n").slice(0, 8)).toEqual([
      "gb_processed  1585 recorded = 1250 billed + 4.5 carried on + 311 refused + 19.5",
      "              pending",
      "hour       recorded  carried in  units  carried on  state",
      "11-24 07h   1250.75           0   1250        0.75  billed",
      "  2f6c1b1e-7d35-4a0c-9a43-0c5d5f1e0001",
      "11-24 08h         0        0.75      0        0.75  billed",
      "  2f6c1b1e-7d35-4a0c-9a43-0c5d5f1e0003",
      "  4 came late and went on to a later hour",
    ]);
    expect(text).toMatch(/^11-24 07h +3 +3 +0 +billed\n +2f6c1b1e-7d35-4a0c-9a43-0c5d5f1e0002 \(inferred\)$/m);
    expect(text).toContain("closed by finance: written off. The tag was ours, and wrong.");
    expect(text).toContain("1 line without usage is left out; --all shows them.");
  });

  test("has AWS's ids beside their lines where there is room", async () => {
    const text = monthText(plain(160), await aMonth(), true);
    expect(text).toMatch(/^11-24 07h .* billed +2f6c1b1e-7d35-4a0c-9a43-0c5d5f1e0001$/m);
    expect(text).not.toContain("left out");
  });

  test("says where every unit is, one sum a dimension", async () => {
    const text = monthText(plain(160), await aMonth(), false);
    expect(text).toContain("gb_processed  1585 recorded = 1250 billed + 4.5 carried on + 311 refused + 19.5 pending");
    expect(text).toContain("logins_extra  9 recorded = 5 included + 2 disputed + 2 pending");
    expect(text).toContain("Every unit is accounted for.");
  });

  test("leaves out hours that only hand a fraction on, and says what the license's end left of a unit", async () => {
    const month = await aMonth();
    const [line] = month.lines.filter(({ dimension }) => dimension === "gb_processed");
    const idle = { ...line!, recorded: "0", carriedIn: "0.75", units: 0, carriedOut: "0.75" };
    const last = { ...idle, hour: "2026-11-24T13", carriedOut: "0", lapsed: "0.75" };
    const text = monthText(plain(160), { ...month, lines: [line!, { ...idle, hour: "2026-11-24T12" }, last] }, false);
    expect(text).toContain("11-24 07h");
    expect(text).not.toContain("11-24 12h");
    expect(text).toMatch(/11-24 13h .*\n +0\.75 was left of a unit when the license ended: AWS bills whole ones, so it expired/);
    expect(text).toContain("1 line without usage is left out; --all shows them.");
  });

  test("says by how much the sums differ where they do", async () => {
    const month = await aMonth();
    const sums = { ...month.sums, logins_extra: { cameIn: "9", accountedFor: "8" } };
    const text = monthText(plain(160), { ...month, sums, conserved: false }, false);
    expect(text).toContain("≠ 5 included + 2 disputed + 2 pending: 9 came in, 8 is accounted for");
    expect(text).toContain("The sums do not agree");
  });
});
