import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import { behind, eventually, failWith } from "./fixture";
import { messageDesk } from "./message-desk";

interface Batch {
  readonly Records: readonly { readonly messageId: string; readonly body: string }[];
}

const desk = messageDesk();

describe("the embedded SQS", () => {
  test("takes a message, hides it while it is worked on, and forgets it when it is deleted", async () => {
    const { QueueUrl } = await desk.sqs.send(new GetQueueUrlCommand({ QueueName: "fixture-plain" }));
    await desk.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "hello" }));
    const [message] = await desk.receive("fixture-plain");
    expect(message).toMatchObject({ Body: "hello" });
    await expect(desk.receive("fixture-plain")).resolves.toEqual([]);
    await desk.cloud.advance(30_000);
    await expect(desk.receive("fixture-plain")).resolves.toHaveLength(1);
    await desk.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
    await desk.cloud.advance(60_000);
    await expect(desk.receive("fixture-plain")).resolves.toEqual([]);
  });

  test("takes batches, and holds a delayed message back", async () => {
    const entries = [
      { Id: "1", MessageBody: "now" },
      { Id: "2", MessageBody: "later", DelaySeconds: 60 },
    ];
    await expect(desk.sqs.send(new SendMessageBatchCommand({ QueueUrl: desk.urlOf("fixture-plain"), Entries: entries }))).resolves.toMatchObject({
      Successful: [{ Id: "1" }, { Id: "2" }],
    });
    const attributes = await desk.sqs.send(new GetQueueAttributesCommand({ QueueUrl: desk.urlOf("fixture-plain"), AttributeNames: ["All"] }));
    expect(attributes.Attributes).toMatchObject({ ApproximateNumberOfMessages: "1" });
    await expect(desk.receive("fixture-plain")).resolves.toMatchObject([{ Body: "now" }]);
    await desk.cloud.advance(60_000);
    expect((await desk.receive("fixture-plain")).map(({ Body }) => Body)).toContain("later");
  });

  test("shows a message without hiding it, where no time is asked for", async () => {
    await desk.sqs.send(new SendMessageCommand({ QueueUrl: desk.urlOf("fixture-plain"), MessageBody: "look" }));
    const look = () => desk.sqs.send(new ReceiveMessageCommand({ QueueUrl: desk.urlOf("fixture-plain"), VisibilityTimeout: 0 }));
    await expect(look()).resolves.toMatchObject({ Messages: [{ Body: "look" }] });
    await expect(look()).resolves.toMatchObject({ Messages: [{ Body: "look", Attributes: { ApproximateReceiveCount: "2" } }] });
  });

  test("moves dead letters to the queue they came from, or to one that is named", async () => {
    const dead = "arn:aws:sqs:us-east-1:000000000000:fixture-dead";
    await desk.sqs.send(new SendMessageCommand({ QueueUrl: desk.urlOf("fixture-dead"), MessageBody: "again" }));
    await expect(desk.sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: desk.urlOf("fixture-dead") }))).resolves.toMatchObject({
      queueUrls: [desk.urlOf("fixture-queue")],
    });
    await desk.sqs.send(new StartMessageMoveTaskCommand({ SourceArn: dead, DestinationArn: dead.replace("-dead", "-plain") }));
    await expect(desk.receive("fixture-plain")).resolves.toMatchObject([{ Body: "again" }]);
    await expect(desk.receive("fixture-dead")).resolves.toEqual([]);
    const plain = desk.sqs.send(new StartMessageMoveTaskCommand({ SourceArn: dead.replace("-dead", "-plain") }));
    await expect(plain).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  test("lists queues by how their names begin", async () => {
    await expect(desk.sqs.send(new ListQueuesCommand({ QueueNamePrefix: "fixture-de" }))).resolves.toMatchObject({ QueueUrls: [desk.urlOf("fixture-dead")] });
  });

  test("refuses a queue that is not in the template", async () => {
    await expect(desk.receive("absent")).rejects.toMatchObject({ name: "QueueDoesNotExist" });
  });

  test("hands over again only what failed of a batch, and in the end buries it", async () => {
    const seen: string[] = [];
    behind("consume", (event) => {
      const { Records } = event as Batch;
      seen.push(...Records.map(({ body }) => body));
      return { batchItemFailures: Records.filter(({ body }) => body === "bad").map(({ messageId }) => ({ itemIdentifier: messageId })) };
    });
    const entries = ["good", "bad"].map((MessageBody) => ({ Id: MessageBody, MessageBody }));
    await desk.sqs.send(new SendMessageBatchCommand({ QueueUrl: desk.urlOf("fixture-queue"), Entries: entries }));
    const dead = await eventually("the message is buried", async () => {
      await desk.cloud.advance(5000);
      return (await desk.receive("fixture-dead"))[0];
    });
    expect(dead.Body).toBe("bad");
    expect(seen.toSorted()).toEqual(["bad", "bad", "bad", "good"]);
  });

  test("hands a whole batch over again when the function throws", async () => {
    let attempts = 0;
    behind("consume", () => ((attempts += 1) === 1 ? failWith("Transient") : undefined));
    await desk.sqs.send(new SendMessageCommand({ QueueUrl: desk.urlOf("fixture-queue"), MessageBody: "once more" }));
    await eventually("the second attempt", async () => {
      await desk.cloud.advance(5000);
      return attempts === 2 ? true : undefined;
    });
  });
});
