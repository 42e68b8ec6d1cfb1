import type { Controls } from "./controls";
import type { Marketplace } from "./marketplace";

/** Moves the clock on: the cloud's timers run, and contracts whose term is over end. */
export const clockDesk = ({ endDue }: Pick<Marketplace, "endDue">, { now, advance }: Controls) => ({
  now,
  /** @returns the time it is then */
  advance: async (milliseconds: number): Promise<string> => {
    await advance(milliseconds);
    await endDue();
    return now();
  },
});
export type ClockDesk = ReturnType<typeof clockDesk>;
