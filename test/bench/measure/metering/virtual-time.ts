import type { MovableClock } from "../../../../infra/local/cloud/clock";

interface Timer {
  readonly at: number;
  readonly work: () => void;
}

/**
 * A time that stands still while anything is worked on, and leaps to the next thing that is due when nothing is: what a
 * system would take whose calls take as long as they are said to, on however slow a machine.
 */
export const virtualTime = (startsAt: string) => {
  let now = Date.parse(startsAt);
  /** By time; those of one time in the order they were set in. */
  const due = new Map<number, (() => void)[]>();
  /** The times in `due`, as a binary heap: the soonest is first. */
  const heap: number[] = [];
  let underWay = 0;
  let looking = false;

  const place = (index: number): number => heap[index] ?? Infinity;
  const swap = (one: number, other: number): void => {
    [heap[one], heap[other]] = [place(other), place(one)];
  };
  const push = (time: number): void => {
    let index = heap.push(time) - 1;
    for (let parent = (index - 1) >> 1; index > 0 && place(parent) > place(index); parent = (index - 1) >> 1) {
      swap(index, parent);
      index = parent;
    }
  };
  const pop = (): number | undefined => {
    const [first] = heap;
    const last = heap.pop();
    if (heap.length === 0 || last === undefined) return first;
    heap[0] = last;
    for (let index = 0; ;) {
      const child = place(2 * index + 1) <= place(2 * index + 2) ? 2 * index + 1 : 2 * index + 2;
      if (place(child) >= place(index)) return first;
      swap(index, child);
      index = child;
    }
  };

  const look = (): void => {
    looking = false;
    if (underWay > 0) return;
    const next = pop();
    if (next === undefined) return;
    now = Math.max(now, next);
    const works = due.get(next) ?? [];
    due.delete(next);
    for (const work of works) work();
    lookSoon();
  };

  function lookSoon(): void {
    if (looking || underWay > 0 || heap.length === 0) return;
    looking = true;
    // After everything that goes on by itself has gone on.
    setImmediate(look);
  }

  const at = (time: number, work: Timer["work"]): void => {
    const works = due.get(time);
    if (works !== undefined) works.push(work);
    else {
      due.set(time, [work]);
      push(time);
    }
    lookSoon();
  };

  const pause = (milliseconds: number): Promise<void> =>
    new Promise((done) => {
      at(now + Math.max(0, milliseconds), done);
    });

  /** Waits for the real world, while time stands still. */
  const meanwhile = async <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
    underWay += 1;
    try {
      return await work();
    } finally {
      underWay -= 1;
      lookSoon();
    }
  };

  const instant = (): string => new Date(now).toISOString();
  const clock: MovableClock = {
    now: () => now,
    instant,
    at,
    advance: (milliseconds) => {
      now += milliseconds;
      lookSoon();
    },
    offset: () => 0,
    stop: () => undefined,
  };

  return {
    clock,
    now: (): number => now,
    instant,
    pause,
    meanwhile,
    /** Real work that is said to take so long. */
    taking: async <Answer>(milliseconds: number, work: () => Promise<Answer>): Promise<Answer> => {
      await pause(milliseconds);
      return meanwhile(work);
    },
  };
};
export type VirtualTime = ReturnType<typeof virtualTime>;
