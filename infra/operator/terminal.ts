import { stripVTControlCharacters, styleText } from "node:util";

/** How a piece of text is meant; a terminal shows it in colour. */
export type Tone = "good" | "bad" | "wait" | "faint" | "strong";

const STYLES = { good: "green", bad: "red", wait: "yellow", faint: "dim", strong: "bold" } as const;

/** Where a command writes what it found. */
export interface Terminal {
  readonly line: (text?: string) => void;
  readonly tone: (tone: Tone, text: string) => string;
  /** Whether a person sees it as it is written. */
  readonly isTty: boolean;
}

/** The process' standard output: coloured for a person, plain for a file or a pipe. */
export const standardOutput = (): Terminal => {
  const isTty = process.stdout.isTTY;
  const coloured = isTty && (process.env["NO_COLOR"] ?? "") === "";
  return {
    line: (text = "") => process.stdout.write(`${text}\n`),
    tone: (tone, text) => (coloured ? styleText(STYLES[tone], text) : text),
    isTty,
  };
};

const widthOf = (text: string): number => stripVTControlCharacters(text).length;

/** Puts rows under a heading, in columns as wide as their widest cell. */
export const table = ({ tone }: Pick<Terminal, "tone">, heading: readonly string[], rows: readonly (readonly string[])[]): string => {
  const widths = heading.map((title, column) => Math.max(widthOf(title), ...rows.map((row) => widthOf(row[column] ?? ""))));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell + " ".repeat(Math.max(0, (widths[column] ?? 0) - widthOf(cell))))
      .join("  ")
      .trimEnd();
  return [tone("faint", line(heading)), ...rows.map(line)].join("\n");
};

/** Names and values, one a line, the values aligned. */
export const listing = ({ tone }: Pick<Terminal, "tone">, entries: readonly (readonly [string, string])[]): string => {
  const width = Math.max(...entries.map(([name]) => name.length));
  return entries.map(([name, value]) => `${tone("faint", name.padEnd(width))}  ${value}`).join("\n");
};

/** Access in its colour. */
export const accessTone = (access: string): Tone => {
  if (access === "granted") return "good";
  return access === "revoked" || access === "suspended" ? "bad" : "wait";
};
