import { setTimeout as sleep } from "node:timers/promises";
import { Wrong } from "./right";

/** Looks again and again until it holds. @throws Wrong once the time is over */
export const eventually = async (
  what: string,
  holds: () => Promise<boolean> | boolean,
  { withinMs, everyMs = 5 }: { readonly withinMs: number; readonly everyMs?: number },
): Promise<void> => {
  const deadline = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Wrong(`It did not come true within ${withinMs / 1000} seconds: ${what}.`);
    await sleep(everyMs);
  }
};
