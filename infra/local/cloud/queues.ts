import { ulid } from "ulid";
import { z } from "zod";
import { AwsError } from "./aws-service";
import type { MovableClock } from "./clock";
import type { Documents } from "./documents";
import type { ResolvedTemplate } from "./template";

const Message = z.object({ id: z.string(), body: z.string(), sentAt: z.number(), visibleAt: z.number(), receives: z.number() });
type Message = z.infer<typeof Message>;

const Properties = z.object({
  QueueName: z.string(),
  VisibilityTimeout: z.number().default(30),
  RedrivePolicy: z.object({ deadLetterTargetArn: z.string(), maxReceiveCount: z.coerce.number() }).optional(),
});
type Properties = z.infer<typeof Properties>;

/** A message somebody is working on. */
export interface Received {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly receives: number;
  readonly sentAt: number;
}

/** The embedded SQS. A message is on disk before it is acknowledged. */
export interface Queues {
  /** @param name the queue's name, ARN or URL */
  readonly send: (name: string, body: string, delaySeconds?: number) => Promise<string>;
  /** Messages that are due, hidden from others for so many seconds, else for the queue's visibility timeout. */
  readonly receive: (name: string, most: number, hiddenSeconds?: number) => Promise<readonly Received[]>;
  readonly remove: (name: string, receiptHandle: string) => Promise<void>;
  /** Makes messages visible again soon, as a failed batch item is. */
  readonly giveBack: (name: string, receiptHandle: string, inSeconds: number) => Promise<void>;
  /** Opens a queue that no template names, with a dead-letter queue, and the messages that were left in them. */
  readonly open: (name: string) => Promise<void>;
  /** How many messages wait, and how many are being worked on. */
  readonly size: (name: string) => { readonly visible: number; readonly inFlight: number };
  /** Called when a queue may have something to receive. */
  readonly onMessage: (name: string, listener: () => void) => void;
  readonly names: () => readonly string[];
  /** Moves every message of a dead-letter queue back to where it came from, or elsewhere. @throws AwsError for a queue that is none */
  readonly moveBack: (name: string, destination?: string) => Promise<void>;
  /** The queues that lay their messages aside in this one. */
  readonly sourcesOf: (name: string) => readonly string[];
}

/** The queue's name in its ARN or URL. */
export const queueName = (nameArnOrUrl: string): string => nameArnOrUrl.split(/[:/]/).at(-1) ?? nameArnOrUrl;

/** SQS takes at most 256 KB. */
const LARGEST_BODY = 262_144;

/** Whoever worked on a message when the process ended does so no more: it is due at once, not after the visibility timeout. */
const asLeft = (message: Message, now: number): Message => (message.receives > 0 ? { ...message, visibleAt: Math.min(message.visibleAt, now) } : message);

