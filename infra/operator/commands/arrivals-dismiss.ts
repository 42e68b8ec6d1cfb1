import { Command } from "commander";
import { arrival as arrivals, arrivalStream } from "../../../events/arrival/decider";
import { clock } from "../../../functions/kernel/task/clock";
import { writeJson, type Context } from "../context";
import { checkedReason, operatorOf } from "../decision";
import { EXIT_HELP, Problem } from "../problem";
import { executionPage } from "../run-links";
import { watchExecution } from "../watch-execution";
import type { Where } from "../where";
import { dismissVisit } from "../work/visit";

interface Options extends Where {
  readonly reason: string;
  readonly by?: string;
}

export const arrivalsDismiss = ({ terminal, connect }: Context): Command =>
  new Command("dismiss")
    .description("Takes a visit without a license off the worklist, because nothing needs to be done about it")
    .argument("<arrival>", "the visit's id")
    .requiredOption("--reason <text>", "why; it stands in the log for ever, so no personal data")
    .option("--by <name>", "who decides")
    .addHelpText(
      "after",
      `
The visit is kept as it is: it can still be joined, and if AWS names a license to the same token after all, it is resolved.

Example:
  stallkeeper arrivals dismiss 6c8a5b1f0e4d4f7a --reason "The buyer came back and is set up, ticket 4716"
${EXIT_HELP}`,
    )
    .action(async (id: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const dismissal = { reason: checkedReason(options.reason), by: operatorOf(options) };
      const connection = connect(options);
      const execution = await dismissVisit({ ...connection, now: clock.now }, id, dismissal);
      const link = executionPage(options, execution);
      const { status, error } = await watchExecution(connection.machines, execution, () => Promise.resolve());
      const { state } = await connection.log.load(arrivals, arrivalStream(id));
      const dismissed = state.status === "unlicensed" ? state.dismissed : undefined;
      if (options.json === true) writeJson(terminal, { id, status, dismissed: dismissed ?? null, execution, run: link });
      if (status !== "SUCCEEDED") throw new Problem(`The run ended as ${status}${error === undefined ? "" : ` (${error})`}. See ${link}`);
      if (dismissed === undefined) throw new Problem(`The visit '${id}' was not dismissed: it is ${state.status} by now. Run: ${link}`);
      if (options.json === true) return;
      terminal.line(terminal.tone("good", "The visit was dismissed, and waits for nobody."));
      terminal.line(terminal.tone("faint", `Run: ${link}`));
    });
