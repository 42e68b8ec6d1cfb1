import { Command } from "commander";
import { run } from "../operator/program";
import { connect } from "../operator/connection";
import { standardOutput } from "../operator/terminal";
import { walkIn } from "./demo/walk-in";
import { quietly } from "./quietly";
import { startStall } from "./stall";

const terminal = standardOutput();

const tell = (sentence: string): void => {
  terminal.line(`${terminal.tone("good", "✓")} ${sentence}`);
};

/** The whole journey on a throw-away cloud. @returns the exit code */
const demo = async (product: string): Promise<number> => {
  const stall = await startStall({ port: 0, environment: quietly(process.env["LOG_LEVEL"]) });
  try {
    tell("An embedded cloud and a simulated AWS Marketplace are running.");
    const { subscription } = await walkIn(stall.url, product, tell);
    terminal.line();
    const complain = (message: string): void => {
      process.stderr.write(`${message}\n`);
    };
    return await run(["timeline", subscription, "--local", "--port", String(stall.port)], { terminal, connect }, complain);
  } catch (error) {
    terminal.line(`${terminal.tone("bad", "✗")} ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    await stall.stop();
  }
};

new Command("npm run demo --")
  .description("A buyer's way in without a browser: buys, posts the token, registers, waits for access, claims the log-in, and prints the timeline.")
  .option("--product <code>", "the code of the product to buy", "harbourlight0contract0001")
  .addHelpText(
    "after",
    "\nExample:\n  npm run demo -- --product tidewater0subscription002\n\nExit codes:\n  0  access was granted and the sample product received its events\n  1  it was not, or it did not",
  )
  .action(async ({ product }: { readonly product: string }) => {
    process.exit(await demo(product));
  })
  .parse();
