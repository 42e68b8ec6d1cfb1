import { Command } from "commander";
import { clock } from "../../../functions/kernel/task/clock";
import { writeJson, type Context } from "../context";
import { checkedReason, operatorOf } from "../decision";
import { EXIT_HELP, Problem } from "../problem";
import { executionPage } from "../run-links";
import { watchExecution } from "../watch-execution";
import type { Where } from "../where";
import { dismissNotice } from "../work/dismiss";
import { findNotice, noticeStanding } from "../work/release";

interface Options extends Where {
  readonly reason: string;
  readonly by?: string;
}

export const noticesDismiss = ({ terminal, connect }: Context): Command =>
  new Command("dismiss")
    .description("Takes a parked notice off the worklist, because nothing needs to be done about it")
    .argument("<notice>", "the notice's id")
    .requiredOption("--reason <text>", "why; it stands in the log for ever, so no personal data")
    .option("--by <name>", "who decides")
    .addHelpText(
      "after",
      `
The notice is kept as it is: 'stallkeeper notices list --dismissed' shows it, and it can still be released.

Example:
  stallkeeper notices dismiss 6c8a5b1f0e4d4f7a9b2c3d4e5f607182 --reason "About a product we no longer sell, ticket 4715"
${EXIT_HELP}`,
    )
    .action(async (id: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const dismissal = { reason: checkedReason(options.reason), by: operatorOf(options) };
      const connection = connect(options);
      const execution = await dismissNotice({ ...connection, now: clock.now }, id, dismissal);
      const link = executionPage(options, execution);
      const { status, error } = await watchExecution(connection.machines, execution, () => Promise.resolve());
      const found = await findNotice(connection.log, id);
      if (options.json === true) writeJson(terminal, { id, status, dismissed: found.dismissed ?? null, execution, run: link });
      if (status !== "SUCCEEDED") throw new Problem(`The run ended as ${status}${error === undefined ? "" : ` (${error})`}. See ${link}`);
      if (found.dismissed === undefined) throw new Problem(`The notice '${id}' was not dismissed: it is ${noticeStanding(found)}. Run: ${link}`);
      if (options.json === true) return;
      terminal.line(terminal.tone("good", "The notice was dismissed, and waits for nobody."));
      terminal.line(terminal.tone("faint", `Run: ${link}`));
    });
