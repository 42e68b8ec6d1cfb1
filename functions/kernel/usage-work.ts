import { z } from "zod";
import { Hour } from "../../events/kernel/hour";
import { Instant } from "../../events/kernel/values";
import { shardOf } from "../../events/projections/shard";
import type { Page } from "./rows";
import type { UsageTable } from "./usage-table";

/** An hour of a subscription that has to be sealed, or counted once more, from a time on. */
export const UsageWork = z.object({ sk: z.string(), shard: z.string(), dueAt: Instant, subscription: z.string(), hour: Hour }).readonly();
export type UsageWork = z.infer<typeof UsageWork>;

/** The list of hours to be sealed: found by its time, in 64 parts, and by its subscription. */
export interface UsageWorkList {
  /** Puts an hour on the list. */
  readonly open: (subscription: string, hour: Hour, dueAt: Instant) => Promise<void>;
  /** The first of what is due in one part of the list, oldest first. */
  readonly due: (shard: string, until: Instant) => Promise<Page<UsageWork>>;
  /** Takes an hour off the list, once it is dealt with. */
  readonly done: (work: UsageWork) => Promise<void>;
  /** The hours of one subscription that are on the list. */
  readonly openHours: (subscription: string) => Promise<readonly UsageWork[]>;
}

/** So many are sealed between two looks at the time that is left. */
const PAGE = 200;

const listKey = (shard: string): string => `work#${shard}`;
const ownKey = (subscription: string): string => `hours#${subscription}`;

/** The list in the usage table: each hour stands there twice, by its time and by its subscription. */
export const storedUsageWork = (table: UsageTable): UsageWorkList => ({
  open: async (subscription, hour, dueAt) => {
    const shard = shardOf(subscription);
    const sk = `${dueAt}#${subscription}#${hour}`;
    const work: UsageWork = { sk, shard, dueAt, subscription, hour };
    // By its time first: an hour that stands there alone is sealed all the same.
    await table.put([
      { pk: listKey(shard), ...work },
      { ...work, pk: ownKey(subscription), sk: `${hour}#${dueAt}` },
    ]);
  },
  // '~' comes after every character of a key.
  due: (shard, until) => table.page(UsageWork, { pk: listKey(shard), upTo: `${until}~`, most: PAGE }),
  done: ({ shard, dueAt, subscription, hour }) =>
    table.remove([
      { pk: listKey(shard), sk: `${dueAt}#${subscription}#${hour}` },
      { pk: ownKey(subscription), sk: `${hour}#${dueAt}` },
    ]),
  openHours: async (subscription) => {
    const found: UsageWork[] = [];
    let after: string | undefined;
    do {
      const page = await table.page(UsageWork, { pk: ownKey(subscription) }, after);
      found.push(...page.items);
      after = page.next;
    } while (after !== undefined);
    return found;
  },
});
