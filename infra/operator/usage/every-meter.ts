import type { Day } from "../../../events/kernel/hour";
import { meter, meterStream } from "../../../events/meter/meter";
import { SUBSCRIPTION_ROW } from "../../../events/projections/subscriptions";
import { inParallel } from "../../../functions/kernel/task/batches";
import { walk, WALK_WIDTH } from "../../../functions/kernel/streams/walk";
import type { Connection } from "../connection";
import { subscriptionRow, type SubscriptionRow } from "../console/models/subscription-row";
import { Problem } from "../problem";

/** A subscription, and the day of its newest book; undefined where no hour was ever sealed. */
export interface Metered {
  readonly row: SubscriptionRow;
  readonly newest: Day | undefined;
}

export type MeterSources = Pick<Connection, "log" | "rows" | "generations">;

/** A walk that stops after each page, so that progress can be told. */
const ONE_PAGE = { spent: () => true };

/**
 * Visits all subscriptions that are wanted, some at a time and page by page: of a million no more than a page is ever in memory.
 * @param onPage how many of the walk's segments are done
 * @throws Problem if a rebuild swapped the rows meanwhile, for then some may not have been seen
 */
export const everyMeter = async (
  { log, rows, generations }: MeterSources,
  wanted: (row: SubscriptionRow) => boolean,
  visit: (metered: Metered) => Promise<void>,
  onPage: (segments: number) => void,
): Promise<void> => {
  const { live } = await generations.of("subscriptions");
  let position = "";
  do {
    const walked = await walk({
      position,
      budget: ONE_PAGE,
      page: (segment, from) => rows.page("subscriptions", segment, from),
      visit: async (page) => {
        const found = page.flatMap((stored) => {
          const row = stored.generation === live && stored.key === SUBSCRIPTION_ROW ? subscriptionRow(stored) : undefined;
          return row !== undefined && wanted(row) ? [row] : [];
        });
        await inParallel(found, WALK_WIDTH, async (row) => {
          const { state } = await log.load(meter, meterStream(row.subscriptionId));
          await visit({ row, newest: state.day });
        });
      },
    });
    ({ position } = walked);
    onPage(walked.segments);
  } while (position !== "");
  if ((await generations.of("subscriptions")).live !== live)
    throw new Problem("The projection 'subscriptions' was rebuilt meanwhile, so that some subscriptions may be missing. Ask again.");
};
