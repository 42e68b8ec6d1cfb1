import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import { awsRuleTargets } from "../../../../functions/kernel/rule-targets";
import type { Cloud } from "../../../../infra/local/cloud/cloud";
import type { BusEvent } from "../../../../infra/local/cloud/event-bus";
import { behind, clientOf, closeAll, eventually, failWith, fixtureTemplate, open } from "./fixture";

interface Batch {
  readonly Records: readonly {
    readonly messageId: string;
    readonly body: string;
    readonly dynamodb?: { readonly Keys: { readonly sk: { readonly N: string } }; readonly SequenceNumber: string };
  }[];
}

let cloud: Cloud;
let sqs: SQSClient;
let heard: BusEvent[];
const urls = (name: string): string => `${cloud.url}/000000000000/${name}`;

beforeEach(async () => {
  heard = [];
  cloud = await open({
    extension: {
      subscribers: [{ name: "hearer", bus: "fixture", pattern: { source: ["shop.till"] }, receive: (event) => Promise.resolve(void heard.push(event)) }],
    },
  });
  sqs = new SQSClient(clientOf(cloud));
});
afterEach(async () => {
  sqs.destroy();
  await closeAll();
});

const receive = async (queue: string) => (await sqs.send(new ReceiveMessageCommand({ QueueUrl: urls(queue), MaxNumberOfMessages: 10 }))).Messages ?? [];

describe("the embedded SQS", () => {
  test("takes a message, hides it while it is worked on, and forgets it when it is deleted", async () => {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: "fixture-plain" }));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "hello" }));
    const [message] = await receive("fixture-plain");
    expect(message).toMatchObject({ Body: "hello" });
    await expect(receive("fixture-plain")).resolves.toEqual([]);
    await cloud.advance(30_000);
    await expect(receive("fixture-plain")).resolves.toHaveLength(1);
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
    await cloud.advance(60_000);
    await expect(receive("fixture-plain")).resolves.toEqual([]);
  });

  test("takes batches, and holds a delayed message back", async () => {
    const entries = [
      { Id: "1", MessageBody: "now" },
      { Id: "2", MessageBody: "later", DelaySeconds: 60 },
    ];
    await expect(sqs.send(new SendMessageBatchCommand({ QueueUrl: urls("fixture-plain"), Entries: entries }))).resolves.toMatchObject({
      Successful: [{ Id: "1" }, { Id: "2" }],
    });
    const attributes = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: urls("fixture-plain"), AttributeNames: ["All"] }));
    expect(attributes.Attributes).toMatchObject({ ApproximateNumberOfMessages: "1" });
    await expect(receive("fixture-plain")).resolves.toMatchObject([{ Body: "now" }]);
    await cloud.advance(60_000);
    expect((await receive("fixture-plain")).map(({ Body }) => Body)).toContain("later");
  });

  test("shows a message without hiding it, where no time is asked for", async () => {
    await sqs.send(new SendMessageCommand({ QueueUrl: urls("fixture-plain"), MessageBody: "look" }));
    const look = () => sqs.send(new ReceiveMessageCommand({ QueueUrl: urls("fixture-plain"), VisibilityTimeout: 0 }));
    await expect(look()).resolves.toMatchObject({ Messages: [{ Body: "look" }] });
    await expect(look()).resolves.toMatchObject({ Messages: [{ Body: "look", Attributes: { ApproximateReceiveCount: "2" } }] });
  });

  test("moves dead letters to the queue they came from, or to one that is named", async () => {
    const dead = "arn:aws:sqs:us-east-1:000000000000:fixture-dead";
    await sqs.send(new SendMessageCommand({ QueueUrl: urls("fixture-dead"), MessageBody: "again" }));
    await expect(sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: urls("fixture-dead") }))).resolves.toMatchObject({
      queueUrls: [urls("fixture-queue")],
    });
    await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: dead, DestinationArn: dead.replace("-dead", "-plain") }));
    await expect(receive("fixture-plain")).resolves.toMatchObject([{ Body: "again" }]);
    await expect(receive("fixture-dead")).resolves.toEqual([]);
    const plain = sqs.send(new StartMessageMoveTaskCommand({ SourceArn: dead.replace("-dead", "-plain") }));
    await expect(plain).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  test("lists queues by how their names begin", async () => {
    await expect(sqs.send(new ListQueuesCommand({ QueueNamePrefix: "fixture-de" }))).resolves.toMatchObject({ QueueUrls: [urls("fixture-dead")] });
  });

  test("refuses a queue that is not in the template", async () => {
    await expect(receive("absent")).rejects.toMatchObject({ name: "QueueDoesNotExist" });
  });

  test("hands over again only what failed of a batch, and in the end buries it", async () => {
    const seen: string[] = [];
    behind("consume", (event) => {
      const { Records } = event as Batch;
      seen.push(...Records.map(({ body }) => body));
      return { batchItemFailures: Records.filter(({ body }) => body === "bad").map(({ messageId }) => ({ itemIdentifier: messageId })) };
    });
    const entries = ["good", "bad"].map((MessageBody) => ({ Id: MessageBody, MessageBody }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: urls("fixture-queue"), Entries: entries }));
    const dead = await eventually("the message is buried", async () => {
      await cloud.advance(5000);
      return (await receive("fixture-dead"))[0];
    });
    expect(dead.Body).toBe("bad");
    expect(seen.toSorted()).toEqual(["bad", "bad", "bad", "good"]);
  });

  test("hands a whole batch over again when the function throws", async () => {
    let attempts = 0;
    behind("consume", () => ((attempts += 1) === 1 ? failWith("Transient") : undefined));
    await sqs.send(new SendMessageCommand({ QueueUrl: urls("fixture-queue"), MessageBody: "once more" }));
    await eventually("the second attempt", async () => {
      await cloud.advance(5000);
      return attempts === 2 ? true : undefined;
    });
  });
});

