import { compareQuantities, plus, share, type Quantity } from "../kernel/quantity";

/** Usage of one dimension and hour that bears the same tags. */
export interface Bucket {
  /** Empty for usage without tags. */
  readonly tags: Readonly<Record<string, string>>;
  readonly quantity: Quantity;
}

/** How many units of a record are told of with one set of tags (`UsageAllocation`, SDK client-marketplace-metering). */
export interface Allocation {
  readonly tags: Readonly<Record<string, string>>;
  readonly units: number;
}

/** `UsageRecord.UsageAllocations` holds at most so many. */
export const MOST_ALLOCATIONS = 2_500;

/** A request is below 1 MB, and a record of its own has to fit into one, with what is around its allocations. */
const MOST_BYTES = 800_000;

/** An allocation as JSON: its tags' texts, which AWS allows in ASCII only, and what stands around each and around all. */
export const bytesOfTags = (tags: Readonly<Record<string, string>>): number =>
  60 + Object.entries(tags).reduce((sum, [key, value]) => sum + key.length + value.length + 30, 0);

/** One text for each set of tags, whatever order they were named in. */
export const tagText = (tags: Readonly<Record<string, string>>): string =>
  JSON.stringify(Object.entries(tags).toSorted(([one], [other]) => (one < other ? -1 : Number(one > other))));

const merged = (buckets: readonly Bucket[]): readonly Bucket[] => {
  const byTags = new Map<string, Bucket>();
  for (const bucket of buckets) {
    const known = byTags.get(tagText(bucket.tags));
    byTags.set(tagText(bucket.tags), known === undefined ? bucket : { ...known, quantity: plus(known.quantity, bucket.quantity) });
  }
  return [...byTags.values()].toSorted((one, other) => compareQuantities(other.quantity, one.quantity) || (tagText(one.tags) < tagText(other.tags) ? -1 : 1));
};

/** How many of the first buckets AWS takes in one record, by their number and by their size. */
const mostOf = (buckets: readonly Bucket[]): number => {
  let bytes = 0;
  const first = buckets.findIndex(({ tags }) => {
    bytes += bytesOfTags(tags);
    return bytes > MOST_BYTES;
  });
  return Math.min(MOST_ALLOCATIONS, first === -1 ? buckets.length : first);
};

/** The biggest buckets, and all others as one without tags: AWS takes no more. */
const bounded = (buckets: readonly Bucket[]): readonly Bucket[] => {
  const sorted = merged(buckets);
  const most = mostOf(sorted);
  if (sorted.length <= most) return sorted;
  const rest = sorted.slice(most - 1).map((bucket) => ({ ...bucket, tags: {} }));
  return merged([...sorted.slice(0, most - 1), ...rest]);
};

/**
 * Splits the units of a record over its tags in proportion to what each used, so that they add up to it exactly: shares are
 * rounded down, and the units left over go where the most was cut off (largest remainder; of equals, in the order of their tags).
 * @param units the whole units of the record, which need not be the sum of the buckets: part may be included, or carried
 * @returns none where nothing bears tags, for then AWS is told of none
 */
export const allocate = (units: number, buckets: readonly Bucket[]): readonly Allocation[] => {
  const used = bounded(buckets.filter(({ quantity }) => compareQuantities(quantity, "0") > 0));
  if (units === 0 || used.every(({ tags }) => Object.keys(tags).length === 0)) return [];
  const whole = plus(...used.map(({ quantity }) => quantity));
  const shares = used.map(({ tags, quantity }) => ({ tags, ...share(units, quantity, whole) }));
  const left = units - shares.reduce((sum, one) => sum + one.units, 0);
  const first = new Set(
    shares
      .map(({ rest }, index) => ({ rest, index }))
      .toSorted((one, other) => (one.rest === other.rest ? one.index - other.index : one.rest > other.rest ? -1 : 1))
      .slice(0, left)
      .map(({ index }) => index),
  );
  return shares.map(({ tags, units: down }, index) => ({ tags, units: down + Number(first.has(index)) })).filter((one) => one.units > 0);
};
