import { z } from "zod";
import type { MovableClock } from "./clock";
import type { Subscriber } from "./event-bus";
import type { Functions } from "./functions";
import { toSqsRecord } from "./queue-service";
import type { Queues, Received } from "./queues";
import { REGION, type ResolvedTemplate } from "./template";

const Mapping = z.object({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  BatchSize: z.number().default(10),
  Enabled: z.boolean().default(true),
});
type Mapping = z.infer<typeof Mapping>;

const BusEvent = z.record(z.string(), z.unknown());
const BatchAnswer = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })) });

/** A record of a stream; of its members, the number is what a partial answer names. */
interface StreamRecord {
  readonly dynamodb: { readonly SequenceNumber: string } & Readonly<Record<string, unknown>>;
  readonly [member: string]: unknown;
}

/** What feeds functions: queues, and the streams of tables. */
export interface EventSources {
  /** An item was written into a table: its stream has a record. */
  readonly written: (table: string, keys: Readonly<Record<string, unknown>>) => void;
  readonly stop: () => void;
  /** Whether nothing is being handed over. */
  readonly idle: () => boolean;
}

interface Parts {
  readonly functions: Functions;
  readonly queues: Queues;
  readonly clock: MovableClock;
}

/** SQS makes a failed item visible again after the queue's timeout; a laptop's user need not wait three minutes. */
const TRY_AGAIN_SECONDS = 2;

/** A stream's batch that fails is tried again at once, and then less and less often. */
const STREAM_PAUSE_MS = 200;
const LONGEST_STREAM_PAUSE_MS = 10_000;

interface Work {
  readonly batchSize: number;
  /** Does what the messages ask for. @returns the ids of those that are to come again */
  readonly serve: (batch: readonly Received[]) => Promise<ReadonlySet<string>>;
  readonly isStopped: () => boolean;
}

/** Works a queue off whenever it has something. @returns whether it is at it */
const workOff = (queue: string, queues: Queues, { batchSize, serve, isStopped }: Work): (() => boolean) => {
  let busy = false;
  const work = async (): Promise<void> => {
    if (busy || isStopped()) return;
    busy = true;
    try {
      for (;;) {
        const batch = await queues.receive(queue, batchSize);
        if (batch.length === 0 || isStopped()) return;
        const failed = await serve(batch);
        if (isStopped()) return;
        for (const { messageId, receiptHandle } of batch)
          await (failed.has(messageId) ? queues.giveBack(queue, receiptHandle, TRY_AGAIN_SECONDS) : queues.remove(queue, receiptHandle));
      }
    } finally {
      busy = false;
    }
  };
  queues.onMessage(queue, () => void work().catch(() => undefined));
  return () => busy;
};

const pollQueue = ({ EventSourceArn, FunctionName, BatchSize }: Mapping, { functions, queues }: Parts, isStopped: () => boolean) =>
  workOff(EventSourceArn, queues, {
    batchSize: BatchSize,
    isStopped,
    serve: async (batch) => {
      const invoked = await functions.invoke(FunctionName, { Records: batch.map((message) => toSqsRecord(EventSourceArn, message)) });
      if (!invoked.ok) return new Set(batch.map(({ messageId }) => messageId));
      const answer = BatchAnswer.safeParse(invoked.result);
      return new Set(answer.success ? answer.data.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier) : []);
    },
  });

/** How many of a batch are done with: those before the first that the function names as failed, or all (Lambda guide, "Partial batch response"). */
const servedOf = (batch: readonly StreamRecord[], result: unknown): number => {
  const answer = BatchAnswer.safeParse(result);
  const failed = new Set(answer.success ? answer.data.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier) : []);
  const first = batch.findIndex(({ dynamodb }) => failed.has(dynamodb.SequenceNumber));
  return first === -1 ? batch.length : first;
};

const followStream = ({ EventSourceArn, FunctionName, BatchSize }: Mapping, { functions, clock }: Parts, isStopped: () => boolean) => {
  const waiting: StreamRecord[] = [];
  let busy = false;
  let sequence = 0;

  const work = async (): Promise<void> => {
    if (busy || isStopped()) return;
    busy = true;
    let pause = STREAM_PAUSE_MS;
    while (waiting.length > 0 && !isStopped()) {
      const batch = waiting.slice(0, BatchSize);
      const invoked = await functions.invoke(FunctionName, { Records: batch });
      const served = invoked.ok ? servedOf(batch, invoked.result) : 0;
      waiting.splice(0, served);
      if (served === batch.length) {
        pause = STREAM_PAUSE_MS;
        continue;
      }
      // A pause keeps no process alive that is otherwise done.
      await new Promise((done) => setTimeout(done, pause).unref());
      pause = Math.min(pause * 2, LONGEST_STREAM_PAUSE_MS);
    }
    busy = false;
  };

  return {
    arn: EventSourceArn,
    busy: () => busy || waiting.length > 0,
    add: (keys: Readonly<Record<string, unknown>>): void => {
      sequence += 1;
      const record: StreamRecord = {
        eventID: String(sequence),
        eventName: "INSERT",
        eventVersion: "1.1",
        eventSource: "aws:dynamodb",
        awsRegion: REGION,
        eventSourceARN: EventSourceArn,
        dynamodb: { ApproximateCreationDateTime: clock.now() / 1000, Keys: keys, SequenceNumber: String(sequence), StreamViewType: "KEYS_ONLY" },
      };
      waiting.push(record);
      setImmediate(() => void work().catch(() => (busy = false)));
    },
  };
};

/** Connects the mappings of the template. */
export const startEventSources = (template: ResolvedTemplate, parts: Parts): EventSources => {
  let stopped = false;
  const isStopped = (): boolean => stopped;
  const mappings = template
    .ofType("AWS::Lambda::EventSourceMapping")
    .map(({ properties }) => Mapping.parse(properties))
    .filter(({ Enabled }) => Enabled);
  const polled = mappings.filter(({ EventSourceArn }) => EventSourceArn.includes(":sqs:")).map((mapping) => pollQueue(mapping, parts, isStopped));
  const followed = mappings.filter(({ EventSourceArn }) => EventSourceArn.includes(":dynamodb:")).map((mapping) => followStream(mapping, parts, isStopped));
  return {
    written: (table, keys) => {
      for (const stream of followed) if (stream.arn.includes(`:table/${table}/`)) stream.add(keys);
    },
    stop: () => {
      stopped = true;
    },
    idle: () => !polled.some((busy) => busy()) && !followed.some(({ busy }) => busy()),
  };
};

/** Hands a subscriber what its queue holds, one event after another. @returns whether it is at it */
export const startSubscriber = async ({ name, receive }: Subscriber, queues: Queues, isStopped: () => boolean): Promise<() => boolean> => {
  await queues.open(name);
  return workOff(name, queues, {
    batchSize: 10,
    isStopped,
    serve: async (batch) => {
      const failed = new Set<string>();
      for (const { messageId, body } of batch) {
        try {
          await receive(BusEvent.parse(JSON.parse(body)));
        } catch {
          // What was wrong is the subscriber's to tell; the message comes again, and at last is a dead letter.
          failed.add(messageId);
        }
      }
      return failed;
    },
  });
};