describe("the embedded EventBridge", () => {
  const put = async (...entries: readonly { readonly Source?: string; readonly Detail?: string }[]) => {
    const events = new EventBridgeClient(clientOf(cloud));
    const Entries = entries.map((entry) => ({
      Source: "shop.till",
      DetailType: "Sold",
      Detail: '{"colour":"blue","size":1}',
      EventBusName: "fixture",
      ...entry,
    }));
    return events.send(new PutEventsCommand({ Entries })).finally(() => {
      events.destroy();
    });
  };

  test("answers for each entry, and refuses AWS's own sources and malformed details", async () => {
    const { FailedEntryCount, Entries } = await put({}, { Source: "aws.states" }, { Detail: "no json" });
    expect(FailedEntryCount).toBe(2);
    expect(Entries).toMatchObject([{ EventId: expect.any(String) }, { ErrorCode: "NotAuthorizedForSourceException" }, { ErrorCode: "MalformedDetail" }]);
    await eventually("the one that was taken", () => Promise.resolve(heard.length === 1 ? true : undefined));
  });

  test("takes events of AWS Marketplace from anybody, who then plays AWS", async () => {
    await expect(put({ Source: "aws.agreement-marketplace" })).resolves.toMatchObject({ FailedEntryCount: 0 });
  });

  test("gives up what its function can't do after three tries, to where the function's configuration says", async () => {
    let tries = 0;
    behind("work", () => {
      tries += 1;
      return failWith("Permanent", "It will not do.");
    });
    cloud = await open({
      template: fixtureTemplate({
        Called: {
          Type: "AWS::Events::Rule",
          Properties: {
            Name: "fixture-called",
            EventBusName: { Ref: "Bus" },
            EventPattern: { source: ["called.shop"] },
            Targets: [{ Arn: { "Fn::GetAtt": ["Work", "Arn"] } }],
          },
        },
        GivenUp: {
          Type: "AWS::Lambda::EventInvokeConfig",
          Properties: { FunctionName: { Ref: "Work" }, DestinationConfig: { OnFailure: { Destination: { "Fn::GetAtt": ["Plain", "Arn"] } } } },
        },
      }),
    });
    await put({ Source: "called.shop" });
    await eventually("three tries, the second a minute and the third two more after the one before", async () => {
      await cloud.advance(60_000);
      return tries === 3 ? true : undefined;
    });
    const [given] = await eventually("what was given up", async () => {
      const received = await cloud.queues.receive("fixture-plain", 1);
      return received.length === 1 ? received : undefined;
    });
    expect(JSON.parse(given!.body)).toMatchObject({
      requestContext: { condition: "RetriesExhausted", approximateInvokeCount: 3 },
      requestPayload: { source: "called.shop", detail: { colour: "blue" } },
      responsePayload: { errorType: "Permanent", errorMessage: "It will not do." },
    });
    expect(tries).toBe(3);
  });

  test("loses one entry of a batch where the fault asks for it", async () => {
    cloud.faults.add({ kind: "partial", service: "AWSEvents", operation: "PutEvents", times: 1 });
    await expect(put({}, {})).resolves.toMatchObject({ FailedEntryCount: 1, Entries: [{ ErrorCode: "InternalFailure" }, { EventId: expect.any(String) }] });
    await expect(put({}, {})).resolves.toMatchObject({ FailedEntryCount: 0 });
  });

  test("delivers what fits a rule's pattern, and nothing else", async () => {
    const details = ['{"colour":"blue","size":1}', '{"colour":"red","size":1}', '{"colour":"green"}'];
    await put(...details.map((Detail) => ({ Detail })), { Source: "bakery" });
    const bodies = (await receive("fixture-plain")).map(({ Body }): unknown => JSON.parse(Body ?? ""));
    expect(bodies).toMatchObject([{ source: "shop.till", "detail-type": "Sold", detail: { colour: "blue", size: 1 } }]);
  });
});

