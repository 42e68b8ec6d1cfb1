import type { Month } from "../../../events/kernel/hour";
import { subscription, subscriptionStream } from "../../../events/subscription/decider";
import type { Connection } from "../connection";
import { everyMeter } from "./every-meter";
import type { FinanceOutput } from "./finance-output";
import { financeRows } from "./finance-rows";
import { readMonth } from "./read-month";

/** Whose usage: all of a product, or all. */
export interface FinanceScope {
  readonly month: Month;
  readonly product: string | undefined;
  /** The seller's own test purchases, which are never among the others. */
  readonly testPurchases: boolean;
}

type Sources = Pick<Connection, "log" | "usage" | "rows" | "generations">;

/** Before any book: of those who have none no day is read. */
const NO_BOOK = "1970-01-01";

/** Hands on the rows of subscriptions. @returns whether usage of theirs is not conserved */
const rowsOf =
  (sources: Sources, month: Month, { take }: Pick<FinanceOutput, "take">) =>
  async (id: string, newest?: string): Promise<boolean> => {
    const used = await readMonth(sources)(id, month, newest);
    if (used.lines.length === 0) return false;
    const { state } = await sources.log.load(subscription, subscriptionStream(id));
    take(financeRows(state, used));
    return !used.conserved;
  };

/** The rows of these subscriptions. @returns those whose usage is not conserved */
export const financeOf = async (sources: Sources, month: Month, ids: readonly string[], output: FinanceOutput): Promise<readonly string[]> => {
  const broken: string[] = [];
  for (const id of ids) if (await rowsOf(sources, month, output)(id)) broken.push(id);
  output.end();
  return broken;
};

/** More of them nobody reads. */
const BROKEN_NAMED = 10;

/** Walks over all subscriptions of the scope, and hands on the rows of each. @returns some of those whose usage is not conserved */
export const financeOfAll = async (
  sources: Sources,
  { month, product, testPurchases }: FinanceScope,
  output: FinanceOutput,
  onPage: (segments: number) => void,
): Promise<readonly string[]> => {
  const broken: string[] = [];
  const each = rowsOf(sources, month, output);
  await everyMeter(
    sources,
    ({ productCode, test }) => test === testPurchases && (product === undefined || productCode === product),
    async ({ row: { subscriptionId }, newest = NO_BOOK }) => {
      if ((await each(subscriptionId, newest)) && broken.length < BROKEN_NAMED) broken.push(subscriptionId);
    },
    onPage,
  );
  output.end();
  return broken;
};
