import type { CsvError } from "csv-parse";

const FAULTS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: "a quote is opened and not closed",
  INVALID_OPENING_QUOTE: "a quote stands within a field that does not begin with one",
  CSV_INVALID_CLOSING_QUOTE: "after a closing quote comes neither a comma nor the end of the line",
  CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE: "after a closing quote comes neither a comma nor the end of the line",
  CSV_MAX_RECORD_SIZE: "a line is longer than any record can be",
  CSV_RECORD_INCONSISTENT_COLUMNS: "a line has more or fewer fields than the first",
  CSV_RECORD_INCONSISTENT_FIELDS_LENGTH: "a line has more or fewer fields than the first",
};

/** What is wrong with a CSV file. The parser's own words hold what stands there, which may be anybody's data, or a megabyte of noise. */
export const csvFault = ({ code }: CsvError): string => FAULTS[code] ?? `the parser says ${code}`;
