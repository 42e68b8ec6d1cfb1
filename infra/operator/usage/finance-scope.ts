import type { Month } from "../../../events/kernel/hour";

/** Whose usage: all of a product, or all. */
export interface FinanceScope {
  readonly month: Month;
  readonly product: string | undefined;
  /** The seller's own test purchases, which are never among the others. */
  readonly testPurchases: boolean;
}
