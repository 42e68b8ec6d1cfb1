import { PutCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { dynamoCursors, type PublisherCursor } from "../../../../functions/kernel/projections/cursors";
import { dynamoKeptPosition } from "../../../../functions/kernel/reconciliation/kept-position";
import { consumerTables } from "../../../kit/consumer-tables";
import { memoryCursors } from "../../../kit/memory-consumers";

let client: DynamoDBDocumentClient;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ client, stop } = await consumerTables("cursors"));
});
afterAll(async () => {
  await stop();
});

let names = 0;
/** A place of its own for each test. */
const fresh = (): string => `p${(names += 1)}`;

const cursor = (version: number): PublisherCursor => ({ version, sequence: version * 2, fold: { test: true, list: [1], nothing: null }, foldVersion: 1 });

describe.each([
  ["DynamoDB", () => dynamoCursors({ client, table: "cursors" })],
  ["memory, the tests' own", () => memoryCursors()],
])("cursors in %s", (_, adapter) => {
  test("start at nothing, and come back as they were left", async () => {
    const cursors = adapter();
    const stream = `subscription-${fresh()}`;
    expect(await cursors.read(stream)).toBeUndefined();
    expect(await cursors.advance(stream, 0, cursor(3))).toBe("advanced");
    expect(await cursors.read(stream)).toEqual(cursor(3));
  });

  test("move from where they are only", async () => {
    const cursors = adapter();
    const stream = `subscription-${fresh()}`;
    await cursors.advance(stream, 0, cursor(3));
    expect(await cursors.advance(stream, 0, cursor(9))).toBe("movedByAnother");
    expect(await cursors.advance(stream, 2, cursor(9))).toBe("movedByAnother");
    expect(await cursors.advance(stream, 3, cursor(5))).toBe("advanced");
    expect((await cursors.read(stream))?.version).toBe(5);
  });

  test("are moved by one of many workers", async () => {
    const cursors = adapter();
    const stream = `subscription-${fresh()}`;
    const answers = await Promise.all(Array.from({ length: 8 }, () => cursors.advance(stream, 0, cursor(1))));
    expect(answers.filter((answer) => answer === "advanced")).toHaveLength(1);
  });
});

describe("a cursor that was spoilt by hand", () => {
  test("is a Permanent failure", async () => {
    await client.send(new PutCommand({ TableName: "cursors", Item: { pk: "subscription-spoilt", sk: "publisher", version: "x" } }));
    await expect(dynamoCursors({ client, table: "cursors" }).read("subscription-spoilt")).rejects.toMatchObject({ name: "Permanent" });
  });

  test("is folded anew if only its state can't be read", async () => {
    const Item = { pk: "subscription-unfolded", sk: "publisher", version: 4, sequence: 2, fold: "{", foldVersion: 1 };
    await client.send(new PutCommand({ TableName: "cursors", Item }));
    expect(await dynamoCursors({ client, table: "cursors" }).read("subscription-unfolded")).toEqual({
      version: 4,
      sequence: 2,
      fold: undefined,
      foldVersion: 1,
    });
  });
});

describe("the sweep's position", () => {
  test("is the start until one is kept", async () => {
    const position = dynamoKeptPosition("sweep", { client, table: "cursors" });
    expect(await position.read()).toBe("");
    await position.keep('{"segment":3}');
    expect(await position.read()).toBe('{"segment":3}');
  });
});
