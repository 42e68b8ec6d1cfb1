import type { Instant } from "../../../events/kernel/values";

/** Where a function learns the time. */
export interface Clock {
  readonly now: () => Instant;
}

let source: () => number = Date.now;

/** The clock of the process. */
export const clock: Clock = { now: () => new Date(source()).toISOString() };

/** Sets where the process' clock reads the time, in milliseconds since 1970: a host with a movable clock says so here. */
export const setClockSource = (milliseconds: () => number): void => {
  source = milliseconds;
};
