/** Something that is to happen at a time of the movable clock. */
interface Timer {
  readonly at: number;
  readonly work: () => void;
}

/** The time of the embedded cloud: real time, moved on by whoever advances it. */
export interface MovableClock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly instant: () => string;
  /** Runs the work at a time; at once if that has passed. */
  readonly at: (time: number, work: () => void) => void;
  /** Moves on; timers due by then run in order. */
  readonly advance: (milliseconds: number) => void;
  readonly offset: () => number;
  readonly stop: () => void;
}

/** setTimeout holds 32 bits: longer waits are taken in steps. */
const LONGEST_STEP = 2 ** 31 - 1;

/** @param offset how far the clock had been moved on before, in milliseconds */
export const movableClock = (offset = 0): MovableClock => {
  let moved = offset;
  let stopped = false;
  /** Soonest first; of those at one time, the one set first. Ten thousand runs may wait at once, so none is looked at before it is due. */
  const timers: Timer[] = [];
  let looking = false;
  let wake: NodeJS.Timeout | undefined;
  const now = (): number => Date.now() + moved;

  const placeFor = (time: number): number => {
    let [low, high] = [0, timers.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((timers[middle]?.at ?? Infinity) <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  const run = (): void => {
    looking = false;
    if (stopped) return;
    clearTimeout(wake);
    for (const { work } of timers.splice(0, placeFor(now()))) work();
    const [next] = timers;
    if (next !== undefined) wake = setTimeout(run, Math.min(LONGEST_STEP, Math.max(0, next.at - now())));
  };

  return {
    now,
    instant: () => new Date(now()).toISOString(),
    at: (time, work) => {
      const place = placeFor(time);
      timers.splice(place, 0, { at: time, work });
      // A later timer than the soonest changes nothing about when to look.
      if (place > 0 || looking) return;
      looking = true;
      setImmediate(run);
    },
    advance: (milliseconds) => {
      moved += milliseconds;
      run();
    },
    offset: () => moved,
    stop: () => {
      stopped = true;
      clearTimeout(wake);
    },
  };
};