/** Starts the queues of the template with the messages that were left. */
export const startQueues = async (template: ResolvedTemplate, documents: Documents, clock: MovableClock): Promise<Queues> => {
  const queues = new Map<string, { readonly properties: Properties; readonly messages: Map<string, Message> }>();
  const listeners = new Map<string, (() => void)[]>();
  const start = async (given: unknown): Promise<void> => {
    const properties = Properties.parse(given);
    const messages = (await documents.list(`queue:${properties.QueueName}`)).map(({ document }) => asLeft(Message.parse(document), clock.now()));
    queues.set(properties.QueueName, { properties, messages: new Map(messages.map((message) => [message.id, message])) });
  };
  for (const { properties } of template.ofType("AWS::SQS::Queue")) await start(properties);

  const find = (nameArnOrUrl: string) => {
    const queue = queues.get(queueName(nameArnOrUrl));
    if (queue === undefined) throw new AwsError("QueueDoesNotExist", `There is no queue ${queueName(nameArnOrUrl)} in the template.`);
    return queue;
  };

  const wake = (name: string, at: number): void => {
    clock.at(at, () => {
      for (const listener of listeners.get(name) ?? []) listener();
    });
  };

  const put = async (name: string, message: Message): Promise<void> => {
    await documents.put(`queue:${name}`, message.id, message);
    find(name).messages.set(message.id, message);
    wake(name, message.visibleAt);
  };

  const drop = async (name: string, id: string): Promise<void> => {
    await documents.delete(`queue:${name}`, id);
    find(name).messages.delete(id);
  };

  const send: Queues["send"] = async (to, body, delaySeconds = 0) => {
    if (Buffer.byteLength(body) > LARGEST_BODY)
      throw new AwsError("InvalidParameterValue", "One or more parameters are invalid. Reason: Message must be shorter than 262144 bytes.");
    const { properties } = find(to);
    const message = { id: ulid(), body, sentAt: clock.now(), visibleAt: clock.now() + delaySeconds * 1000, receives: 0 };
    await put(properties.QueueName, message);
    return message.id;
  };

  /** Too often received: to the dead letters, first there and then not here. */
  const bury = async ({ QueueName, RedrivePolicy }: Properties, message: Message): Promise<boolean> => {
    if (RedrivePolicy === undefined || message.receives < RedrivePolicy.maxReceiveCount) return false;
    await put(queueName(RedrivePolicy.deadLetterTargetArn), { ...message, receives: 0, visibleAt: clock.now() });
    await drop(QueueName, message.id);
    return true;
  };

  const receive: Queues["receive"] = async (from, most, hiddenSeconds) => {
    const { properties, messages } = find(from);
    const hiddenMs = (hiddenSeconds ?? properties.VisibilityTimeout) * 1000;
    const taken: Received[] = [];
    for (const message of [...messages.values()].filter(({ visibleAt }) => visibleAt <= clock.now())) {
      if (taken.length >= most) break;
      if (await bury(properties, message)) continue;
      const hidden = { ...message, receives: message.receives + 1, visibleAt: clock.now() + hiddenMs };
      await put(properties.QueueName, hidden);
      taken.push({ messageId: message.id, receiptHandle: message.id, body: message.body, receives: hidden.receives, sentAt: message.sentAt });
    }
    return taken;
  };

  const remove: Queues["remove"] = async (from, handle) => {
    await drop(find(from).properties.QueueName, handle);
  };

  /** The queues that lay their messages aside here. */
  const sourcesOf = (dead: string): readonly string[] =>
    [...queues.values()]
      .filter(({ properties }) => properties.RedrivePolicy !== undefined && queueName(properties.RedrivePolicy.deadLetterTargetArn) === dead)
      .map(({ properties }) => properties.QueueName);

  /** Moves every message back, first there and then not here; as new, like SQS does. */
  const move = async (dead: string, destination: string | undefined): Promise<void> => {
    const [source] = sourcesOf(dead);
    // As SQS has it: dead letters of Lambda or EventBridge alone can't be moved.
    if (source === undefined) throw new AwsError("ResourceNotFoundException", `${dead} is no dead-letter queue of another queue.`);
    const to = find(destination ?? source).properties.QueueName;
    for (const message of [...find(dead).messages.values()]) {
      await put(to, { ...message, receives: 0, visibleAt: clock.now() });
      await drop(dead, message.id);
    }
  };

  const size: Queues["size"] = (name) => {
    const all = [...find(name).messages.values()];
    const visible = all.filter(({ visibleAt }) => visibleAt <= clock.now()).length;
    return { visible, inFlight: all.length - visible };
  };

  return {
    send,
    receive,
    remove,
    giveBack: async (name, handleOf, inSeconds) => {
      const { properties, messages } = find(name);
      const message = messages.get(handleOf);
      if (message !== undefined) await put(properties.QueueName, { ...message, visibleAt: clock.now() + inSeconds * 1000 });
    },
    size,
    open: async (name) => {
      await start({ QueueName: `${name}-dead` });
      // Four tries outlast a moment's trouble of the consumer's; what fails then waits for a person.
      await start({ QueueName: name, RedrivePolicy: { deadLetterTargetArn: `${name}-dead`, maxReceiveCount: 4 } });
    },
    onMessage: (name, listener) => {
      const queue = find(name).properties.QueueName;
      listeners.set(queue, [...(listeners.get(queue) ?? []), listener]);
      // Those that were left at the last stop, each when it is due.
      for (const { visibleAt } of find(name).messages.values()) wake(queue, visibleAt);
    },
    names: () => [...queues.keys()],
    moveBack: (name, destination) => move(queueName(name), destination),
    sourcesOf: (name) => sourcesOf(queueName(name)),
  };
};
