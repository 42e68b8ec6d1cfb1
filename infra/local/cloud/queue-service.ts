import { createHash } from "node:crypto";
import { ulid } from "ulid";
import { z } from "zod";
import { unknownOperation, type AwsService } from "./aws-service";
import { queueName, type Queues, type Received } from "./queues";
import { ACCOUNT, REGION } from "./template";

const Requests = {
  send: z.object({ QueueUrl: z.string(), MessageBody: z.string().min(1), DelaySeconds: z.number().optional() }),
  sendBatch: z.object({
    QueueUrl: z.string(),
    Entries: z
      .array(z.object({ Id: z.string(), MessageBody: z.string().min(1), DelaySeconds: z.number().optional() }))
      .min(1)
      .max(10),
  }),
  receive: z.object({ QueueUrl: z.string(), MaxNumberOfMessages: z.number().min(1).max(10).default(1), VisibilityTimeout: z.number().min(0).optional() }),
  list: z.object({ QueueNamePrefix: z.string().default("") }),
  move: z.object({ SourceArn: z.string(), DestinationArn: z.string().optional() }),
  remove: z.object({ QueueUrl: z.string(), ReceiptHandle: z.string() }),
  queue: z.object({ QueueUrl: z.string() }),
  named: z.object({ QueueName: z.string() }),
};

/** The SDK compares it with the body it sent or received. */
const md5 = (body: string): string => createHash("md5").update(body).digest("hex");

/** The embedded SQS as the wire has it (AWS JSON 1.0). @param url where the cloud answers */
export const queueService = (queues: Queues, url: string): AwsService => {
  const urlOf = (name: string): string => `${url}/${ACCOUNT}/${queueName(name)}`;

  const handle: AwsService["handle"] = async (operation, input) => {
    switch (operation) {
      case "SendMessage": {
        const { QueueUrl, MessageBody, DelaySeconds } = Requests.send.parse(input);
        return { MessageId: await queues.send(QueueUrl, MessageBody, DelaySeconds), MD5OfMessageBody: md5(MessageBody) };
      }
      case "SendMessageBatch": {
        const { QueueUrl, Entries } = Requests.sendBatch.parse(input);
        const sent = [];
        for (const { Id, MessageBody, DelaySeconds } of Entries)
          sent.push({ Id, MessageId: await queues.send(QueueUrl, MessageBody, DelaySeconds), MD5OfMessageBody: md5(MessageBody) });
        return { Successful: sent, Failed: [] };
      }
      case "ReceiveMessage": {
        const { QueueUrl, MaxNumberOfMessages, VisibilityTimeout } = Requests.receive.parse(input);
        const received = await queues.receive(QueueUrl, MaxNumberOfMessages, VisibilityTimeout);
        return {
          Messages: received.map(({ messageId, receiptHandle, body, receives, sentAt }) => ({
            MessageId: messageId,
            ReceiptHandle: receiptHandle,
            Body: body,
            MD5OfBody: md5(body),
            Attributes: { ApproximateReceiveCount: String(receives), SentTimestamp: String(sentAt) },
          })),
        };
      }
      case "DeleteMessage": {
        const { QueueUrl, ReceiptHandle } = Requests.remove.parse(input);
        await queues.remove(QueueUrl, ReceiptHandle);
        return {};
      }
      case "GetQueueUrl": {
        const { QueueName } = Requests.named.parse(input);
        // Refuses a queue that is not there.
        queues.size(QueueName);
        return { QueueUrl: urlOf(QueueName) };
      }
      case "GetQueueAttributes": {
        const name = queueName(Requests.queue.parse(input).QueueUrl);
        const { visible, inFlight } = queues.size(name);
        return {
          Attributes: {
            ApproximateNumberOfMessages: String(visible),
            ApproximateNumberOfMessagesNotVisible: String(inFlight),
            QueueArn: `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`,
          },
        };
      }
      case "ListQueues": {
        const { QueueNamePrefix } = Requests.list.parse(input);
        return {
          QueueUrls: queues
            .names()
            .filter((name) => name.startsWith(QueueNamePrefix))
            .map(urlOf),
        };
      }
      case "ListDeadLetterSourceQueues":
        return { queueUrls: queues.sourcesOf(Requests.queue.parse(input).QueueUrl).map(urlOf) };
      case "StartMessageMoveTask": {
        const { SourceArn, DestinationArn } = Requests.move.parse(input);
        await queues.moveBack(SourceArn, DestinationArn);
        return { TaskHandle: ulid() };
      }
      default:
        throw unknownOperation("SQS", operation);
    }
  };

  return { target: "AmazonSQS", jsonVersion: "1.0", handle };
};

/** A message as Lambda's event source mapping hands it to a function. */
export const toSqsRecord = (queue: string, { messageId, receiptHandle, body, receives, sentAt }: Received) => ({
  messageId,
  receiptHandle,
  body,
  attributes: { ApproximateReceiveCount: String(receives), SentTimestamp: String(sentAt), SenderId: ACCOUNT, ApproximateFirstReceiveTimestamp: String(sentAt) },
  messageAttributes: {},
  md5OfBody: md5(body),
  eventSource: "aws:sqs",
  eventSourceARN: `arn:aws:sqs:${REGION}:${ACCOUNT}:${queueName(queue)}`,
  awsRegion: REGION,
});
