import type { Month } from "../../../events/kernel/hour";
import { subscription, subscriptionStream } from "../../../events/subscription/decider";
import type { Connection } from "../connection";
import { Problem } from "../problem";
import { everyMeter } from "./every-meter";
import type { FinanceOutput } from "./finance-output";
import { financeRows } from "./finance-rows";
import type { FinanceScope } from "./finance-scope";
import { readMonth } from "./read-month";

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

/**
 * Walks over all subscriptions of the scope, and hands on the rows of each.
 * @returns some of those whose usage is not conserved
 * @throws Problem if nobody ever bought the product: its name is wrong, and an empty export would look like no usage
 */
export const financeOfAll = async (
  sources: Sources,
  { month, product, testPurchases }: FinanceScope,
  output: FinanceOutput,
  onPage: (segments: number) => void,
): Promise<readonly string[]> => {
  const broken: string[] = [];
  let isKnown = product === undefined;
  const each = rowsOf(sources, month, output);
  await everyMeter(
    sources,
    ({ productCode, test }) => {
      isKnown ||= productCode === product;
      return test === testPurchases && (product === undefined || productCode === product);
    },
    async ({ row: { subscriptionId }, newest = NO_BOOK }) => {
      if ((await each(subscriptionId, newest)) && broken.length < BROKEN_NAMED) broken.push(subscriptionId);
    },
    onPage,
  );
  if (!isKnown) throw new Problem(`Nobody has bought a product with the code '${product ?? ""}'. Codes are case-sensitive.`);
  output.end();
  return broken;
};
