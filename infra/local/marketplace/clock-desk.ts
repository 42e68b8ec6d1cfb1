import { later } from "../../../events/kernel/values";
import type { Controls } from "./controls";
import type { Marketplace } from "./marketplace";

/** Moves the clock on: the cloud's timers run, and agreements start, renew and end, each at its own time. */
export const clockDesk = ({ nextDue, passTime }: Pick<Marketplace, "nextDue" | "passTime">, { now, advance }: Controls) => ({
  now,
  /** @returns the time it is then */
  advance: async (milliseconds: number): Promise<string> => {
    let left = milliseconds;
    for (;;) {
      const until = later(now(), left);
      const due = await nextDue();
      if (due === undefined || due > until) break;
      const step = Math.max(0, Date.parse(due) - Date.parse(now()));
      await advance(step);
      left -= step;
      await passTime();
    }
    await advance(left);
    await passTime();
    return now();
  },
});
export type ClockDesk = ReturnType<typeof clockDesk>;
