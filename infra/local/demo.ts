import { Command } from "commander";
import { run } from "../operator/program";
import { connect } from "../operator/connection";
import { standardOutput } from "../operator/terminal";
import { liveThrough } from "./demo/lifecycle";
import { meterAMonth, productsOfTheStory } from "./demo/metering/month";
import { until } from "./demo/patience";
import { walkIn } from "./demo/walk-in";
import { quietly } from "./quietly";
import { startStall, type Stall, type StallOptions } from "./stall";

const terminal = standardOutput();

const tell = (sentence: string): void => {
  terminal.line(`${terminal.tone("good", "✓")} ${sentence}`);
};

/** Does something on a throw-away cloud. @returns the exit code */
const onThrowAwayCloud = async (
  act: (stall: Stall) => Promise<number>,
  { productsFile, level = process.env["LOG_LEVEL"] }: Pick<StallOptions, "productsFile"> & { readonly level?: string } = {},
): Promise<number> => {
  const stall = await startStall({ port: 0, ...(productsFile !== undefined && { productsFile }), environment: quietly(level) });
  try {
    tell("An embedded cloud and a simulated AWS Marketplace are running.");
    return await act(stall);
  } catch (error) {
    terminal.line(`${terminal.tone("bad", "✗")} ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    await stall.stop();
  }
};

/** Tells a story, and then the timeline of each subscription it led through. @returns the exit code */
const demo = (story: (url: string) => Promise<readonly string[]>): Promise<number> =>
  onThrowAwayCloud(async (stall) => {
    const subscriptions = await story(stall.url);
    const complain = (message: string): void => {
      process.stderr.write(`${message}\n`);
    };
    const mails = await until("the buyer has got the mails 'received' and 'ready'", async () => {
      const sent = (await stall.outbox.list()).filter(({ service }) => service === "ses");
      return sent.length < 2 ? undefined : sent;
    });
    tell(`Buyers were written to ${mails.length} times: ${[...new Set(mails.map(({ subject }) => `'${subject ?? ""}'`))].join(", ")}.`);
    for (const subscription of subscriptions) {
      terminal.line();
      terminal.line(terminal.tone("strong", subscription));
      const code = await run(["timeline", subscription, "--local", "--port", String(stall.port)], { terminal, connect }, complain);
      if (code !== 0) return code;
    }
    return 0;
  });

const program = new Command("npm run demo --")
  .description("A buyer's way in without a browser: buys, posts the token, registers, waits for access, claims the log-in, and prints the timeline.")
  .option("--product <code>", "the code of the product to buy", "harbourlight0contract0001")
  .addHelpText(
    "after",
    "\nExamples:\n  npm run demo\n  npm run demo -- --product tidewater0subscription002\n  npm run demo -- lifecycle\n\nExit codes:\n  0  access was granted and the sample product received its events\n  1  it was not, or it did not",
  )
  .action(async ({ product }: { readonly product: string }) => {
    process.exit(await demo(async (url) => [(await walkIn(url, product, tell)).subscription]));
  });

program
  .command("lifecycle")
  .description("A buyer's years: buy, upgrade, renewal under a new license, advisory, cancellation, return; then a legacy listing's, told by SNS.")
  .addHelpText(
    "after",
    "\nExample:\n  npm run demo -- lifecycle\n\nExit codes:\n  0  access was what was bought after every step\n  1  it was not; the message names the step",
  )
  .action(async () => {
    process.exit(await demo((url) => liveThrough(url, terminal)));
  });

program
  .command("metering")
  .description(
    "A month of usage of three buyers, one for each paid model, with a lost reply, unprocessed records, a throttle, a late record, a fraction and a departure; at its end the ledger beside AWS's invoices.",
  )
  .addHelpText(
    "after",
    "\nExample:\n  npm run demo -- metering\n\nIt takes most of a minute.\n\nExit codes:\n  0  ledger and invoices agree to the unit, and all of that happened\n  1  they do not, or it did not; the message says what",
  )
  .action(async () => {
    const act = async (stall: Stall): Promise<number> => {
      await meterAMonth({ stall, terminal, connection: connect({ local: true, port: String(stall.port), prefix: "stallkeeper" }) });
      return 0;
    };
    // What fails there is meant to: the log's own lines on it would only be in the story's way.
    const level = process.env["LOG_LEVEL"] ?? "CRITICAL";
    process.exit(await onThrowAwayCloud(act, { productsFile: productsOfTheStory("infra/products.json"), level }));
  });

program.parse();
