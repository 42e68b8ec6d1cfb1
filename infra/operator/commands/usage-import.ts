import { statSync } from "node:fs";
import { SingleBar } from "cli-progress";
import { Command } from "commander";
import { signedPost } from "../../../functions/kernel/usage/signed-post";
import { usageReporter, UsageUnanswered } from "../../../functions/kernel/usage/usage-client";
import { writeJson, type Context } from "../context";
import { EXIT, EXIT_HELP, Problem } from "../problem";
import { table, type Terminal } from "../terminal";
import { importUsage, type Imported } from "../usage/import/import-usage";
import { refusedFile, type RefusedLine } from "../usage/import/refused-line";
import { readUsageFile } from "../usage/import/usage-file";
import { embeddedCloud, pointAt, type Where } from "../where";

interface Options extends Where {
  readonly api?: string;
  readonly dryRun?: boolean;
  readonly idsFromContent?: boolean;
  readonly refused?: string;
}

/** Where the deployment says it (infra/aws/stallkeeper-stack.ts). */
const API_ADDRESS = `It is the stack's output 'ProductApiUrl', which 'cdk deploy' shows at its end; to see it again:
  aws cloudformation describe-stacks --stack-name Stallkeeper --output text \\
    --query "Stacks[0].Outputs[?OutputKey=='ProductApiUrl'].OutputValue"`;

const HELP = `
The file's first line names its columns, in any order: recordId, subscription, dimension, quantity, usedAt, and 'tag:<key>' for each tag.
A line counts once under its recordId, so that a file may be imported as often as you like: after a fault, import it again.

--api: ${API_ADDRESS}

Examples:
  stallkeeper usage import --local november.csv --dry-run
  stallkeeper usage import november.csv --api https://….execute-api.eu-west-1.amazonaws.com/v1 --refused refused.csv
${EXIT_HELP}`;

/** So many refused lines are shown; --refused writes all of them. */
const SHOWN = 20;

const apiOf = (options: Options): string => {
  const embedded = embeddedCloud(options);
  const url = options.api ?? (embedded === undefined ? undefined : `${embedded.replace(/\/$/, "")}/product-api`);
  if (url !== undefined && /^https?:/.test(url) && URL.canParse(url)) return url;
  throw new Problem(
    url === undefined
      ? `Name the address of the product API with --api, or --local for that of 'npm start'. ${API_ADDRESS}`
      : `'${url}' is no address like https://….execute-api.eu-west-1.amazonaws.com/v1. ${API_ADDRESS}`,
    EXIT.usage,
  );
};

const sizeOf = (file: string): number => {
  try {
    return statSync(file).size;
  } catch (error) {
    throw new Problem(`'${file}' can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
};

const barFor = ({ json }: Options, { isTty }: Terminal): SingleBar | undefined =>
  json === true || !isTty
    ? undefined
    : new SingleBar({
        format: "{bar} {percentage} %  {lines} lines, {refused} refused  {eta_formatted} to go",
        barCompleteChar: "█",
        barIncompleteChar: "░",
        hideCursor: true,
        clearOnComplete: true,
      });

const count = (number: number, noun: string): string => `${number.toLocaleString("en-US")} ${noun}${number === 1 ? "" : "s"}`;

const summaryOf = ({ lines, accepted, late, duplicates, refused }: Imported, dryRun: boolean): string => {
  const would = dryRun ? "would be " : "";
  const parts = [
    `${accepted.toLocaleString("en-US")} ${would}taken${late > 0 ? ` (${late.toLocaleString("en-US")} late)` : ""}`,
    ...(duplicates > 0 ? [`${duplicates.toLocaleString("en-US")} known already`] : []),
    ...(refused > 0 ? [`${refused.toLocaleString("en-US")} refused`] : []),
  ];
  return `Of ${count(lines, "line")} ${parts.join(", ")}.${dryRun ? " Nothing was sent to be kept." : ""}`;
};

const showRefused = (terminal: Terminal, shown: readonly RefusedLine[], { refused }: Imported, file: string | undefined): void => {
  if (shown.length === 0) return;
  const rows = shown.map(({ line, recordId, field, code, message }) => ({ cells: [String(line), recordId, field === "" ? code : field, message] }));
  terminal.line(table(terminal, ["line", "recordId", "field", "what to do"], rows));
  if (refused > shown.length)
    terminal.line(
      terminal.tone(
        "faint",
        `and ${count(refused - shown.length, "line")} more; ${file === undefined ? "--refused <file> writes all of them" : `all are in ${file}`}.`,
      ),
    );
  terminal.line();
};

export const usageImport = ({ terminal }: Context): Command =>
  new Command("import")
    .description("Reports the usage in a CSV file, each line by itself; what was taken before counts once")
    .argument("<file>", "the CSV file")
    .option("--dry-run", "say what would become of each line, and keep nothing")
    .option("--refused <file>", "write the lines that are refused there, with what to do")
    .option("--ids-from-content", "name lines without a recordId by what they say: two that say the same are the same usage")
    .option("--api <url>", "the product API; --local knows its own")
    .addHelpText("after", HELP)
    .action(async (file: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      pointAt(options);
      const url = apiOf(options);
      const size = sizeOf(file);
      const dryRun = options.dryRun === true;
      const report = options.refused === undefined ? undefined : await refusedFile(options.refused);
      const bar = barFor(options, terminal);
      const shown: RefusedLine[] = [];
      let last: Imported = { lines: 0, accepted: 0, late: 0, duplicates: 0, refused: 0 };
      bar?.start(size, 0, { lines: 0, refused: 0 });
      try {
        const imported = await importUsage(readUsageFile(file, options.idsFromContent === true), {
          client: usageReporter({ post: signedPost({ url, ...(options.region !== undefined && { region: options.region }) }), dryRun }),
          refuse: async (refused) => {
            if (shown.length < SHOWN) shown.push(refused);
            await report?.add(refused);
          },
          progress: (now, bytes) => {
            last = now;
            bar?.update(bytes, { lines: now.lines.toLocaleString("en-US"), refused: now.refused.toLocaleString("en-US") });
          },
        });
        bar?.stop();
        const byLine = shown.toSorted((one, other) => one.line - other.line);
        if (options.json === true) writeJson(terminal, { ...imported, dryRun, refusedLines: byLine });
        else {
          showRefused(terminal, byLine, imported, options.refused);
          terminal.line(terminal.tone(imported.refused === 0 ? "good" : "bad", summaryOf(imported, dryRun)));
        }
        if (imported.refused > 0)
          throw new Problem(
            `${count(imported.refused, "line")} ${dryRun ? "would be" : "were"} refused. Mend them and import the file again: the others count once.`,
          );
      } catch (error) {
        if (error instanceof UsageUnanswered)
          throw new Problem(`${error.message}\n${summaryOf(last, dryRun)} Import the file again: what was taken counts once.`, EXIT.unreachable);
        throw error;
      } finally {
        bar?.stop();
        await report?.close();
      }
    });
