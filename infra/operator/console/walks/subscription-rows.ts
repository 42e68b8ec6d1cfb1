import { SUBSCRIPTION_ROW } from "../../../../events/projections/subscriptions";
import type { Generations } from "../../../../functions/kernel/projections/generations";
import type { ProjectionRows, StoredRow } from "../../../../functions/kernel/projections/rows";
import { excerpt, type Excerpt } from "./excerpt";

/** Looks through the live rows of all subscriptions. A walk over the table, for questions that no index answers. */
export const subscriptionRows = async (
  { rows, generations }: { readonly rows: Pick<ProjectionRows, "page">; readonly generations: Pick<Generations, "of"> },
  wanted: (row: StoredRow) => boolean,
): Promise<Excerpt<StoredRow>> => {
  const { live } = await generations.of("subscriptions");
  return excerpt(
    (segment, from) => rows.page("subscriptions", segment, from),
    (seen) => seen.filter((row) => row.generation === live && row.key === SUBSCRIPTION_ROW && row.content !== null && wanted(row)),
  );
};
