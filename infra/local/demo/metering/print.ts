import { isZero } from "../../../../events/kernel/quantity";
import type { LedgerLine } from "../../../../events/usage/ledger";
import type { UsageMonth } from "../../../../functions/kernel/usage/usage-month";
import { table, type Terminal } from "../../../operator/terminal";
import type { Compared } from "./comparison";
import type { Evidence } from "./evidence";
import type { Buyer, Tally } from "./story";

/** A buyer with what the ledger has of the month. */
export interface BuyersMonth {
  readonly buyer: Buyer;
  readonly month: UsageMonth;
}

/** A line of the invoice with what the ledger says of it. */
export interface InvoiceRow extends Compared {
  readonly buyer: Buyer | undefined;
  readonly price: { readonly unitPrice: string; readonly amount: string } | undefined;
}

const shown = (amount: string): string => (isZero(amount) ? "" : amount);

const isTelling = ({ recorded, units, lateCarried }: LedgerLine): boolean => !isZero(recorded) || units > 0 || !isZero(lateCarried);

/** Why the units of a line are what they are. */
const reasonOf = ({ included, carriedIn, carriedOut, lapsed, lateCarried, units, inferred }: LedgerLine): string => {
  const reasons = [
    ...(isZero(included) ? [] : [`the contract covers ${included}`]),
    ...(isZero(carriedIn) ? [] : [`${carriedIn} came from before`]),
    ...(isZero(lateCarried) ? [] : [`${lateCarried} came late and went on`]),
    ...(isZero(carriedOut) ? [] : [`${carriedOut} goes on`]),
    ...(isZero(lapsed) ? [] : [`${lapsed} ends with the license`]),
    ...(inferred === true ? ["AWS said so by calling our own record a duplicate"] : []),
  ];
  return reasons.length > 0 ? reasons.join(", ") : units > 0 ? "all of it" : "";
};

/** What became of one buyer's usage, hour by hour; hours of nothing are counted. */
export const printLedger = ({ line, ...terminal }: Terminal, { buyer, month }: BuyersMonth, reported: Tally): void => {
  line();
  line(terminal.tone("strong", `${buyer.product} (${buyer.model}), ${buyer.subscription}`));
  if (month.lines.length === 0) {
    line("The listing has no metered dimension: there is nothing to tell AWS. It billed the contract when it was bought.");
    return;
  }
  const telling = month.lines.filter(isTelling);
  line(
    table(
      terminal,
      ["hour (UTC)", "dimension", "recorded", "AWS told", "state", "why"],
      telling.map((one) => ({
        cells: [`${one.hour.slice("2026-".length).replace("T", " ")}h`, one.dimension, shown(one.recorded), String(one.units), one.state, reasonOf(one)],
      })),
    ),
  );
  const silent = month.lines.length - telling.length;
  if (silent > 0) line(terminal.tone("faint", `and ${silent} hourly records of nothing, which AWS wants for a subscription.`));
  for (const [dimension, { billed, included, expired }] of Object.entries(month.totals)) {
    const places = [
      `${billed} billed`,
      ...(isZero(included) ? [] : [`${included} included`]),
      ...(isZero(expired) ? [] : [`${expired} left over at the end`]),
      ...(isZero(month.carried[dimension] ?? "0") ? [] : [`${month.carried[dimension] ?? ""} waiting for the next month`]),
    ];
    line(`${dimension}: ${reported.of(buyer, dimension)} reported = ${places.join(" + ")}`);
  }
};

/** What happened in the month, counted. */
export const printEvidence = ({ line, ...terminal }: Terminal, evidence: readonly Evidence[]): void => {
  line();
  line(terminal.tone("strong", "What happened, as the log and AWS's CloudTrail count it"));
  line(
    table(
      terminal,
      ["times", "what"],
      evidence.map(({ what, times }) => ({ cells: [String(times), what] })),
    ),
  );
};

/** The ledger beside the invoice. */
export const printInvoice = (
  { line, ...terminal }: Terminal,
  { month, total, rows, contract }: { readonly month: string; readonly total: string; readonly rows: readonly InvoiceRow[]; readonly contract: Buyer },
): void => {
  line();
  line(terminal.tone("strong", `The ledger beside AWS's invoices of ${month}`));
  line(
    table(
      terminal,
      ["", "product", "agreement", "dimension", "ledger: units", "records", "invoice: units", "records", "price", "amount"],
      [
        ...rows.map(({ agrees, buyer, agreementId, dimension, ledger, invoice, price }) => ({
          cells: [
            agrees ? terminal.tone("good", "✓") : terminal.tone("bad", "✗"),
            buyer?.product ?? "nobody's",
            agreementId.slice(0, 12),
            dimension,
            String(ledger.units),
            String(ledger.records),
            String(invoice.units),
            String(invoice.records),
            price === undefined ? "" : `$${price.unitPrice}`,
            price === undefined ? "" : `$${price.amount}`,
          ],
        })),
        ...(rows.some(({ agreementId }) => agreementId === contract.agreementId)
          ? []
          : [{ cells: [terminal.tone("good", "✓"), contract.product, contract.agreementId.slice(0, 12), "nothing metered", "0", "0", "0", "0", "", ""] }]),
        { cells: ["", "", "", "", "", "", "", "", "in all", `$${total}`] },
      ],
    ),
  );
};
