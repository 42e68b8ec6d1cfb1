import * as markdown from "prettier/plugins/markdown";
import { format } from "prettier/standalone";
import type { Benchmark, Findings, Part, Table, Target } from "../benchmark";

/** A benchmark with what it found. */
export interface Section extends Pick<Benchmark, "name" | "title" | "question"> {
  readonly findings: Findings;
}

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");

const isNumber = (text: string): boolean => /^[–\d]/.test(text);

/** Columns of figures are aligned to the right, of words to the left. */
const tableOf = ({ heading, rows }: Table): string => {
  const rule = heading.map((_, column) => (rows.every((row) => isNumber(row[column] ?? "")) ? "---:" : "---"));
  return [heading.map(cell), rule, ...rows.map((row) => row.map(cell))].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
};

const partOf = (part: Part): string => {
  if ("text" in part) return part.text;
  return "table" in part ? tableOf(part.table) : `\`\`\`text\n${part.plot}\n\`\`\``;
};

const targetsOf = (targets: readonly Target[]): string =>
  tableOf({
    heading: ["Target", "Promised", "Measured", ""],
    rows: targets.map(({ what, promised, measured, met }) => [what, promised, measured, met ? "met" : "**missed**"]),
  });

const sectionOf = ({ title, question, findings }: Section): string => [`## ${title}`, question, ...findings.parts.map(partOf)].join("\n\n");

const INTRODUCTION = `Measured by \`npm run bench\`, which writes this page whole: change it there. Each benchmark checks that what it measures
is right, and fails if it is not. \`npm run bench -- --help\` tells how to run one of them. Times are of one laptop-sized
machine that does everything in it (the app, the embedded cloud, the simulated AWS Marketplace, a browser); calls, units,
transitions and bytes are the same on every machine, and are what AWS charges for.`;

/** The page in the house's format. @param machine the line that says what the figures are of */
export const report = (machine: string, sections: readonly Section[]): Promise<string> => {
  const targets = sections.flatMap(({ findings }) => findings.targets ?? []);
  const page = ["# Benchmarks", INTRODUCTION, `Machine: ${machine}.`, ...(targets.length > 0 ? [targetsOf(targets)] : []), ...sections.map(sectionOf)].join(
    "\n\n",
  );
  return format(page, { parser: "markdown", plugins: [markdown] });
};
