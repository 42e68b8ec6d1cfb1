import type { Hour } from "../../../events/kernel/hour";
import { plus, ZERO, type Quantity } from "../../../events/kernel/quantity";
import type { UsageRecords } from "./usage-records";
import type { UsageWorkList } from "./usage-work";

/** What was reported of an hour that is on the list of hours to be sealed, or counted once more. */
export interface OpenUsage {
  readonly hour: Hour;
  /** By dimension, all that was reported of the hour so far. */
  readonly recorded: Readonly<Record<string, Quantity>>;
}

/** Reads what a subscription reported of hours between two, the second not included, that wait to be sealed. */
export type ReadOpenUsage = (subscription: string, from: Hour, until: Hour) => Promise<readonly OpenUsage[]>;

export const openUsage =
  ({ records, work }: { readonly records: Pick<UsageRecords, "rows">; readonly work: Pick<UsageWorkList, "openHours"> }): ReadOpenUsage =>
  async (subscription, from, until) => {
    const listed = await work.openHours(subscription);
    const hours = [...new Set(listed.map(({ hour }) => hour))].filter((hour) => hour >= from && hour < until);
    const found: OpenUsage[] = [];
    for (const hour of hours.toSorted()) {
      const recorded = new Map<string, Quantity>();
      for (const { dimension, quantity } of await records.rows(subscription, hour)) recorded.set(dimension, plus(recorded.get(dimension) ?? ZERO, quantity));
      found.push({ hour, recorded: Object.fromEntries(recorded) });
    }
    return found;
  };
