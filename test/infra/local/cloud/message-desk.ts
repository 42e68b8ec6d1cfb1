import { ReceiveMessageCommand, SQSClient, type Message } from "@aws-sdk/client-sqs";
import type { Cloud } from "../../../../infra/local/cloud/cloud";
import type { BusEvent } from "../../../../infra/local/cloud/event-bus";
import { clientOf, closeAll, open } from "./fixture";

/** What a test of messages works with, new for each. */
export interface MessageDesk {
  cloud: Cloud;
  sqs: SQSClient;
  /** What a subscriber of the bus was handed. */
  heard: BusEvent[];
  readonly urlOf: (queue: string) => string;
  readonly receive: (queue: string) => Promise<readonly Message[]>;
}

/** Opens a cloud with a subscriber before each test of a file, and closes it afterwards. */
export const messageDesk = (): MessageDesk => {
  const urlOf = (queue: string): string => `${desk.cloud.url}/000000000000/${queue}`;
  const receive = async (queue: string) => (await desk.sqs.send(new ReceiveMessageCommand({ QueueUrl: urlOf(queue), MaxNumberOfMessages: 10 }))).Messages ?? [];
  // The cloud and its client come with each test.
  const desk = { heard: [], urlOf, receive } as unknown as MessageDesk;
  beforeEach(async () => {
    desk.heard = [];
    desk.cloud = await open({
      extension: {
        subscribers: [{ name: "hearer", bus: "fixture", pattern: { source: ["shop.till"] }, receive: (event) => Promise.resolve(void desk.heard.push(event)) }],
      },
    });
    desk.sqs = new SQSClient(clientOf(desk.cloud));
  });
  afterEach(async () => {
    desk.sqs.destroy();
    await closeAll();
  });
  return desk;
};
