import { randomUUID } from "node:crypto";
import { ulid } from "ulid";
import { z } from "zod";
import type { MovableClock } from "./clock";
import type { Documents } from "./documents";
import { bareName, type Functions, type Invocation } from "./functions";
import type { Queues } from "./queues";
import { ACCOUNT, REGION, type ResolvedTemplate } from "./template";

const Pending = z.object({ function: z.string(), event: z.unknown(), attempts: z.number() });
type Pending = z.infer<typeof Pending>;

type Failed = Extract<Invocation, { readonly ok: false }>;

const Config = z.object({
  FunctionName: z.string(),
  DestinationConfig: z.object({ OnFailure: z.object({ Destination: z.string() }).optional() }).optional(),
});

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

export const startInvocations = (
  template: ResolvedTemplate,
  {
    functions,
    documents,
    queues,
    clock,
  }: { readonly functions: Functions; readonly documents: Documents; readonly queues: Queues; readonly clock: MovableClock },
): Invocations => {
  const underWay = new Set<string>();
  const destinations = new Map(
    template.ofType("AWS::Lambda::EventInvokeConfig").map(({ properties }) => {
      const { FunctionName, DestinationConfig } = Config.parse(properties);
      return [FunctionName, DestinationConfig?.OnFailure?.Destination];
    }),
  );

  /** What was given up goes where the function's configuration says, as Lambda writes it. */
  const giveUp = async ({ function: name, event, attempts }: Pending, { errorType, errorMessage }: Failed): Promise<void> => {
    const destination = destinations.get(bareName(name));
    if (destination === undefined) return;
    const record = {
      version: "1.0",
      timestamp: clock.instant(),
      requestContext: {
        requestId: randomUUID(),
        functionArn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${bareName(name)}:$LATEST`,
        condition: "RetriesExhausted",
        approximateInvokeCount: attempts + 1,
      },
      requestPayload: event,
      responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
      responsePayload: { errorType, errorMessage },
    };
    await queues.send(destination, JSON.stringify(record));
  };

  const attempt = async (id: string, pending: Pending): Promise<void> => {
    const invoked = await functions.invoke(pending.function, pending.event);
    const pause = PAUSES_MS[pending.attempts];
    if (invoked.ok || pause === undefined) {
      // First there, and then not here.
      if (!invoked.ok) await giveUp(pending, invoked);
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
