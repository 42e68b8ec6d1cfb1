import { createWriteStream } from "node:fs";
import { once } from "node:events";
import type { UsageAnswer, UsageReport } from "../../../../events/public/usage";

/** A line that is not billed, and what to do about it. */
export interface RefusedLine {
  /** As an editor counts: the first line, with the columns' names, is 1. */
  readonly line: number;
  readonly recordId: string;
  /** The column at fault; empty where it is the whole line. */
  readonly field: string;
  /** As the API has it. */
  readonly code: string;
  readonly message: string;
}

/** The column that a refusal is about. */
const FIELDS: Readonly<Record<string, string>> = {
  recordIdInUse: "recordId",
  unknownSubscription: "subscription",
  notMetered: "dimension",
  unknownDimension: "dimension",
  unknownTag: "tags",
  inTheFuture: "usedAt",
  beforeTheStart: "usedAt",
  afterTheEnd: "usedAt",
  tooLate: "usedAt",
};

/** What the API would not take; undefined where it did. */
export const refusalOf = (line: number, report: UsageReport, answer: UsageAnswer): RefusedLine | undefined => {
  if (answer.status === "accepted" || answer.status === "duplicate") return undefined;
  return { line, recordId: report.recordId, field: FIELDS[answer.code] ?? "", code: answer.code, message: answer.message };
};

const quoted = (text: string): string => (/[",\r\n]/.test(text) || /^[=+\-@]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Where refused lines are written, one after the other. */
export interface RefusedFile {
  readonly add: (refused: RefusedLine) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A CSV file of refused lines. @throws where it can't be written */
export const refusedFile = async (path: string): Promise<RefusedFile> => {
  const stream = createWriteStream(path);
  await once(stream, "open");
  const write = async (cells: readonly string[]): Promise<void> => {
    if (!stream.write(`${cells.map(quoted).join(",")}\n`)) await once(stream, "drain");
  };
  await write(["line", "recordId", "field", "code", "what to do"]);
  return {
    add: ({ line, recordId, field, code, message }) => write([String(line), recordId, field, code, message]),
    close: async () => {
      stream.end();
      await once(stream, "close");
    },
  };
};
