import type { Command } from "commander";
import type { Instant } from "../../events/kernel/values";
import type { Commit, CommitMeta } from "../../functions/kernel/streams/event-store";
import { endOf, instantOf, TIME_HELP } from "./time-options";

/** Which events a person wants to see. */
export interface Filters {
  readonly type?: readonly string[];
  readonly from?: Instant;
  readonly to?: Instant;
}

/** Adds the filters' options to a command. Times are ours: when an event was recorded. */
export const withFilters = (command: Command): Command =>
  command
    .option("--type <types...>", "only events of these types, such as AccessGranted")
    .option("--from <time>", `only what was recorded from then on: ${TIME_HELP}`, instantOf)
    .option("--to <time>", "only what was recorded until then; a date is meant to its end", endOf);

const fits = (at: Instant, { from, to }: Filters): boolean => (from === undefined || at >= from) && (to === undefined || at <= to);

/** An event with all that the log says of it. */
export interface Logged {
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly data: unknown;
  readonly recordedAt: Instant;
  readonly meta: CommitMeta;
}

/** Those of a commit's events that are wanted. */
export const eventsOf = ({ stream, first, at, events, meta }: Commit, filters: Filters): readonly Logged[] =>
  events
    .map(({ type, data }, index) => ({ stream, version: first + index, type, data, recordedAt: at, meta }))
    .filter(({ type }) => fits(at, filters) && (filters.type === undefined || filters.type.includes(type)));
