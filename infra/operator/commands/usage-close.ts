import { Command, InvalidArgumentError, Option } from "commander";
import { Hour } from "../../../events/kernel/hour";
import { UsageResolution } from "../../../events/kernel/usage-problem";
import { writeJson, type Context } from "../context";
import { checkedReason, operatorOf, readDecided, refusalText } from "../decision";
import { EXIT, EXIT_HELP, Problem } from "../problem";
import { executionPage } from "../run-links";
import { watchExecution } from "../watch-execution";
import type { Where } from "../where";
import { closeUsage } from "../work/close-usage";
import { hourText } from "../work/usage-told";

interface Given extends Where {
  readonly hour: Hour;
  readonly dimension?: string;
  readonly as: UsageResolution;
  readonly reason: string;
  readonly by?: string;
}

const HELP = `
Examples:
  stallkeeper usage close l-6c8a5b1f --hour 2026-11-24T09 --dimension gb_processed --as writtenOff --reason "Ticket 4711"
  stallkeeper usage close l-6c8a5b1f --hour 2026-11-24T09 --dimension gb_processed --as billedByAws --reason "CloudTrail has our record"

--hour and --dimension say which record; 'stallkeeper worklist' names them.

--as says how the matter ended:
  billedByAws           AWS's own record is what was sealed, or what is billed there is right
  writtenOff            nobody bills it
  adjustmentRequested   AWS was asked to give money back (stallkeeper usage adjust)
${EXIT_HELP}`;

/** Reads an hour of UTC. */
export const readHour = (text: string): Hour => {
  const hour = Hour.safeParse(text);
  if (hour.success) return hour.data;
  throw new InvalidArgumentError("Name an hour of UTC like 2026-11-24T09.");
};

/** The options that name one line of a subscription's usage. */
export const lineOptions = (command: Command): Command =>
  command
    .argument("<subscription>", "the subscription's id")
    .requiredOption("--hour <hour>", "the hour, in UTC", readHour)
    .option("--dimension <key>", "the dimension");

/** The dimension that was named. @throws Problem without one */
export const dimensionOf = ({ dimension }: { readonly dimension?: string }): string => {
  if (dimension !== undefined) return dimension;
  throw new Problem("Name the dimension with --dimension <key>; 'stallkeeper worklist' shows which.", EXIT.usage);
};

export const usageClose = ({ terminal, connect }: Context): Command =>
  lineOptions(new Command("close").description("Closes usage that AWS does not bill as it was sealed: a person has seen to it"))
    .addOption(new Option("--as <how>", "how it ended").choices(UsageResolution.options).makeOptionMandatory())
    .requiredOption("--reason <text>", "why; it stands in the log for ever, so no personal data")
    .option("--by <name>", "who decides", undefined)
    .addHelpText("after", HELP)
    .action(async (subscription: string, _: unknown, called: Command) => {
      const given = called.optsWithGlobals<Given>();
      const { hour, as: resolution } = given;
      const dimension = dimensionOf(given);
      const closing = { subscription, reason: checkedReason(given.reason), by: operatorOf(given), hour, dimension, resolution };
      const connection = connect(given);
      const execution = await closeUsage(connection, closing);
      const link = executionPage(given, execution);
      const decided = readDecided(await watchExecution(connection.machines, execution, () => Promise.resolve()), link);
      if (given.json === true) writeJson(terminal, { ...decided, hour, dimension, resolution, execution, run: link });
      if (decided.outcome === "refused") throw new Problem(`${refusalText(decided.refusal)}\nRun: ${link}`);
      if (given.json === true) return;
      terminal.line(terminal.tone("good", `${dimension} of ${hourText(hour)} is off the worklist of ${subscription}: ${resolution}.`));
      terminal.line(terminal.tone("faint", `Run: ${link}`));
    });
