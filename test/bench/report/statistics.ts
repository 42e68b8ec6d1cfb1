const sorted = (values: readonly number[]): readonly number[] => {
  if (values.length === 0) throw new RangeError("Of no values there is no statistic.");
  return values.toSorted((one, other) => one - other);
};

/** The value below or at which a share of the values lies: nearest rank, so it is always one that was measured. */
export const percentile = (values: readonly number[], share: number): number => {
  const all = sorted(values);
  return all[Math.max(0, Math.ceil(share * all.length) - 1)]!;
};

/** The middle value, or the mean of the two in the middle. */
export const median = (values: readonly number[]): number => {
  const all = sorted(values);
  const middle = Math.floor(all.length / 2);
  return all.length % 2 === 1 ? all[middle]! : (all[middle - 1]! + all[middle]!) / 2;
};

/** A cost at a size. */
export interface Point {
  readonly size: number;
  readonly cost: number;
}

/**
 * How a cost grows with size: the exponent `p` of the power law `cost ~ size^p` that fits best (least squares of the
 * logarithms). 0 is flat, 1 linear, 2 quadratic.
 */
export const growth = (points: readonly Point[]): number => {
  if (points.length < 2 || points.some(({ size, cost }) => size <= 0 || cost <= 0))
    throw new RangeError("Growth needs two points at least, each with a size and a cost above 0.");
  const logs = points.map(({ size, cost }) => ({ x: Math.log(size), y: Math.log(cost) }));
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanX, meanY] = [mean(logs.map(({ x }) => x)), mean(logs.map(({ y }) => y))];
  const spread = logs.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  if (spread === 0) throw new RangeError("Growth needs two different sizes.");
  return logs.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) / spread;
};
