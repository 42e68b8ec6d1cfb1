import { Command, CommanderError } from "commander";
import { arrivalsCommand } from "./commands/arrivals";
import { consoleCommand } from "./commands/console";
import { continueCommand, grant, reread, restore, suspend } from "./commands/decide";
import { customers } from "./commands/customers";
import { eventsCommand } from "./commands/events";
import { explainCommand } from "./commands/explain";
import { mailCommand } from "./commands/mail";
import { noticesCommand } from "./commands/notices";
import { productsCommand } from "./commands/products";
import { rebuild } from "./commands/rebuild";
import { reconcile } from "./commands/reconcile";
import { replayCommand } from "./commands/replay";
import { schemas } from "./commands/schemas";
import { subscriptionCommand } from "./commands/subscription";
import { sweep } from "./commands/sweep";
import { timeline } from "./commands/timeline";
import { usageCommand } from "./commands/usage";
import { worklistCommand } from "./commands/worklist";
import type { Context } from "./context";
import { describeProblem, EXIT, EXIT_HELP } from "./problem";
import { DEFAULT_PORT, type Where } from "./where";

const DESCRIPTION = "Looks after a deployment of Stallkeeper, with the rights of the person who runs it.";

const HELP = `
Examples:
  stallkeeper explain --local 111122223333
  stallkeeper timeline --local l-6c8a5b1f0e4d4f7a9b2c3d4e5f607182
  stallkeeper rebuild subscriptions --region eu-west-1

Where it looks:
  --local is the embedded cloud of 'npm start'. Without it, AWS_ENDPOINT_URL, AWS_PROFILE and
  AWS's other variables count, as for any AWS tool.
${EXIT_HELP}`;

/** The whole command line. */
export const program = (context: Context): Command => {
  const root = new Command("stallkeeper")
    .description(DESCRIPTION)
    .option("--local", "the embedded cloud on this machine")
    .option("--port <number>", "the embedded cloud's port, with --local", DEFAULT_PORT)
    .option("--prefix <name>", "the first part of the deployment's names", "stallkeeper")
    .option("--region <name>", "the deployment's Region")
    .option("--json", "answer with one JSON document, for machines")
    .configureHelp({ showGlobalOptions: true })
    .addHelpText("after", HELP);
  const looking = [explainCommand, timeline, eventsCommand, subscriptionCommand, usageCommand, customers, worklistCommand, consoleCommand];
  const deciding = [suspend, restore, grant, continueCommand, reread, mailCommand, noticesCommand, arrivalsCommand];
  const keeping = [rebuild, reconcile, replayCommand, sweep, productsCommand, schemas];
  const commands = [...looking, ...deciding, ...keeping];
  for (const command of commands) root.addCommand(inherit(command(context), root));
  return root;
};

/** Commands built apart take over how the root ends and shows its help. */
const inherit = (command: Command, root: Command): Command => {
  command.copyInheritedSettings(root);
  for (const child of command.commands) inherit(child, command);
  return command;
};

const exitAll = (command: Command): void => {
  command.exitOverride();
  command.commands.forEach(exitAll);
};

/** Runs a command line. @returns the exit code */
export const run = async (args: readonly string[], context: Context, complain: (message: string) => void): Promise<number> => {
  const root = program(context);
  exitAll(root);
  try {
    await root.parseAsync(args, { from: "user" });
    return EXIT.done;
  } catch (error) {
    // Commander has said what is wrong with the command line, or shown the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    const { message, exitCode } = describeProblem(error, root.opts<Where>().prefix);
    complain(message);
    if ((process.env["DEBUG"] ?? "") !== "") complain(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return exitCode;
  }
};
