import {
  GetQueueAttributesCommand,
  ListDeadLetterSourceQueuesCommand,
  paginateListQueues,
  ReceiveMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
  type Message,
} from "@aws-sdk/client-sqs";
import { toInstant, type Instant } from "../../../events/kernel/values";
import { toFailure } from "./aws-failure";

/** A queue where messages lie that could not be handled. */
export interface DeadLetterQueue {
  readonly name: string;
  readonly url: string;
  readonly arn: string;
  /** Messages that lie there, about: SQS counts with a delay. */
  readonly messages: number;
  /** The queue they came from and can go back to; undefined where they came from elsewhere, such as from Lambda. */
  readonly source?: { readonly name: string; readonly arn: string };
}

/** A message that could not be handled, as it was sent. */
export interface DeadLetter {
  readonly id: string;
  readonly body: string;
  readonly sentAt?: Instant;
}

/** Dead letters, for a person who looks at them. */
export interface DeadLetters {
  /** The dead-letter queues of a deployment: `<prefix>…-dead`. */
  readonly queues: (prefix: string) => Promise<readonly DeadLetterQueue[]>;
  /** Some of the messages, without taking them: they stay visible. SQS offers no way to read all, or in order. */
  readonly peek: (url: string, most: number) => Promise<readonly DeadLetter[]>;
  /** Has SQS move every message to the queue it came from, in the background. */
  readonly redrive: (queue: DeadLetterQueue) => Promise<void>;
}

/** SQS answers at most ten messages at once. */
const BATCH = 10;

const nameOf = (arnOrUrl: string): string => arnOrUrl.split(/[:/]/).at(-1) ?? arnOrUrl;

const letterOf = ({ MessageId = "", Body = "", Attributes }: Message): DeadLetter => {
  const sent = Number(Attributes?.SentTimestamp);
  return { id: MessageId, body: Body, ...(Number.isFinite(sent) && { sentAt: toInstant(new Date(sent)) }) };
};

/** The dead letters of the account and Region that the client is set to. */
export const deadLetters = (client = new SQSClient()): DeadLetters => {
  const attempt = async <T>(call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      throw toFailure("SQS", error);
    }
  };

  const arnOf = async (url: string): Promise<string> => {
    const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["QueueArn"] }));
    return Attributes?.QueueArn ?? "";
  };

  const sourceOf = async (url: string): Promise<Pick<DeadLetterQueue, "source">> => {
    const { queueUrls: [source] = [] } = await client.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: url }));
    return source === undefined ? {} : { source: { name: nameOf(source), arn: await arnOf(source) } };
  };

  const described = async (url: string): Promise<DeadLetterQueue> => {
    const AttributeNames = ["QueueArn" as const, "ApproximateNumberOfMessages" as const];
    const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames }));
    const messages = Number(Attributes?.ApproximateNumberOfMessages ?? 0);
    return { name: nameOf(url), url, arn: Attributes?.QueueArn ?? "", messages, ...(await sourceOf(url)) };
  };

  return {
    queues: (prefix) =>
      attempt(async () => {
        const urls: string[] = [];
        for await (const { QueueUrls = [] } of paginateListQueues({ client, pageSize: 1000 }, { QueueNamePrefix: prefix })) urls.push(...QueueUrls);
        return await Promise.all(
          urls
            .filter((url) => url.endsWith("-dead"))
            .toSorted()
            .map(described),
        );
      }),

    peek: (url, most) =>
      attempt(async () => {
        const found = new Map<string, DeadLetter>();
        // What is received stays visible, so that nobody's redrive misses it; a batch without news ends the reading.
        for (let news = true; news && found.size < most;) {
          const { Messages = [] } = await client.send(
            new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: BATCH, VisibilityTimeout: 0, MessageSystemAttributeNames: ["SentTimestamp"] }),
          );
          const before = found.size;
          for (const message of Messages.map(letterOf)) found.set(message.id, message);
          news = found.size > before;
        }
        return [...found.values()].slice(0, most);
      }),

    redrive: ({ arn, source }) =>
      attempt(async () => {
        // The destination is named: what EventBridge laid here has, for SQS, no queue of its own to return to.
        await client.send(new StartMessageMoveTaskCommand({ SourceArn: arn, ...(source && { DestinationArn: source.arn }) }));
      }),
  };
};
