import { setTimeout as sleep } from "node:timers/promises";

/** Asks until there is an answer. @throws at the deadline, with what was waited for and what was last seen */
export const eventually = async <T>(
  what: string,
  milliseconds: number,
  ask: () => Promise<T | undefined>,
  seen: () => unknown = () => undefined,
): Promise<T> => {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`Waited ${milliseconds / 1000} s in vain until: ${what}. Last seen: ${JSON.stringify(seen())}`);
    await sleep(100);
  }
};
