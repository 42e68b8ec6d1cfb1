import type { Instant } from "../kernel/values";
import { hourOf } from "../subscription/due";
import type { Projection } from "./projection";
import { shardOf } from "./shard";

const keyIn = (hour: string, id: string): string => `${hour}#${id}`;

/** The keys of one part of the list from an hour to the hour of a time, both whole. An empty hour comes before all others. */
export const keysDue = (hour: string, until: Instant): { readonly from: string; readonly to: string } => ({
  from: hour,
  // '~' comes after every character of a key.
  to: `${hourOf(until)}~`,
});

/**
 * When each subscription must be looked at again if nothing more is heard. The parts are by a hash of the id, and the rows in
 * each by their hour: what is due is one short range of each part, however long nobody looked.
 */
export const deadlines: Projection = {
  name: "deadlines",
  shape: 1,
  rows: (id, { dueAt, formerDueHours = [], listing }) => {
    const partition = shardOf(id);
    const now = dueAt === undefined ? undefined : hourOf(dueAt);
    const gone = formerDueHours.filter((hour) => hour !== now).map((hour) => ({ partition, key: keyIn(hour, id), content: null }));
    if (dueAt === undefined || now === undefined) return gone;
    return [...gone, { partition, key: keyIn(now, id), content: { subscriptionId: id, productCode: listing?.productCode ?? null, dueAt } }];
  },
};
