import { Command, Option } from "commander";
import { WorkKind } from "../../../events/projections/worklist";
import { clock } from "../../../functions/kernel/task/clock";
import { readWorklist, type WorkItem } from "../../../functions/kernel/projections/read-worklist";
import { writeJson, type Context } from "../context";
import { EXIT_HELP } from "../problem";
import { fits, foldedCommand, table, type Row, type Terminal } from "../terminal";
import { ageText } from "../work/age";
import { accountOf, isTest, subjectOf, toldOf, WORK_TITLES } from "../work/meanings";
import type { Where } from "../where";

/** How far what is said of an item stands in (`table`). */
const INDENT = 2;

const rowOf = (terminal: Terminal, item: WorkItem, now: string): Row => {
  const { what, lines = [], step, commands = [] } = toldOf(item);
  const sentence = `${what.slice(0, 1).toUpperCase()}${what.slice(1)}${isTest(item) ? ", a test" : ""}.`;
  const words = lines.length === 0 ? [`${sentence} ${step}`] : [sentence, ...lines, step];
  return {
    cells: [ageText(item.since, now), WORK_TITLES[item.kind], subjectOf(item), accountOf(item) ?? ""],
    beneath: { column: 0, text: [...words, ...commands.map((command) => foldedCommand(terminal, INDENT, command))].join("\n") },
  };
};

const HEADING = ["waits", "what", "about", "AWS account"];

/** The account beneath its item, where the window has no room beside it. */
const accountBeneath = ({ cells, beneath }: Row): Row => {
  const account = cells.at(-1) ?? "";
  const text = [...(account === "" ? [] : [`AWS account ${account}`]), beneath?.text ?? ""].join("\n");
  return { cells: cells.slice(0, -1), beneath: { column: 0, text } };
};

/** What waits, as a table that fits the window. */
const listText = (terminal: Terminal, rows: readonly Row[]): string => {
  const wide = table(terminal, HEADING, rows);
  return fits(terminal, wide) ? wide : table(terminal, HEADING.slice(0, -1), rows.map(accountBeneath));
};

export const worklistCommand = ({ terminal, connect }: Context): Command =>
  new Command("worklist")
    .description("Shows what waits for a person, the longest waiting first, each with the command that settles it")
    .addOption(new Option("--kind <kind>", "only these").choices(WorkKind.options))
    .addHelpText("after", `\nExamples:\n  stallkeeper worklist --local\n  stallkeeper worklist --kind notRegistered --json\n${EXIT_HELP}`)
    .action(async (_: unknown, command: Command) => {
      const where = command.optsWithGlobals<Where & { readonly kind?: string }>();
      const only = WorkKind.safeParse(where.kind);
      const items = await readWorklist(connect(where), only.success ? [only.data] : undefined);
      if (where.json === true) {
        writeJson(terminal, { items });
        return;
      }
      if (items.length === 0) {
        terminal.line(terminal.tone("good", "Nothing waits for a person."));
        return;
      }
      const now = clock.now();
      terminal.line(
        listText(
          terminal,
          items.map((item) => rowOf(terminal, item, now)),
        ),
      );
    });
