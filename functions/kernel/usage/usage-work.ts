import { z } from "zod";
import { Hour } from "../../../events/kernel/hour";
import { Instant } from "../../../events/kernel/values";
import { shardOf } from "../../../events/projections/shard";
import type { Page } from "../task/page";
import type { UsageTable } from "./usage-table";

/** An hour of a subscription that has to be sealed, or counted once more, from a time on. `mark`: for whom, where several may want it at one time. */
export const UsageWork = z
  .object({ sk: z.string(), shard: z.string(), dueAt: Instant, subscription: z.string(), hour: Hour, mark: z.string().optional() })
  .readonly();
export type UsageWork = z.infer<typeof UsageWork>;

/** The list of hours to be sealed: found by its time, in 64 parts, and by its subscription. */
export interface UsageWorkList {
  /**
   * Puts an hour on the list.
   * @param mark of whoever must not find that their hour left the list because another's did, which was there from the same time on
   */
  readonly open: (subscription: string, hour: Hour, dueAt: Instant, mark?: string) => Promise<void>;
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

const marked = (key: string, mark: string | undefined): string => (mark === undefined ? key : `${key}#${mark}`);

const placesOf = ({ shard, dueAt, subscription, hour, mark }: Omit<UsageWork, "sk">) =>
  [
    // By its time first: an hour that stands there alone is sealed all the same.
    { pk: listKey(shard), sk: marked(`${dueAt}#${subscription}#${hour}`, mark) },
    { pk: ownKey(subscription), sk: marked(`${hour}#${dueAt}`, mark) },
  ] as const;

/** The list in the usage table: each hour stands there twice, by its time and by its subscription. */
export const storedUsageWork = (table: UsageTable): UsageWorkList => ({
  open: async (subscription, hour, dueAt, mark) => {
    const work = { shard: shardOf(subscription), dueAt, subscription, hour, ...(mark !== undefined && { mark }) };
    await table.put(placesOf(work).map((place) => ({ ...work, ...place })));
  },
  // '~' comes after every character of a key.
  due: (shard, until) => table.page(UsageWork, { pk: listKey(shard), upTo: `${until}~`, most: PAGE }),
  done: (work) => table.remove(placesOf(work)),
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
