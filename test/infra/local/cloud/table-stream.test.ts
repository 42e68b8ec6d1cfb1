import { BatchWriteItemCommand, DynamoDBClient, PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { behind, clientOf, eventually, failWith } from "./fixture";
import { messageDesk } from "./message-desk";

interface Batch {
  readonly Records: readonly { readonly dynamodb?: { readonly Keys: { readonly sk: { readonly N: string } }; readonly SequenceNumber: string } }[];
}

const desk = messageDesk();

describe("the embedded stream of a table", () => {
  const putItem = async (sk: number): Promise<void> => {
    const dynamo = new DynamoDBClient(clientOf(desk.cloud));
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

  test.each<[string, (dynamo: DynamoDBClient, key: { readonly pk: { readonly S: string }; readonly sk: { readonly N: string } }) => Promise<unknown>]>([
    ["an update", (dynamo, Key) => dynamo.send(new UpdateItemCommand({ TableName: "fixture-log", Key, AttributeUpdates: { n: { Value: { N: "1" } } } }))],
    ["a batch", (dynamo, Item) => dynamo.send(new BatchWriteItemCommand({ RequestItems: { "fixture-log": [{ PutRequest: { Item } }] } }))],
  ])("hands on the keys of what %s wrote", async (_, write) => {
    const seen: number[] = [];
    behind("follow", (event) => {
      seen.push(...numbers(event));
      return { batchItemFailures: [] };
    });
    const dynamo = new DynamoDBClient(clientOf(desk.cloud));
    await write(dynamo, { pk: { S: "stream" }, sk: { N: "7" } });
    dynamo.destroy();
    await eventually("the item is seen", () => (seen.includes(7) ? true : undefined));
    expect(seen).toEqual([7]);
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
