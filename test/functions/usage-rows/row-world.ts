import { CreateTableCommand, GetItemCommand, PutItemCommand, waitUntilTableExists, type AttributeValue, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { z } from "zod";
import { Failure } from "../../../functions/kernel/task/failure";
import { storedWaitingRows } from "../../../functions/kernel/usage/waiting-rows";
import { usageRowTable } from "../../../functions/kernel/usage/usage-row-table";
import { answerRows } from "../../../functions/usage-rows/answer-rows";
import { RowRecord } from "../../../functions/usage-rows/contract";
import { consumerTables } from "../../kit/consumer-tables";
import { PRODUCTS } from "../metering/products";
import { arn } from "../metering/world";
import { NOW, running } from "../usage-api/running";

const TABLE = "usage-rows";

/** A table of rows, empty, in a database of its own. */
export const openRowTable = async (): Promise<{ readonly client: DynamoDBClient; readonly stop: () => Promise<void> }> => {
  const { low: client, stop } = await consumerTables();
  await client.send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [
        { AttributeName: "customerIdentifier", AttributeType: "S" },
        { AttributeName: "create_timestamp", AttributeType: "N" },
      ],
      KeySchema: [
        { AttributeName: "customerIdentifier", KeyType: "HASH" },
        { AttributeName: "create_timestamp", KeyType: "RANGE" },
      ],
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 1, maxDelay: 1 }, { TableName: TABLE });
  return { client, stop };
};

/** 2026-11-24T09:10:00.123456789Z, of which JavaScript's numbers would lose the last digits. */
export const NANOSECONDS = "1795511400123456789";

export const used = (...usage: readonly (readonly [string, string])[]): AttributeValue => ({
  L: usage.map(([dimension, value]) => ({ M: { dimension: { S: dimension }, value: { N: value } } })),
});

export type Row = Record<string, AttributeValue>;
export const row = (more: Row = {}): Row => ({
  customerIdentifier: { S: arn("l-1") },
  create_timestamp: { N: NANOSECONDS },
  dimension_usage: used(["gb", "2.5"]),
  metering_pending: { S: "true" },
  ...more,
});

/** The function before its table, and what is kept of what it takes in. */
export const rowWorld = async (client: DynamoDBClient) => {
  let now = NOW;
  const clock = { now: () => now };
  const { take, table, hear } = await running(clock);
  let isDown = false;
  let broken: string | undefined;
  const failures: unknown[] = [];
  const { answer, again } = answerRows({
    rows: usageRowTable({ client, table: TABLE }),
    take: async (records) => {
      if (isDown) throw new Failure("Throttled", "DynamoDB throttled the call.");
      if (z.object({ subscription: z.string() }).parse(records[0]).subscription === broken) throw new Failure("Permanent", "Its stream can't be read.");
      return take(records);
    },
    catalogue: PRODUCTS,
    waiting: storedWaitingRows(table),
    clock,
    failed: (_, error) => failures.push(error),
  });
  const event = (item: Row, eventName = "INSERT", SequenceNumber = "1") => ({
    eventName,
    dynamodb: { SequenceNumber, Keys: { customerIdentifier: item["customerIdentifier"], create_timestamp: item["create_timestamp"] }, NewImage: item },
  });
  const read = async ({ customerIdentifier, create_timestamp }: Row) => {
    const { Item } = await client.send(
      new GetItemCommand({ TableName: TABLE, Key: { customerIdentifier: customerIdentifier!, create_timestamp: create_timestamp! } }),
    );
    const response = Item?.["metering_response"]?.S;
    return {
      pending: Item?.["metering_pending"]?.S,
      failed: Item?.["metering_failed"]?.BOOL,
      records: response === undefined ? undefined : (JSON.parse(response) as { readonly records: readonly object[] }).records,
    };
  };
  const serve = (...records: readonly unknown[]) => answer(records.map((one) => RowRecord.parse(one)));
  return {
    kept: () => table.size("record#"),
    failures,
    setDown: (down: boolean) => (isDown = down),
    /** Nothing can be read of this subscription. */
    breaks: (subscription: string | undefined) => (broken = subscription),
    hear,
    /** The schedule's look at what waits, at a time. */
    look: async (at: string) => {
      now = at;
      await again();
    },
    waiting: () => table.size("rows"),
    serve,
    event,
    read,
    put: async (item: Row) => {
      await client.send(new PutItemCommand({ TableName: TABLE, Item: item }));
      const answered = await serve(event(item));
      return { answered, ...(await read(item)) };
    },
  };
};
