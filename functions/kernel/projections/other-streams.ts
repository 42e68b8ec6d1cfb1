import { arrival } from "../../../events/arrival/decider";
import type { StreamId } from "../../../events/kernel/stream";
import { notice } from "../../../events/notice/decider";
import type { Projection, Row } from "../../../events/projections/projection";
import type { EventStore } from "../streams/event-store";

/** A stream that has rows, though no subscription's. */
export type OtherStream = StreamId<"notice"> | StreamId<"arrival">;

/** The categories of such streams. */
export const OTHER_CATEGORIES = [notice.category, arrival.category] as const;

const isOf = <Category extends string>(category: Category, stream: string): stream is StreamId<Category> => stream.startsWith(`${category}-`);

export const isOtherStream = (stream: string): stream is OtherStream => OTHER_CATEGORIES.some((category) => isOf(category, stream));

/** Whether a commit that begins at this version may have brought about a row: a notice that was only received has none. */
export const mayHaveRows = (stream: string, version: string): boolean => !(isOf(notice.category, stream) && version === "1");

/** The stream at its newest version, and what it says to a projection. */
export interface OtherFolded {
  readonly version: number;
  readonly rowsIn: (projection: Projection) => readonly Row[];
}

const idOf = (stream: string): string => stream.slice(stream.indexOf("-") + 1);

/** The arrival that a stream is of; undefined for another's. */
export const arrivalOf = (stream: OtherStream): { readonly id: string; readonly stream: StreamId<"arrival"> } | undefined =>
  isOf(arrival.category, stream) ? { id: idOf(stream), stream } : undefined;

/** Folds a notice or an arrival. */
export const foldOther = async ({ load }: Pick<EventStore, "load">, stream: OtherStream): Promise<OtherFolded> => {
  const id = idOf(stream);
  if (isOf(notice.category, stream)) {
    const { state, version } = await load(notice, stream);
    return { version, rowsIn: ({ otherRows }) => otherRows?.notice(id, state) ?? [] };
  }
  const { state, version } = await load(arrival, stream);
  return { version, rowsIn: ({ otherRows }) => otherRows?.arrival(id, state) ?? [] };
};
