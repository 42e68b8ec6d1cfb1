/**
 * Does the work for every item, at most `width` at a time, and answers in the items' order. The first error ends it, once
 * the work in flight is done.
 */
export const inParallel = async <Item, Answer>(items: readonly Item[], width: number, work: (item: Item) => Promise<Answer>): Promise<readonly Answer[]> => {
  const answers = new Map<number, Answer>();
  const queue = items.entries();
  const errors: unknown[] = [];
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) {
      if (errors.length > 0) return;
      try {
        answers.set(index, await work(item));
      } catch (error) {
        errors.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  if (errors.length > 0) throw errors[0];
  return [...answers].toSorted(([one], [other]) => one - other).map(([, answer]) => answer);
};
