import { setTimeout as sleep } from "node:timers/promises";
import type { Answer, Ask, Request } from "./shop";
import type { StallProcess } from "./stall-process";

/** One kill: so many acknowledged requests after the one before, and so many milliseconds after the last of them. */
export interface Kill {
  readonly acknowledged: number;
  readonly delay: number;
  /** The start after it is killed too, so many milliseconds in. */
  readonly early?: number | undefined;
}

/** Whether a request was to change something, and the stall said that it will. */
const isAcknowledged = ({ method }: Request, { status }: Answer): boolean => method === "POST" && status < 400;

/** A stall that is killed by plan, and a client that sends a request again until it is answered. */
export const outlasting = (process: StallProcess, send: Ask, kills: readonly Kill[]) => {
  const planned = [...kills];
  let up: Promise<void> = Promise.resolve();
  let acknowledged = 0;
  let aimed = false;
  let done = 0;

  const replace = async (early: number | undefined): Promise<void> => {
    await process.kill();
    if (early !== undefined) {
      process.begin();
      await sleep(early);
      await process.kill();
    }
    await process.start();
    done += 1;
  };

  const kill = (early?: number): Promise<void> => {
    acknowledged = 0;
    aimed = false;
    up = replace(early);
    return up;
  };

  const count = (): void => {
    acknowledged += 1;
    const [next] = planned;
    if (next === undefined || aimed || acknowledged < next.acknowledged) return;
    planned.shift();
    aimed = true;
    // A failure to start again is met by whoever asks next.
    setTimeout(() => void kill(next.early).catch(() => undefined), next.delay);
  };

  const ask: Ask = async (request) => {
    for (;;) {
      await up;
      const killed = done;
      const answer = await send(request).catch(async (error: unknown) => {
        await up;
        if (done === killed) throw error;
        return undefined;
      });
      if (answer === undefined) continue;
      if (isAcknowledged(request, answer)) count();
      return answer;
    }
  };

  return { ask, kill, kills: (): number => done };
};
