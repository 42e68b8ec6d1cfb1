import { setTimeout as sleep } from "node:timers/promises";

/** A cold start of a dozen functions on a busy laptop takes a few seconds; twenty mean that something is wrong. */
const PATIENCE_MS = 20_000;

/** Asks until the answer is there. @throws an error that says what did not come true */
export const until = async <Answer>(what: string, ask: () => Promise<Answer | undefined>, patienceMs = PATIENCE_MS): Promise<Answer> => {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`It did not happen within ${patienceMs / 1000} seconds: ${what}.`);
    await sleep(100);
  }
};