describe("a subscriber's rule", () => {
  const targets = () => awsRuleTargets(new EventBridgeClient(clientOf(cloud)), sqs);

  test("is found with its account, Region, pattern and queue; one that is not there is not", async () => {
    expect(await targets().rule("fixture", "hearer")).toEqual({
      account: "000000000000",
      region: "us-east-1",
      pattern: '{"source":["shop.till"]}',
      targets: [{ kind: "queue", arn: "arn:aws:sqs:us-east-1:000000000000:hearer" }],
    });
    expect(await targets().rule("fixture", "nobody")).toBeUndefined();
    expect(await targets().rule("default", "hearer")).toBeUndefined();
  });

  test("judges an event by its pattern", async () => {
    expect(await targets().fits('{"source":["shop.till"]}', { id: "1", source: "shop.till" })).toBe(true);
    expect(await targets().fits('{"source":["shop.till"]}', { id: "1", source: "bakery" })).toBe(false);
  });

  test("hears what is sent to its queue alone, just as it was sent", async () => {
    const event = { id: "1", source: "bakery", detail: { loaf: 1 } };
    await targets().send({ kind: "queue", arn: "arn:aws:sqs:us-east-1:000000000000:hearer" }, event);
    await eventually("the event", () => Promise.resolve(heard.length === 1 ? true : undefined));
    expect(heard).toEqual([event]);
    expect(await receive("fixture-plain")).toEqual([]);
  });
});

describe("the embedded stream of a table", () => {
  const putItem = async (sk: number): Promise<void> => {
    const dynamo = new DynamoDBClient(clientOf(cloud));
    await dynamo.send(new PutItemCommand({ TableName: "fixture-log", Item: { pk: { S: "stream" }, sk: { N: String(sk) } } }));
    dynamo.destroy();
  };
  const numbers = (event: unknown): number[] => (event as Batch).Records.map(({ dynamodb }) => Number(dynamodb?.Keys.sk.N));

  test("hands the keys of new items to its function, again until it succeeds", async () => {
    const seen: number[][] = [];
    behind("follow", (event) => (seen.push(numbers(event)), seen.length === 1 ? failWith("Transient") : { batchItemFailures: [] }));
    await putItem(1);
    await eventually("the second attempt", () => (seen.length === 2 ? true : undefined));
    expect(seen).toEqual([[1], [1]]);
  });

  test("goes on from the first item that failed", async () => {
    const served = new Set<number>();
    let failures = 0;
    behind("follow", (event) => {
      const bad = (event as Batch).Records.find(({ dynamodb }) => dynamodb?.Keys.sk.N === "2");
      if (bad !== undefined && failures < 2) {
        failures += 1;
        return { batchItemFailures: [{ itemIdentifier: bad.dynamodb?.SequenceNumber }] };
      }
      for (const one of numbers(event)) served.add(one);
      return { batchItemFailures: [] };
    });
    for (const one of [1, 2, 3]) await putItem(one);
    await eventually("the item that failed is served", () => (served.has(2) && served.has(3) ? true : undefined));
    expect(failures).toBe(2);
  });
});
