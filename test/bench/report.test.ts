import { report, type Section } from "./report/markdown";
import { dollars, duration, rate, rounded, size, whole } from "./report/numbers";
import { barPlot } from "./report/plot";

const section: Section = {
  name: "one",
  title: "One thing",
  question: "How long is it?",
  findings: {
    parts: [{ table: { heading: ["What", "How long"], rows: [["a | b", "1,000"]] } }, { plot: "▁▂▃" }, { text: "That is all." }],
    targets: [
      { what: "Length", promised: "under 2", measured: "1", met: true },
      { what: "Width", promised: "under 2", measured: "3", met: false },
    ],
  },
};

describe("the report", () => {
  test("has the machine, the targets and every section", async () => {
    const page = await report("2 cores", [section]);
    expect(page).toContain("Machine: 2 cores.");
    expect(page).toMatch(/\| Length +\| under 2 +\| +1 \| met +\|/);
    expect(page).toMatch(/\| Width +\| under 2 +\| +3 \| \*\*missed\*\* +\|/);
    expect(page).toContain("## One thing\n\nHow long is it?");
    expect(page).toContain("```text\n▁▂▃\n```");
    expect(page.endsWith("\n")).toBe(true);
  });

  test("aligns figures to the right, and lets no cell break its row", async () => {
    const page = await report("", [section]);
    expect(page).toMatch(/\| a \\\| b +\| +1,000 \|/);
    expect(page).toMatch(/\| -+ +\| -+: \|/);
  });

  test("has no table of targets where none was promised", async () => {
    expect(await report("", [{ ...section, findings: { parts: [] } }])).not.toContain("Promised");
  });
});

describe("a number", () => {
  test("is shown with as many digits as mean something", () => {
    expect([whole(12_345.6), rounded(0.123456), rounded(12.3456), rounded(1234.5), rate(30, 1_500)]).toEqual(["12,346", "0.123", "12.3", "1,235", "20"]);
  });

  test("of dollars has cents where they count", () => {
    expect([0.00126, 2.8, 99.5, 1256.4].map(dollars)).toEqual(["$0.00126", "$2.80", "$99.50", "$1,256"]);
  });

  test("has the unit it is read best in", () => {
    expect([duration(4.5678), duration(999), duration(1_000), size(1_023), size(1_536)]).toEqual(["4.57 ms", "999 ms", "1 s", "1,023 B", "1.5 KB"]);
  });
});

describe("a plot", () => {
  test("draws the greatest over the whole width, and shows what is hardly there", () => {
    const [heading, small, none, great] = barPlot("sizes", [
      { label: "1", value: 1, shown: "one" },
      { label: "2", value: 0, shown: "none" },
      { label: "10", value: 1_000, shown: "many" },
    ]).split("\n");
    expect([heading, small, none, great]).toEqual(["sizes", " 1 │█ one", " 2 │ none", `10 │${"█".repeat(48)} many`]);
  });
});
