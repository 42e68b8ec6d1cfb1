import { Command, InvalidArgumentError } from "commander";
import { InvalidCatalogue } from "../../events/product/catalogue";
import { standardOutput } from "../operator/terminal";
import { quietly } from "./quietly";
import { takeMeteringEndpoint, UnusableEndpoint } from "./metering-endpoint";
import { startStall } from "./stall";
import { commandsAt, placesAt } from "./start/ways-on";

const port = (text: string): number => {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > 65_535) throw new InvalidArgumentError("A port is a whole number from 0 to 65535.");
  return number;
};

interface Options {
  readonly port: number;
  readonly data: string;
  readonly products: string;
}

const welcome = (at: number, data: string, meteringEndpoint: string | undefined): void => {
  const { line, tone } = standardOutput();
  const { simulator, fulfilment, sampleProduct, supportConsole } = placesAt(at);
  const { explain: ask, timeline, aws } = commandsAt(at);
  const link = (name: string, url: string): void => {
    line(`  ${name.padEnd(20)}${tone("strong", url)}`);
  };
  line();
  line(tone("good", "Stallkeeper is open: an embedded cloud, a simulated AWS Marketplace, and products sold there."));
  line();
  link("Start here", `http://localhost:${at}/`);
  link("Buy something", simulator);
  link("Fulfilment page", fulfilment);
  link("Sample products", sampleProduct);
  link("Support console", supportConsole);
  line();
  line("  After a purchase, see what happened and why:");
  line(`    ${ask}`);
  line(`    ${timeline}`);
  line("  Any AWS client works too:");
  line(`    ${aws.replace(" --endpoint-url", " \\\n      --endpoint-url")}`);
  line();
  if (meteringEndpoint !== undefined) line(`  Usage is metered to ${tone("strong", meteringEndpoint)}, not to the simulator.`);
  line(tone("faint", `Data is kept in ${data}. Stop with Ctrl+C; it goes on from there.`));
};

/** A port that is taken, and a configuration that can't be used, are told in words. */
const explain = (error: unknown, at: number): string => {
  if (error instanceof InvalidCatalogue || error instanceof UnusableEndpoint) return error.message;
  if (error instanceof Error && "code" in error && error.code === "EADDRINUSE")
    return `Port ${at} is taken. Stop what runs there, or choose another: npm start -- --port ${at + 1}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
};

const start = async ({ port: at, data, products }: Options): Promise<void> => {
  try {
    const meteringEndpoint = takeMeteringEndpoint(at);
    const stall = await startStall({ port: at, dataDir: data, productsFile: products, environment: quietly(process.env["LOG_LEVEL"]), meteringEndpoint });
    // What was woken and not served before the last stop is found and served.
    await stall.functions.invoke("stallkeeper-sweep", { all: true });
    welcome(stall.port, data, meteringEndpoint);
    const stop = (): void => void stall.stop().then(() => process.exit(0));
    process.once("SIGINT", stop);
    process.once("SIGTERM", stop);
  } catch (error) {
    process.stderr.write(`${explain(error, at)}\n`);
    process.exit(1);
  }
};

new Command("npm start --")
  .description("Runs Stallkeeper on this machine: the app on an embedded cloud, with a simulated AWS Marketplace and sample products.")
  .option("--port <number>", "where everything is served", port, 8700)
  .option("--data <folder>", "where data is kept", ".local/data")
  .option("--products <file>", "the products' configuration", "infra/products.json")
  .addHelpText(
    "after",
    "\nExamples:\n  npm start\n  npm start -- --port 9000 --data /tmp/stall\n\nLOG_LEVEL=INFO shows the functions' own log lines.\nAWS_ENDPOINT_URL_MARKETPLACE_METERING=<url> meters usage there instead of in the simulator.\n\nExit codes:\n  0  stopped\n  1  could not start; the message says why",
  )
  .action((options: Options) => void start(options))
  .parse();
