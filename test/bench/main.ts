import { writeFileSync } from "node:fs";
import { Argument, Command } from "commander";
import { standardOutput } from "../../infra/operator/terminal";
import { BENCHMARKS } from "./benchmarks/all";
import type { Benchmark } from "./benchmark";
import { progress } from "./progress";
import { machineLine } from "./report/machine";
import { report, type Section } from "./report/markdown";
import { Wrong } from "./right";

interface Options {
  readonly quick: boolean;
  readonly out?: string;
}

const REPORT = "BENCHMARKS.md";

const terminal = standardOutput();

const runAll = async (chosen: readonly Benchmark[], quick: boolean): Promise<readonly Section[]> => {
  const sections: Section[] = [];
  const shown = progress(chosen.length, terminal);
  try {
    for (const { name, title, question, run } of chosen) {
      shown.begin(name);
      const started = performance.now();
      const findings = await run({ quick, tell: shown.tell });
      shown.end(name, performance.now() - started);
      sections.push({ name, title, question, findings });
    }
  } finally {
    shown.stop();
  }
  return sections;
};

/** A whole report goes to the file; a part of one, or a quick look, would overwrite better figures, and is shown. */
const fileFor = (names: readonly string[], { quick, out }: Options): string | undefined => out ?? (names.length === 0 && !quick ? REPORT : undefined);

const bench = async (names: readonly string[], options: Options): Promise<number> => {
  const machine = machineLine(new Date());
  const chosen = names.length === 0 ? BENCHMARKS : BENCHMARKS.filter(({ name }) => names.includes(name));
  try {
    const page = await report(machine, await runAll(chosen, options.quick));
    const file = fileFor(names, options);
    if (file === undefined) terminal.line(`\n${page}`);
    else writeFileSync(file, page);
    if (file !== undefined) terminal.line(`${file} is written.`);
    return 0;
  } catch (error) {
    const why = error instanceof Wrong ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`${terminal.tone("bad", "✗")} ${why}\nNothing was written.\n`);
    return 1;
  }
};

const width = Math.max(...BENCHMARKS.map(({ name }) => name.length));

new Command("npm run bench --")
  .description(`Measures calls, units, transitions, bytes and times, checks that what it measures is right, and writes ${REPORT}.`)
  .addArgument(new Argument("[benchmark...]", "which ones; all if none is named").choices(BENCHMARKS.map(({ name }) => name)))
  .option("--quick", "fewer repetitions: a look in a minute or two, shown and not written", false)
  .option("--out <file>", `where the report goes; by default ${REPORT} for a whole run, and the screen for a part or a quick look`)
  .addHelpText(
    "after",
    `
Benchmarks:
${BENCHMARKS.map(({ name, title }) => `  ${name.padEnd(width)}  ${title}`).join("\n")}

Examples:
  npm run bench
  npm run bench -- --quick
  npm run bench -- notices rebuild
  npm run bench -- way-in --out /tmp/way-in.md

Amazon's DynamoDB Local is measured where Java is installed.

Exit codes:
  0  measured, and all of it was right
  1  something that was measured is wrong, or the command line is; the message says what, and nothing is written`,
  )
  .action(async (names: readonly string[], options: Options) => {
    process.exit(await bench(names, options));
  })
  .parse();
