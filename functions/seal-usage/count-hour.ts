import { plus, ZERO, type Quantity } from "../../events/kernel/quantity";
import { allocate, type Bucket } from "../../events/usage/allocation";
import type { Book } from "../../events/usage/book";
import { count } from "../../events/usage/seal";
import type { HourRow } from "../kernel/usage/usage-records";
import type { UsageAllocations } from "../kernel/usage/usage-allocations";
import type { Terms } from "./terms";

/** What was recorded in an hour, by dimension. */
export const summed = (rows: readonly HourRow[]): Readonly<Record<string, Quantity>> => {
  const sums: Record<string, Quantity> = {};
  for (const { dimension, quantity } of rows) sums[dimension] = plus(sums[dimension] ?? ZERO, quantity);
  return sums;
};

/** How many whole units each dimension comes to on top of what the book holds. */
const unitsIn = (recorded: Readonly<Record<string, Quantity>>, terms: Terms, { balances }: Book): Readonly<Record<string, number>> =>
  Object.fromEntries(count({ ...terms, recorded }, balances).lines.map(({ dimension, billed }) => [dimension, billed]));

/** Whether any unit would be billed that a contract may cover. */
export const billsOverage = (recorded: Readonly<Record<string, Quantity>>, terms: Terms, book: Book): boolean => {
  const units = unitsIn(recorded, terms, book);
  return terms.allowances.some(({ dimension }) => (units[dimension] ?? 0) > 0);
};

/** Splits the whole units of each dimension over the tags that usage bore, and keeps the split. */
export const splitOverTags = async (
  {
    rows,
    terms,
    book,
    place,
  }: { readonly rows: readonly HourRow[]; readonly terms: Terms; readonly book: Book; readonly place: (dimension: string) => string },
  allocations: Pick<UsageAllocations, "keep">,
): Promise<Readonly<Record<string, { readonly units: number; readonly digest: string }>>> => {
  const buckets = new Map<string, Bucket[]>();
  for (const { dimension, tags, quantity } of rows) buckets.set(dimension, [...(buckets.get(dimension) ?? []), { tags, quantity }]);
  if (rows.every(({ tags }) => Object.keys(tags).length === 0)) return {};
  const split: Record<string, { readonly units: number; readonly digest: string }> = {};
  for (const [dimension, units] of Object.entries(unitsIn(summed(rows), terms, book))) {
    const allocated = allocate(units, buckets.get(dimension) ?? []);
    if (allocated.length > 0) split[dimension] = { units, digest: await allocations.keep(place(dimension), allocated) };
  }
  return split;
};
