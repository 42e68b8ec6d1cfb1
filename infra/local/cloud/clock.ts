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
  let timers: readonly Timer[] = [];
  let wake: NodeJS.Timeout | undefined;
  const now = (): number => Date.now() + moved;

  const run = (): void => {
    if (stopped) return;
    clearTimeout(wake);
    const due = timers.filter(({ at }) => at <= now());
    timers = timers.filter(({ at }) => at > now());
    for (const { work } of [...due].sort((one, other) => one.at - other.at)) work();
    const next = timers.reduce((least, { at }) => Math.min(least, at), Infinity);
    if (next !== Infinity) wake = setTimeout(run, Math.min(LONGEST_STEP, Math.max(0, next - now())));
  };

  return {
    now,
    instant: () => new Date(now()).toISOString(),
    at: (time, work) => {
      timers = [...timers, { at: time, work }];
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
