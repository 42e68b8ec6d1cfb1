import { AfterAppend, type LaggingMessage, type LogRecord } from "./contract";
import { Failure } from "../kernel/task/failure";
import { LaggingStream } from "../kernel/projections/lagging";
import { inParallel } from "../kernel/task/batches";
import { mayHaveRows } from "../kernel/projections/other-streams";
import { isProjected, type Targets } from "../kernel/projections/projector";
import type { Consumers } from "./consumers";

interface Dependencies {
  readonly consumers: Consumers;
  /** The generations to write to. Asked for once a batch, after its wake-ups came: a rebuild begun before a commit is then seen. */
  readonly targets: () => Promise<Targets>;
  /** Puts a stream aside until it is tried again. */
  readonly lag: (stream: string) => Promise<void>;
  /** A consumer failed for a stream. */
  readonly failed: (stream: string, error: unknown) => void;
  /** An item of the log was changed or removed, which nothing of ours does. */
  readonly tampered: (stream: string, version: string, how: "MODIFY" | "REMOVE") => void;
}

/** What Lambda is told of an SQS batch: the messages to deliver again. */
export interface BatchAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** Streams followed at once. Each keeps about three requests in flight; a function's memory and sockets are far from full. */
const WIDTH = 8;

const bodyOf = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

/** Serves the consumers of the log for one batch of wake-ups, from the log's stream or from the lagging queue. */
export const wakeUps = ({ consumers, targets, lag, failed, tampered }: Dependencies) => {
  const follow = async (streams: readonly string[], onFailure: (stream: string, error: unknown) => Promise<void>): Promise<void> => {
    const followed = [...new Set(streams)].filter(isProjected);
    if (followed.length === 0) return;
    const into = await targets();
    await inParallel(followed, WIDTH, async (stream) => {
      try {
        await consumers.follow(stream, into);
      } catch (error) {
        failed(stream, error);
        await onFailure(stream, error);
      }
    });
  };

  const fromLog = async (records: readonly LogRecord[]): Promise<BatchAnswer> => {
    for (const { eventName, dynamodb } of records) {
      if (eventName !== "INSERT") tampered(dynamodb.Keys.pk.S, dynamodb.Keys.sk.N, eventName);
    }
    // A stream that fails must not hold up its shard: it waits in the queue. If even that fails, the batch is delivered again.
    const told = records.filter(({ dynamodb: { Keys } }) => mayHaveRows(Keys.pk.S, Keys.sk.N));
    await follow(
      told.map(({ dynamodb }) => dynamodb.Keys.pk.S),
      lag,
    );
    return { batchItemFailures: [] };
  };

  const fromQueue = async (messages: readonly LaggingMessage[]): Promise<BatchAnswer> => {
    const streams = messages.map(({ messageId, body }) => ({ messageId, stream: LaggingStream.safeParse(bodyOf(body)).data?.stream }));
    const again = new Set<string>();
    await follow(
      streams.flatMap(({ stream }) => (stream === undefined ? [] : [stream])),
      async (stream) => {
        again.add(stream);
        await Promise.resolve();
      },
    );
    // What isn't ours to read goes back too, and after its last try to the dead-letter queue, where a person sees it.
    const failures = streams.filter(({ stream }) => stream === undefined || again.has(stream));
    return { batchItemFailures: failures.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };

  return async (event: unknown): Promise<BatchAnswer> => {
    const parsed = AfterAppend.input.safeParse(event);
    if (!parsed.success)
      throw new Failure("Permanent", "after-append was sent something that is neither records of the log's stream nor messages of the lagging queue.");
    return isFromQueue(parsed.data.Records) ? await fromQueue(parsed.data.Records) : await fromLog(parsed.data.Records);
  };
};

const isFromQueue = (records: readonly LogRecord[] | readonly LaggingMessage[]): records is readonly LaggingMessage[] => records[0]?.eventSource === "aws:sqs";
