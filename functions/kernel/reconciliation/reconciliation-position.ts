import { z } from "zod";
import { Tally } from "../../../events/reconciliation/events";
import { Instant, ProductCode } from "../../../events/kernel/values";

/**
 * Where a turn of the reconciliation is. It is handed from state to state, so that a redrive, or a process that was killed,
 * goes on at the page it was at. A hundred products take 20 KB of the 256 KB that a state may hand on.
 */
export const ReconciliationPosition = z
  .strictObject({
    products: z.array(ProductCode).readonly(),
    startedAt: Instant,
    /** Which product's list is walked, in which of its stages, and AWS's token of the next page; empty for the first. */
    at: z.strictObject({ product: z.int().min(0), stage: z.int().min(0), from: z.string() }).readonly(),
    /** Agreements that changed, began or ended from then on; a product without it is walked whole. */
    since: z.record(z.string(), Instant).readonly(),
    tallies: z.record(z.string(), Tally).readonly(),
    /** When AWS is next free to be asked about a single customer. */
    nextRead: z.strictObject({ entitlements: Instant, agreements: Instant }).readonly(),
  })
  .readonly();
export type ReconciliationPosition = z.infer<typeof ReconciliationPosition>;

/** The start of the walk over the next product's list, or over the next stage of this one's. */
export const nextProduct = (position: ReconciliationPosition): ReconciliationPosition => ({
  ...position,
  at: { product: position.at.product + 1, stage: 0, from: "" },
});

/** Adds to the tally of a product. */
export const tallied = (position: ReconciliationPosition, productCode: string, more: Partial<Tally>): ReconciliationPosition => {
  const { listed = 0, compared = 0, differences = 0, reread = 0, unseen = 0 } = more;
  const known = position.tallies[productCode] ?? EMPTY_TALLY;
  return {
    ...position,
    tallies: {
      ...position.tallies,
      [productCode]: {
        listed: known.listed + listed,
        compared: known.compared + compared,
        differences: known.differences + differences,
        reread: known.reread + reread,
        unseen: known.unseen + unseen,
      },
    },
  };
};

export const EMPTY_TALLY: Tally = { listed: 0, compared: 0, differences: 0, reread: 0, unseen: 0 };
