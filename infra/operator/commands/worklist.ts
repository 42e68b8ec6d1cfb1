import { Command, Option } from "commander";
import { WorkKind } from "../../../events/projections/worklist";
import { clock } from "../../../functions/kernel/clock";
import { readWorklist, type WorkItem } from "../../../functions/kernel/read-worklist";
import { writeJson, type Context } from "../context";
import { EXIT_HELP } from "../problem";
import { table, type Row } from "../terminal";
import { ageText } from "../work/age";
import { accountOf, isTest, subjectOf, toldOf, WORK_TITLES } from "../work/meanings";
import type { Where } from "../where";

const rowOf = (item: WorkItem, now: string): Row => {
  const { what, lines = [], step, commands = [] } = toldOf(item);
  const sentence = `${what.slice(0, 1).toUpperCase()}${what.slice(1)}${isTest(item) ? ", a test" : ""}.`;
  const words = lines.length === 0 ? [`${sentence} ${step}`] : [sentence, ...lines, step];
  return {
    cells: [ageText(item.since, now), WORK_TITLES[item.kind], subjectOf(item), accountOf(item) ?? ""],
    beneath: { column: 0, text: [...words, ...commands].join("\n") },
  };
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
        table(
          terminal,
          ["waits", "what", "about", "AWS account"],
          items.map((item) => rowOf(item, now)),
        ),
      );
    });
