import { once } from "node:events";
import { Command, InvalidArgumentError } from "commander";
import { connectConsole } from "../console/connect";
import { serveConsole, type Served } from "../console/serve";
import type { Context } from "../context";
import { EXIT_HELP, Problem } from "../problem";
import { pointAt, type Where } from "../where";

/** Beside the embedded cloud's port. */
const CONSOLE_PORT = 8701;

const portOf = (text: string): number => {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > 65_535) throw new InvalidArgumentError("A port is a whole number from 0 to 65535.");
  return number;
};

interface Options extends Where {
  readonly allowActions: boolean;
  readonly consolePort: number;
}

const HELP = `
Examples:
  stallkeeper console --local
  AWS_PROFILE=seller stallkeeper console --region eu-west-1
  stallkeeper console --console-port 9001 --allow-actions

It answers on this machine alone, with your own AWS credentials: whoever can use this machine's ports can read what you
can. It only looks, unless it is started with --allow-actions. Stop it with Ctrl+C.
${EXIT_HELP}`;

const placeOf = ({ local, region = process.env["AWS_REGION"] }: Where): { readonly place: string; readonly atAws: boolean } =>
  local === true || process.env["AWS_ENDPOINT_URL"] !== undefined ? { place: "the embedded cloud", atAws: false } : { place: region ?? "AWS", atAws: true };

const start = async (options: Options): Promise<Served> => {
  const sources = connectConsole(options.prefix, placeOf(options));
  // What is wrong with the credentials or the Region is said here, not on the first page.
  await sources.executions.machines(`${options.prefix}-`);
  try {
    return await serveConsole(options.consolePort, { actions: options.allowActions, sources: () => sources });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EADDRINUSE")
      throw new Problem(
        `Port ${options.consolePort} is taken. Stop what runs there, or choose another: stallkeeper console --console-port ${options.consolePort + 1}`,
      );
    throw error;
  }
};

export const consoleCommand = ({ terminal }: Context): Command =>
  new Command("console")
    .description("Serves the support console on this machine: search, customers, timelines, runs, and what waits for a person")
    .option("--console-port <number>", "where the console answers", portOf, CONSOLE_PORT)
    .option("--allow-actions", "let the console redrive runs and dead letters, and release notices", false)
    .addHelpText("after", HELP)
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      pointAt(options);
      const { url, stop } = await start(options);
      terminal.line(`The support console is open: ${terminal.tone("strong", url)}`);
      terminal.line(
        terminal.tone(
          "faint",
          options.allowActions ? "Actions are allowed. Stop with Ctrl+C." : "It only looks; --allow-actions lets it act. Stop with Ctrl+C.",
        ),
      );
      await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
      await stop();
    });
