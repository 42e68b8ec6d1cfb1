import { z } from "zod";
import { compareQuantities, plus, Quantity, ZERO } from "../kernel/quantity";

/**
 * What became of a dimension's usage in one book. Every unit recorded or carried in stands in exactly one of the others:
 * `recorded + carriedIn = billed + included + carriedOut + refused + disputed + expired + dryRun + pending`.
 */
export const Totals = z
  .strictObject({
    recorded: Quantity,
    carriedIn: Quantity,
    billed: Quantity,
    included: Quantity,
    carriedOut: Quantity,
    refused: Quantity,
    disputed: Quantity,
    expired: Quantity,
    dryRun: Quantity,
    pending: Quantity,
  })
  .readonly();
export type Totals = z.infer<typeof Totals>;

export const NO_TOTALS: Totals = {
  recorded: ZERO,
  carriedIn: ZERO,
  billed: ZERO,
  included: ZERO,
  carriedOut: ZERO,
  refused: ZERO,
  disputed: ZERO,
  expired: ZERO,
  dryRun: ZERO,
  pending: ZERO,
};

/** Where units may end up. */
export type Ending = "billed" | "refused" | "disputed" | "expired" | "dryRun" | "pending";

/** Adds to some of them. */
export const adding = (totals: Totals, amounts: Partial<Totals>): Totals => {
  const sum = (key: keyof Totals): Quantity => plus(totals[key], amounts[key] ?? ZERO);
  return {
    recorded: sum("recorded"),
    carriedIn: sum("carriedIn"),
    billed: sum("billed"),
    included: sum("included"),
    carriedOut: sum("carriedOut"),
    refused: sum("refused"),
    disputed: sum("disputed"),
    expired: sum("expired"),
    dryRun: sum("dryRun"),
    pending: sum("pending"),
  };
};

/** Whether nothing was lost or counted twice. */
export const isConserved = ({ recorded, carriedIn, ...endings }: Totals): boolean =>
  compareQuantities(plus(recorded, carriedIn), plus(...Object.values(endings))) === 0;
