import { endOfMonth, type Day, type Month } from "../../../events/kernel/hour";
import { openUsage } from "../../../functions/kernel/usage/open-usage";
import { usageMonth, type UsageMonth } from "../../../functions/kernel/usage/usage-month";
import { storedUsageRecords } from "../../../functions/kernel/usage/usage-records";
import { storedUsageWork } from "../../../functions/kernel/usage/usage-work";
import type { Connection } from "../connection";

/** Reads all books of a month, whatever the clock of whoever asks says; none after the newest there is, where that is known. */
export const readMonth =
  ({ log, usage }: Pick<Connection, "log" | "usage">) =>
  (subscription: string, month: Month, newest?: Day): Promise<UsageMonth> => {
    const open = openUsage({ records: storedUsageRecords(usage), work: storedUsageWork(usage) });
    return usageMonth({ store: log, clock: { now: () => newest ?? endOfMonth(`${month}-01T00`) }, open })(subscription, month);
  };

/** Without the other dimensions; all of them where none is named. */
export const ofDimension = (month: UsageMonth, dimension: string | undefined): UsageMonth => {
  if (dimension === undefined) return month;
  const only = <Value>(values: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> =>
    Object.fromEntries(Object.entries(values).filter(([name]) => name === dimension));
  return {
    ...month,
    lines: month.lines.filter((line) => line.dimension === dimension),
    totals: only(month.totals),
    days: month.days.filter(({ totals }) => dimension in totals).map(({ day, totals }) => ({ day, totals: only(totals) })),
    sums: only(month.sums),
    carried: only(month.carried),
  };
};
