import { isZero, ZERO } from "../../../events/kernel/quantity";
import type { Totals } from "../../../events/usage/totals";
import type { LedgerLine } from "../../../events/usage/ledger";
import type { UsageMonth } from "../../../functions/kernel/usage/usage-month";
import { fits, folded, table, type Row, type Terminal } from "../terminal";
import { AMOUNT_WORDS, answerTo, isTelling, remarksOn, STATE_WORDS } from "./state-words";

type Plain = Pick<Terminal, "tone" | "columns">;

/** A column of numbers, as wide as its widest, the digits under each other. */
const NUMBERS = [
  { title: "recorded", of: ({ recorded }: LedgerLine) => recorded, always: true },
  { title: "carried in", of: ({ carriedIn }: LedgerLine) => carriedIn, always: false },
  { title: "included", of: ({ included }: LedgerLine) => included, always: false },
  { title: "units", of: ({ units, state }: LedgerLine) => (state === "unsealed" ? "" : String(units)), always: true },
  { title: "carried on", of: ({ carriedOut, state }: LedgerLine) => (state === "unsealed" ? "" : carriedOut), always: false },
] as const;

/** `11-24 07h`: the year is in the heading. */
const hourText = (hour: string): string => `${hour.slice("2026-".length).replace("T", " ")}h`;

/** The ledger of one dimension. AWS's ids stand in a column where the window has room for it, else each beneath its line. */
const ledger = (terminal: Plain, lines: readonly LedgerLine[]): string => {
  const shown = NUMBERS.filter(({ of, always }) => always || lines.some((line) => !["", ZERO].includes(of(line))));
  const columns = shown.map(({ title, of }) => {
    const width = Math.max(title.length, ...lines.map((line) => of(line).length));
    return { title: title.padStart(width), of: (line: LedgerLine) => of(line).padStart(width) };
  });
  const heading = ["hour", ...columns.map(({ title }) => title), "state"];
  const cellsOf = (line: LedgerLine): readonly string[] => {
    const { tone, words } = STATE_WORDS[line.state];
    return [hourText(line.hour), ...columns.map(({ of }) => of(line)), terminal.tone(tone, words)];
  };
  const beneath = (texts: readonly string[]): Pick<Row, "beneath"> => {
    const text = texts.filter((one) => one !== "").join("\n");
    return text === "" ? {} : { beneath: { column: 0, text } };
  };
  const wide = table(
    terminal,
    [...heading, "AWS's record, or why not"],
    lines.map((line) => ({ cells: [...cellsOf(line), answerTo(line)], ...beneath(remarksOn(line)) })),
  );
  if (fits(terminal, wide)) return wide;
  return table(
    terminal,
    heading,
    lines.map((line) => ({ cells: cellsOf(line), ...beneath([answerTo(line), ...remarksOn(line)]) })),
  );
};

const ENDINGS = ["billed", "included", "carriedOut", "refused", "disputed", "expired", "dryRun", "pending"] as const satisfies readonly (keyof Totals)[];

/** `15.5 recorded = 12 billed + 0.5 carried on + 3 refused`: what came in, and where it is. */
export const sumText = (totals: Totals, { cameIn, accountedFor }: UsageMonth["sums"][string]): string => {
  const parts = (names: readonly (keyof Totals)[]): string => {
    const some = names.filter((name) => !isZero(totals[name]));
    return some.length === 0 ? "0" : some.map((name) => `${totals[name]} ${AMOUNT_WORDS[name]}`).join(" + ");
  };
  const endings = parts(ENDINGS);
  return cameIn === accountedFor
    ? `${parts(["recorded", "carriedIn"])} = ${endings}`
    : `${parts(["recorded", "carriedIn"])} ≠ ${endings}: ${cameIn} came in, ${accountedFor} is accounted for`;
};

/** One dimension: where its units are, and its lines beneath. */
const dimensionText = (terminal: Plain, dimension: string, { totals, sums }: UsageMonth, lines: readonly LedgerLine[]): string => {
  const [some, both] = [totals[dimension], sums[dimension]];
  const sum = some === undefined || both === undefined ? "0 recorded" : sumText(some, both);
  const [name = "", ...rest] = folded(terminal, dimension.length + 2, sum);
  const heading = [terminal.tone("strong", dimension) + name.slice(dimension.length), ...rest].join("\n");
  return lines.length === 0 ? heading : `${heading}\n${ledger(terminal, lines)}`;
};

/** A month of one subscription's usage for a person. @param all whether hours without usage are shown, too */
export const monthText = (terminal: Plain, month: UsageMonth, all: boolean): string => {
  const shown = month.lines.filter((line) => all || isTelling(line));
  const left = month.lines.length - shown.length;
  const dimensions = [...new Set([...Object.keys(month.totals), ...shown.map(({ dimension }) => dimension)])].toSorted();
  const waiting = Object.entries(month.carried).map(([dimension, quantity]) => `${quantity} ${dimension}`);
  return [
    ...dimensions.flatMap((dimension) => {
      const own = shown.filter((line) => line.dimension === dimension);
      return [dimensionText(terminal, dimension, month, own), ""];
    }),
    ...(left === 0
      ? []
      : [terminal.tone("faint", `${left} ${left === 1 ? "line" : "lines"} without usage ${left === 1 ? "is" : "are"} left out; --all shows them.`)]),
    ...(waiting.length === 0 ? [] : [`The next hour finds ${waiting.join(", ")}.`]),
    month.conserved
      ? terminal.tone("good", "Every unit is accounted for.")
      : terminal.tone("bad", "The sums do not agree: see 'stallkeeper-usage-not-conserved' in RUNBOOK.md."),
  ].join("\n");
};
