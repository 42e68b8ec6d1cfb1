import { foldedCommand, table } from "../../../infra/operator/terminal";

const plain = { tone: (_: string, text: string) => text, columns: 40 };
const coloured = { tone: (_: string, text: string) => `\u001B[1m${text}\u001B[22m`, columns: 40 };

describe("a table", () => {
  test("folds its last column at the window's edge, and says what is beneath from the column named", () => {
    const rows = [{ cells: ["1", "granted", "AWS says that the license is active."], beneath: { column: 1, text: "Record the arrival: onboard-1" } }];
    expect(table(plain, ["#", "access", "because"], rows).split("\n")).toEqual([
      "#  access   because",
      "1  granted  AWS says that the license is",
      "            active.",
      "     Record the arrival: onboard-1",
    ]);
  });

  test("breaks no id, however long it is", () => {
    const id = `l-${"0".repeat(60)}`;
    expect(table(plain, ["id"], [{ cells: [id] }])).toBe(`id\n${id}`);
  });

  test("is as wide with colours as without", () => {
    const of = ({ tone, columns }: typeof plain) => table({ tone, columns }, ["a", "b"], [{ cells: [tone("good", "long"), "x"] }, { cells: ["c", "y"] }]);
    // eslint-disable-next-line no-control-regex -- the colours are what is taken away
    expect(of(coloured).replace(/\u001B\[\d+m/g, "")).toBe(of(plain));
  });
});

describe("a command in a terminal", () => {
  const command = 'stallkeeper usage close l-6c8a5b1f --hour 2026-11-24T09 --dimension gb_processed --as writtenOff --reason "…"';

  test("is folded so that a shell reads it as one when it is copied", () => {
    expect(foldedCommand({ columns: 62 }, 2, command).split("\n")).toEqual([
      "stallkeeper usage close l-6c8a5b1f --hour 2026-11-24T09 \\",
      '  --dimension gb_processed --as writtenOff --reason "…"',
    ]);
    for (const columns of [40, 60, 80, 200]) expect(foldedCommand({ columns }, 2, command).replaceAll(/ \\\n +/g, " ")).toBe(command);
    expect(foldedCommand({ columns: 200 }, 2, command)).toBe(command);
  });
});
