import { PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { dynamoEventStore } from "../../../functions/kernel/streams/dynamo-event-store";
import { NO_FOLDS, type Folds } from "../../../functions/kernel/streams/folds";
import type { LogEngine } from "../../kit/log-tables";
import type { StoreUnderTest } from "./workbench";

/** The store on an engine, with a way past it. */
export const onEngine = async (
  start: () => Promise<LogEngine>,
  folds: Folds = NO_FOLDS,
): Promise<StoreUnderTest & { readonly stop: () => Promise<void>; readonly engine: LogEngine }> => {
  const engine = await start();
  const { client, table } = engine;
  return {
    engine,
    store: dynamoEventStore({ client, table }, folds),
    putRaw: async (item) => {
      await client.send(new PutCommand({ TableName: table, Item: item }));
    },
    rawItems: async (stream) =>
      (
        await client.send(
          new QueryCommand({ TableName: table, KeyConditionExpression: "pk = :s", ExpressionAttributeValues: { ":s": stream }, ConsistentRead: true }),
        )
      ).Items ?? [],
    stop: engine.stop,
  };
};
