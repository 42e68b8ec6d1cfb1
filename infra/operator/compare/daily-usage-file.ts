import { pipeline, Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { z } from "zod";
import { csvFault } from "../csv-fault";
import { Day } from "../../../events/kernel/hour";
import { readQuantity, type Quantity } from "../../../events/kernel/quantity";
import { badFile, partsOf } from "./input-files";

/** One row of the feed (`UG:data-feed-daily-usage`): a day's usage as it stood from a time on. */
export interface FeedRow {
  /** The feed's own name for what the row is about. A later row of it replaces an earlier one. */
  readonly id: string;
  readonly agreement: string;
  readonly dimension: string;
  readonly day: Day;
  readonly quantity: Quantity;
  /** Since when the row is so, as text that sorts by time. */
  readonly since: string;
  readonly deleted: boolean;
}

const REQUIRED = ["usage_date", "agreement_id", "dimension_key", "usage_quantity"] as const;

const Row = z.object({
  usage_date: z.string(),
  agreement_id: z.string(),
  dimension_key: z.string(),
  usage_quantity: z.string(),
  usage_feed_id: z.string().default(""),
  region: z.string().default(""),
  valid_from: z.string().default(""),
  update_date: z.string().default(""),
  insert_date: z.string().default(""),
  delete_date: z.string().default(""),
});

const instantOf = (text: string): string => {
  const date = new Date(/Z$|[+-]\d{2}:?\d{2}$/.test(text) ? text : `${text}Z`);
  return text === "" || Number.isNaN(date.getTime()) ? "" : date.toISOString();
};

const readRow = (file: string, line: number, fields: unknown): FeedRow => {
  const row = Row.safeParse(fields).data;
  const wrong = (what: string): Error => badFile(file, `is wrong in line ${line}: ${what}.`);
  if (row === undefined) throw wrong("a column is missing");
  const day = Day.safeParse(row.usage_date.slice(0, "2026-11-24".length)).data;
  if (day === undefined) throw wrong(`usage_date '${row.usage_date}' is no date`);
  const quantity = readQuantity(row.usage_quantity);
  if (quantity === undefined) throw wrong(`usage_quantity '${row.usage_quantity}' is no decimal`);
  return {
    id: row.usage_feed_id === "" ? row.region : row.usage_feed_id,
    // The guide lets them begin with `agmnt-` here, where everything else says `agmt-`.
    agreement: row.agreement_id.replace(/^agmnt-/, "agmt-"),
    dimension: row.dimension_key,
    day,
    quantity,
    since: [row.valid_from, row.update_date, row.insert_date].map(instantOf).toSorted().at(-1) ?? "",
    deleted: row.delete_date !== "",
  };
};

const Parsed = z.object({ info: z.object({ lines: z.number() }), record: z.unknown() });

/** The rows of a Daily Usage feed, packed or not, one after the other. @throws Problem for what is no such feed */
export async function* dailyUsageRows(file: string): AsyncGenerator<FeedRow> {
  let header: readonly string[] | undefined;
  const columns = (names: string[]): string[] => {
    header = names;
    const missing = REQUIRED.filter((name) => !names.includes(name));
    if (missing.length > 0) throw badFile(file, `is no Daily Usage feed: it has no column ${missing.map((name) => `'${name}'`).join(", ")}.`);
    return names;
  };
  const parser = parse({ bom: true, columns, skip_empty_lines: true, info: true });
  // What goes wrong on either side ends the other with the same error, which the loop throws.
  pipeline(Readable.from(partsOf(file)), parser, () => {});
  try {
    for await (const parsed of parser) {
      const { info, record } = Parsed.parse(parsed);
      yield readRow(file, info.lines, record);
    }
  } catch (error) {
    if (error instanceof CsvError) throw badFile(file, `is no CSV: ${csvFault(error)}.`);
    throw error;
  }
  if (header === undefined) throw badFile(file, "is empty: a feed has at least its columns' names.");
}
