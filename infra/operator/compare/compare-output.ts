import { folded, table, type Row, type Terminal } from "../terminal";
import { STATE_WORDS } from "../usage/state-words";
import type { Compared, Difference, DifferenceKind, Report } from "./difference";

/** Where a comparison goes, as it is made. */
export interface CompareOutput {
  readonly report: Report;
  /** @returns how many differences there were */
  readonly end: (compared: Compared) => number;
}

const KINDS: Readonly<Record<DifferenceKind, string>> = {
  onlyAws: "AWS has it, the ledger does not",
  onlyLedger: "the ledger has it, AWS does not",
  quantity: "the quantities differ",
  record: "the same quantity under another record",
};

/** A person reads no more, and a table is made whole. */
const LISTED = 200;

const rowOf = ({ tone }: Terminal, { when, who, dimension, aws, ledger, kind, state, awsRecord, ledgerRecord }: Difference): Row => {
  const records = [awsRecord === null ? "" : `AWS's record ${awsRecord}`, ledgerRecord === null ? "" : `the ledger's ${ledgerRecord}`];
  const beneath = [who, ...(state === null || state === "billed" ? [] : [`in the ledger: ${STATE_WORDS[state].words}`]), ...records].filter(
    (text) => text !== "",
  );
  return {
    cells: [when.length > "2026-11-24".length ? `${when.replace("T", " ")}h` : when, dimension, aws ?? "–", ledger ?? "–", tone("bad", KINDS[kind])],
    beneath: { column: 0, text: beneath.join(", ") },
  };
};

const counted = (count: number, one: string, many: string): string => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

/** For a person: the first differences, and how many there are. */
export const tableOutput = (terminal: Terminal, grain: "hour" | "day"): CompareOutput => {
  const rows: Row[] = [];
  let found = 0;
  const say = (text: string): void => {
    terminal.line(folded(terminal, 0, text).join("\n"));
  };
  return {
    report: (difference) => {
      found += 1;
      if (rows.length < LISTED) rows.push(rowOf(terminal, difference));
    },
    end: ({ from, until, agreed, outside, notShown }) => {
      if (rows.length > 0) terminal.line(`${table(terminal, [`${grain} (UTC)`, "dimension", "AWS", "ledger", "difference"], rows)}\n`);
      if (found > rows.length) say(`${counted(found - rows.length, "more is", "more are")} not shown here; --json lists all.`);
      say(`${counted(agreed, grain, `${grain}s`)} of a dimension ${agreed === 1 ? "is" : "are"} the same on both sides. The files cover ${from} to ${until}.`);
      if (outside > 0)
        say(`${counted(outside, "line", "lines")} of the ledger ${outside === 1 ? "was" : "were"} answered by AWS at another time, and not compared.`);
      if (notShown > 0)
        say(`CloudTrail leaves out ${counted(notShown, "record or call", "records or calls")} that were too long for it; of these it tells nothing.`);
      if (found === 0) terminal.line(terminal.tone("good", "AWS and the ledger agree."));
      return found;
    },
  };
};

/** One JSON document, difference by difference. One that breaks off is none. */
export const jsonOutput = (terminal: Terminal): CompareOutput => {
  let found = 0;
  terminal.line('{"differences":[');
  return {
    report: (difference) => {
      terminal.line(`${found === 0 ? "" : ","}${JSON.stringify(difference)}`);
      found += 1;
    },
    end: (compared) => {
      terminal.line(`],"agree":${String(found === 0)},"compared":${JSON.stringify(compared)}}`);
      return found;
    },
  };
};
