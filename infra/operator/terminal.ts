import { stripVTControlCharacters, styleText } from "node:util";
import { Help } from "commander";

/** How a piece of text is meant; a terminal shows it in colour. */
export type Tone = "good" | "bad" | "wait" | "faint" | "strong";

const STYLES = { good: "green", bad: "red", wait: "yellow", faint: "dim", strong: "bold" } as const;

/** Where a command writes what it found. */
export interface Terminal {
  readonly line: (text?: string) => void;
  readonly tone: (tone: Tone, text: string) => string;
  /** Whether a person sees it as it is written. */
  readonly isTty: boolean;
  /** How many characters a line may have. */
  readonly columns: number;
}

/** For a file, a pipe, or a terminal that does not know its width: what a usual window shows. */
const USUAL_COLUMNS = 100;

/** The process' standard output: coloured for a person, plain for a file or a pipe. */
export const standardOutput = (): Terminal => {
  const isTty = process.stdout.isTTY;
  const coloured = isTty && (process.env["NO_COLOR"] ?? "") === "";
  return {
    line: (text = "") => process.stdout.write(`${text}\n`),
    tone: (tone, text) => (coloured ? styleText(STYLES[tone], text) : text),
    isTty,
    columns: isTty && process.stdout.columns > 0 ? process.stdout.columns : USUAL_COLUMNS,
  };
};

const widthOf = (text: string): number => stripVTControlCharacters(text).length;

/** A row of a table, and what is said beneath it, from one of its columns on. */
export interface Row {
  readonly cells: readonly string[];
  readonly beneath?: { readonly column: number; readonly text: string };
}

const GAP = "  ";

/** Narrower than this, a column of words can't be read: the window's edge may break it then. */
const NARROWEST = 24;

/** Words in lines of a width; what is longer than a line by itself stays whole. */
const fold = (text: string, width: number): readonly string[] => {
  const help = new Help();
  help.minWidthToWrap = NARROWEST;
  return help.boxWrap(text, width).split("\n");
};

/** Text in lines no longer than the window, from a column on. */
export const folded = ({ columns }: Pick<Terminal, "columns">, indent: number, text: string): readonly string[] =>
  fold(text, Math.max(NARROWEST, columns - indent)).map((line) => " ".repeat(indent) + line);

/** Whether no line of a text is longer than the window. */
export const fits = ({ columns }: Pick<Terminal, "columns">, text: string): boolean => text.split("\n").every((line) => widthOf(line) <= columns);

/** A command in lines no longer than the window, to be copied as it stands: a shell reads on after a backslash. Only options begin a line. */
export const foldedCommand = ({ columns }: Pick<Terminal, "columns">, indent: number, command: string): string =>
  command
    .split(/ (?=--)/)
    .reduce<readonly string[]>((lines, part) => {
      const last = lines.at(-1);
      if (last === undefined) return [part];
      const longer = `${last} ${part}`;
      return longer.length + " \\".length <= columns - indent ? [...lines.slice(0, -1), longer] : [...lines, `  ${part}`];
    }, [])
    .join(" \\\n");

/** Puts rows under a heading, in columns as wide as their widest cell; the last one is folded at the window's edge. */
export const table = ({ tone, columns }: Pick<Terminal, "tone" | "columns">, heading: readonly string[], rows: readonly Row[]): string => {
  const last = heading.length - 1;
  const widths = heading.map((title, column) => Math.max(widthOf(title), ...rows.map(({ cells }) => widthOf(cells[column] ?? ""))));
  const startOf = (column: number): number => widths.slice(0, column).reduce((sum, width) => sum + width + GAP.length, 0);
  const foldFrom = (start: number, text: string): readonly string[] => fold(text, Math.max(NARROWEST, columns - start));
  const line = (cells: readonly string[]): string => {
    const before = heading.slice(0, -1).map((_, column) => {
      const cell = cells[column] ?? "";
      return cell + " ".repeat(Math.max(0, (widths[column] ?? 0) - widthOf(cell)));
    });
    return [...before, foldFrom(startOf(last), cells[last] ?? "").join(`\n${" ".repeat(startOf(last))}`)].join(GAP).trimEnd();
  };
  const under = ({ column, text }: NonNullable<Row["beneath"]>): readonly string[] => {
    const start = startOf(column) + GAP.length;
    return foldFrom(start, text).map((part) => " ".repeat(start) + tone("faint", part));
  };
  return [tone("faint", line(heading)), ...rows.flatMap(({ cells, beneath }) => [line(cells), ...(beneath === undefined ? [] : under(beneath))])].join("\n");
};

/** Names and values, one a line, the values aligned and folded at the window's edge. */
export const listing = ({ tone, columns }: Pick<Terminal, "tone" | "columns">, entries: readonly (readonly [string, string])[]): string => {
  const width = Math.max(...entries.map(([name]) => name.length));
  const start = width + GAP.length;
  return entries.map(([name, value]) => `${tone("faint", name.padEnd(width))}${GAP}${folded({ columns }, start, value).join("\n").trimStart()}`).join("\n");
};

/** Access in its colour. */
export const accessTone = (access: string): Tone => {
  if (access === "granted") return "good";
  return access === "revoked" || access === "suspended" ? "bad" : "wait";
};
