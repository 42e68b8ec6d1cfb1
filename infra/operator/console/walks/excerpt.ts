import { budget } from "../../../../functions/kernel/task/budget";
import type { Page, Segment } from "../../../../functions/kernel/task/page";
import { walk } from "../../../../functions/kernel/streams/walk";

/** What a walk found in the time a page may take. */
export interface Excerpt<Item> {
  readonly items: readonly Item[];
  /** How many were looked at. */
  readonly looked: number;
  /** Whether that was all there is. */
  readonly complete: boolean;
}

/** How long a page may take to walk, in milliseconds: longer, and the person reloads it. */
const PATIENCE = 4000;

/** More than this no person reads, and a page of it is slow. */
const MOST = 500;

/** Walks over everything there is, for as long as a page may take. @param keep what is worth showing of some items */
export const excerpt = async <Seen, Item>(
  page: (segment: Segment, from?: string) => Promise<Page<Seen>>,
  keep: (seen: readonly Seen[]) => Promise<readonly Item[]> | readonly Item[],
): Promise<Excerpt<Item>> => {
  const items: Item[] = [];
  let looked = 0;
  const time = budget(PATIENCE);
  const { position } = await walk({
    position: "",
    budget: { spent: () => time.spent() || items.length >= MOST },
    page,
    visit: async (seen) => {
      looked += seen.length;
      items.push(...(await keep(seen)));
    },
  });
  return { items, looked, complete: position === "" };
};
