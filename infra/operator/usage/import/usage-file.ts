import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { CsvError, parse, type Info } from "csv-parse";
import { z } from "zod";
import type { UsageReport } from "../../../../events/public/usage";
import { ReportedUsage } from "../../../../events/usage/intake";
import { csvFault } from "../../csv-fault";
import { Problem } from "../../problem";
import type { RefusedLine } from "./refused-line";

/** A line of the file: usage to be reported, or why it can't be. */
export type UsageLine = { readonly line: number; readonly bytes: number } & ({ readonly report: UsageReport } | { readonly refused: RefusedLine });

const NEEDED = ["subscription", "dimension", "quantity", "usedAt"] as const;
const KNOWN: ReadonlySet<string> = new Set([...NEEDED, "recordId"]);
const TAG = "tag:";

/** A line is some hundred characters: a quote that nobody closed would make one of all the rest. */
const LONGEST_LINE = 100_000;

const checkedHeader = (names: readonly string[]): readonly string[] => {
  const missing = NEEDED.filter((name) => !names.includes(name));
  const unknown = names.filter((name) => !KNOWN.has(name) && !name.startsWith(TAG));
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  if (missing.length + unknown.length + twice.length === 0) return names;
  const faults = [
    ...missing.map((name) => `'${name}' is missing`),
    ...unknown.map((name) => `'${name}' is none of ours`),
    ...twice.map((name) => `'${name}' is there twice`),
  ];
  throw new Problem(
    `The first line has to name the columns: recordId, ${NEEDED.join(", ")}, and 'tag:<key>' for tags. ${faults.join("; ")}. Nothing was sent.`,
  );
};

const WHAT_TO_DO: Readonly<Record<string, string>> = {
  recordId: "Give the line a name of its own, of letters, digits and . : / = + @ - _: it counts once, however often it is imported. Or see --ids-from-content.",
};

const nameOf = (values: readonly string[]): string => createHash("sha256").update(JSON.stringify(values)).digest("hex").slice(0, 32);

const tagsOf = (names: readonly string[], values: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(names.flatMap((name, index) => (name.startsWith(TAG) && values[index] !== "" ? [[name.slice(TAG.length), values[index] ?? ""]] : [])));

const faultOf = ({ issues: [issue] }: z.ZodError): { readonly field: string; readonly message: string } => ({
  field: String(issue?.path[0] ?? ""),
  message: issue?.message ?? "does not fit",
});

/** Reads one line by the names of the header. */
const readLine = (
  names: readonly string[],
  values: readonly string[],
  { line, idsFromContent }: { readonly line: number; readonly idsFromContent: boolean },
) => {
  const at = (name: string): string => values[names.indexOf(name)] ?? "";
  const named = at("recordId");
  const refuse = (field: string, message: string): { readonly refused: RefusedLine } => ({
    refused: { line, recordId: named, field, code: "malformed", message },
  });
  if (values.length !== names.length)
    return refuse("", `has ${values.length} fields, and the first line names ${names.length}. Quote texts with commas in them.`);
  const tags = tagsOf(names, values);
  const [subscription = "", dimension = "", quantity = "", usedAt = ""] = NEEDED.map(at);
  const recordId = named === "" && idsFromContent ? nameOf([subscription, dimension, quantity, usedAt, JSON.stringify(tags)]) : named;
  const report: UsageReport = { recordId, subscription, dimension, quantity, usedAt, ...(Object.keys(tags).length > 0 && { tags }) };
  const checked = ReportedUsage.safeParse(report);
  if (checked.success) return { report };
  const { field, message } = faultOf(checked.error);
  const value = at(field);
  const what = field === "tags" ? message : value === "" ? "is empty" : `'${value.slice(0, 60)}' ${message}`;
  return refuse(field, `${what}. ${WHAT_TO_DO[field] ?? "Mend the line and import the file again: the others count once."}`);
};

const Row = z.object({ record: z.array(z.string()), info: z.custom<Info>() });

/**
 * The lines of a CSV file, one after the other and never all at once.
 * @throws Problem for a file that can't be read, or whose first line does not name the columns
 */
export async function* readUsageFile(file: string, idsFromContent: boolean): AsyncGenerator<UsageLine> {
  const options = { bom: true, info: true, trim: true, skip_empty_lines: true, relax_column_count: true, max_record_size: LONGEST_LINE };
  const source = createReadStream(file);
  const rows = parse(options);
  source.on("error", (error) => rows.destroy(error));
  let names: readonly string[] | undefined;
  try {
    for await (const row of source.pipe(rows)) {
      const { record, info } = Row.parse(row);
      if (names === undefined) names = checkedHeader(record);
      else yield { line: info.lines, bytes: info.bytes, ...readLine(names, record, { line: info.lines, idsFromContent }) };
    }
  } catch (error) {
    if (error instanceof CsvError)
      throw new Problem(
        `From line ${String(error["lines"])} on '${file}' is no CSV: ${csvFault(error)}. Mend it and import the file again: what was before it is done, and counts once.`,
      );
    if (error instanceof Error && "code" in error) throw new Problem(`'${file}' can't be read: ${error.message}`);
    throw error;
  } finally {
    source.destroy();
  }
  if (names === undefined) throw new Problem(`'${file}' is empty: its first line names the columns.`);
}
