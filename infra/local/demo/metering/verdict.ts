import { compareQuantities, plus, ZERO } from "../../../../events/kernel/quantity";
import type { Compared } from "./comparison";
import type { Evidence } from "./evidence";
import type { BuyersMonth } from "./print";
import type { Tally } from "./story";

/** All there is to judge the month by. */
export interface Outcome {
  /** AWS's invoices may still grow, or not. */
  readonly state: "open" | "final";
  readonly rows: readonly Compared[];
  readonly months: readonly BuyersMonth[];
  readonly evidence: readonly Evidence[];
  readonly reported: Pick<Tally, "of">;
}

const ofBuyer = ({ buyer, month: { lines, totals, conserved, carried } }: BuyersMonth, reported: Pick<Tally, "of">): readonly string[] => [
  ...(conserved ? [] : [`The sums of ${buyer.product}'s ledger do not agree.`]),
  ...lines.flatMap(({ state, hour, dimension }) =>
    state === "billed" || state === "nothingToBill" ? [] : [`${buyer.product}'s ${dimension} of ${hour} is '${state}', not billed.`],
  ),
  ...Object.entries(totals).flatMap(([dimension, { billed, included, expired }]) => {
    // What is left of a license that ended has expired; what waits for the next month is carried.
    const [told, found] = [reported.of(buyer, dimension), plus(billed, included, expired, carried[dimension] ?? ZERO)];
    return compareQuantities(told, found) === 0 ? [] : [`Of ${buyer.product}'s ${dimension} ${told} were reported, and ${found} are in the ledger.`];
  }),
];

/** What of the month is not as it should be, in sentences; nothing, if ledger and invoices agree to the unit and all of it happened. */
export const troublesOf = ({ state, rows, months, evidence, reported }: Outcome): readonly string[] => [
  ...(state === "final" ? [] : ["AWS's invoices of the month are still open."]),
  ...(rows.length > 0 ? [] : ["There is nothing to compare: AWS bills nothing, and the ledger has nothing."]),
  ...rows.flatMap(({ agrees, agreementId, dimension, ledger, invoice }) =>
    agrees
      ? []
      : [
          `${dimension} of ${agreementId}: the ledger has ${ledger.units} units in ${ledger.records} records, and AWS bills ${invoice.units} in ${invoice.records}.`,
        ],
  ),
  ...months.flatMap((one) => ofBuyer(one, reported)),
  ...evidence.flatMap(({ what, times }) => (times > 0 ? [] : [`This was to happen, and did not: ${what}.`])),
];
