import { stringify } from "csv-stringify/sync";
import { endOfMonth, type Month } from "../../../events/kernel/hour";
import { later, type Instant } from "../../../events/kernel/values";
import { sumsOf } from "../../../events/usage/conservation";
import { MONTH_CUT_MS } from "../../../events/usage/deadline";
import { adding, NO_TOTALS, type Totals } from "../../../events/usage/totals";
import { secondOf } from "../telling";
import { folded, listing, type Terminal } from "../terminal";
import type { FinanceScope } from "./finance-scope";
import { totalsOfRow, type FinanceRow } from "./finance-rows";
import { sumText } from "./month-text";

/** Where rows go, as they are found. */
export interface FinanceOutput {
  readonly take: (rows: readonly FinanceRow[]) => void;
  /** Once all rows are taken. */
  readonly end: () => void;
}

/** The columns of the CSV, in their order. Names are for a spreadsheet's head, and stay. */
const COLUMNS: readonly { readonly key: keyof FinanceRow; readonly header: string }[] = [
  { key: "month", header: "month" },
  { key: "productCode", header: "product_code" },
  { key: "subscription", header: "subscription" },
  { key: "agreement", header: "agreement" },
  { key: "offer", header: "offer" },
  { key: "channel", header: "channel" },
  { key: "resellerAccount", header: "reseller_account" },
  { key: "buyerAccount", header: "buyer_account" },
  { key: "testPurchase", header: "test_purchase" },
  { key: "dimension", header: "dimension" },
  { key: "recorded", header: "recorded" },
  { key: "carriedIn", header: "carried_in" },
  { key: "billed", header: "billed" },
  { key: "included", header: "included" },
  { key: "carriedOut", header: "carried_on" },
  { key: "expired", header: "expired" },
  { key: "disputed", header: "disputed" },
  { key: "refused", header: "refused" },
  { key: "dryRun", header: "dry_run" },
  { key: "pending", header: "pending" },
  { key: "awsRecords", header: "aws_records" },
];

const yesOrNo = (value: boolean): string => (value ? "yes" : "no");

/** CSV as RFC 4180 has it but for the line's end, which is a terminal's. Decimals stand as they are: no float, no exponent, no grouping. */
export const csvOutput = ({ line }: Pick<Terminal, "line">): FinanceOutput => {
  const write = (records: readonly FinanceRow[], header: boolean): void => {
    const text = stringify([...records], { columns: [...COLUMNS], header, eof: false, cast: { boolean: yesOrNo } });
    if (text !== "") line(text);
  };
  write([], true);
  return {
    take: (rows) => {
      write(rows, false);
    },
    end: () => {},
  };
};

/** One JSON document, row by row. One that breaks off is none. */
export const jsonOutput = ({ line }: Pick<Terminal, "line">, month: Month): FinanceOutput => {
  let between = "";
  line(`{"month":${JSON.stringify(month)},"rows":[`);
  return {
    take: (rows) => {
      for (const row of rows) {
        line(`${between}${JSON.stringify(row)}`);
        between = ",";
      }
    },
    end: () => {
      line("]}");
    },
  };
};

const subscriptionsText = (count: number): string => `${count} ${count === 1 ? "subscription" : "subscriptions"}`;

/** The sums of each product's dimensions, for a person: no row is kept. */
export const summaryOutput = (terminal: Terminal, { month, product: only, testPurchases }: FinanceScope, now: Instant): FinanceOutput => {
  const final = later(endOfMonth(`${month}-01T00`), MONTH_CUT_MS);
  const say = (text: string): void => {
    terminal.line(folded(terminal, 0, text).join("\n"));
  };
  const products = new Map<string, Map<string, Totals>>();
  const counted = { subscriptions: 0, records: 0 };
  return {
    take: (rows) => {
      counted.subscriptions += new Set(rows.map(({ subscription }) => subscription)).size;
      for (const row of rows) {
        const product = row.productCode ?? "";
        const dimensions = products.get(product) ?? new Map<string, Totals>();
        dimensions.set(row.dimension, adding(dimensions.get(row.dimension) ?? NO_TOTALS, totalsOfRow(row)));
        products.set(product, dimensions);
        counted.records += row.awsRecords;
      }
    },
    end: () => {
      if (products.size === 0) {
        say(`Nothing was reported in ${month}${only === undefined ? "" : ` of the product ${only}`}${testPurchases ? " as test purchases" : ""}.`);
        return;
      }
      for (const [product, dimensions] of [...products].toSorted(([one], [other]) => (one < other ? -1 : 1))) {
        terminal.line(terminal.tone("strong", product));
        terminal.line(
          listing(
            terminal,
            [...dimensions].map(([dimension, totals]) => [dimension, sumText(totals, sumsOf(totals))] as const),
          ),
        );
      }
      terminal.line();
      say(
        `${subscriptionsText(counted.subscriptions)} with usage in ${month}; AWS holds ${counted.records} ${counted.records === 1 ? "record" : "records"} of it.`,
      );
      if (now < final) say(terminal.tone("wait", `${month} is not final: AWS takes usage of it until ${secondOf(final)} UTC.`));
      say(terminal.tone("faint", "--csv and --json have a row for each subscription, agreement and dimension."));
    },
  };
};
