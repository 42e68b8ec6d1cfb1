import { ulid } from "ulid";
import { z } from "zod";
import type { MovableClock } from "./clock";
import type { Documents } from "./documents";
import type { Functions } from "./functions";

const Pending = z.object({ function: z.string(), event: z.unknown(), attempts: z.number() });
type Pending = z.infer<typeof Pending>;

/** Functions invoked for an event, without anybody waiting: on disk first, tried until they succeed or give up. */
export interface Invocations {
  readonly queue: (functionName: string, event: unknown) => Promise<void>;
  /** Takes up what was left at the last stop. */
  readonly resume: () => Promise<void>;
  /** How many are under way. */
  readonly size: () => number;
}

/** Lambda tries an asynchronous invocation three times: at once, after a minute, and after two more. */
const PAUSES_MS = [60_000, 120_000];
const KIND = "invocation";

export const startInvocations = (functions: Functions, documents: Documents, clock: MovableClock): Invocations => {
  const underWay = new Set<string>();

  const attempt = async (id: string, pending: Pending): Promise<void> => {
    const { ok } = await functions.invoke(pending.function, pending.event);
    const pause = PAUSES_MS[pending.attempts];
    if (ok || pause === undefined) {
      await documents.delete(KIND, id);
      underWay.delete(id);
      return;
    }
    const next = { ...pending, attempts: pending.attempts + 1 };
    await documents.put(KIND, id, next);
    clock.at(clock.now() + pause, () => void attempt(id, next).catch(() => underWay.delete(id)));
  };

  const begin = (id: string, pending: Pending): void => {
    underWay.add(id);
    setImmediate(() => void attempt(id, pending).catch(() => underWay.delete(id)));
  };

  return {
    queue: async (functionName, event) => {
      const id = ulid();
      const pending = { function: functionName, event, attempts: 0 };
      await documents.put(KIND, id, pending);
      begin(id, pending);
    },
    resume: async () => {
      for (const { id, document } of await documents.list(KIND)) begin(id, Pending.parse(document));
    },
    size: () => underWay.size,
  };
};
