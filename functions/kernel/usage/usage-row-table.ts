import { GetItemCommand, UpdateItemCommand, type AttributeValue, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { RowUsage, UsageRow } from "../../../events/usage/usage-row";
import { holds, toFailure } from "../aws/dynamo";

/** A row's key: its number is a text, for it may have more digits than JavaScript's numbers. */
export type RowKey = Pick<UsageRow, "customerIdentifier" | "createTimestamp">;

/** A row that waits for an answer. */
export interface PendingRow extends UsageRow {
  /** The listing, where the customer's id alone does not tell. */
  readonly productCode?: string;
}

/** The table that applications write usage to. */
export interface UsageRowTable {
  /** @returns undefined for a row that is not there, or does not wait */
  readonly pending: (key: RowKey) => Promise<PendingRow | undefined>;
  /** Writes the answer, and that it no longer waits. @returns whether it was still the row that was answered */
  readonly answer: (row: PendingRow, answer: { readonly failed: boolean; readonly response: unknown }) => Promise<boolean>;
}

const keyOf = ({ customerIdentifier, createTimestamp }: RowKey): Record<string, AttributeValue> => ({
  customerIdentifier: { S: customerIdentifier },
  create_timestamp: { N: createTimestamp },
});

/** Numbers and texts of a row, as texts. */
const textOf = (value: AttributeValue | undefined): string => value?.N ?? value?.S ?? "";

const usageOf = (value: AttributeValue | undefined): readonly RowUsage[] =>
  (value?.L ?? []).map(({ M = {} }) => ({ dimension: textOf(M["dimension"]), value: textOf(M["value"]) }));

/** DynamoDB's own attribute values are read and written: the document client would make numbers of 15 digits of them. */
export const usageRowTable = ({ client, table }: { readonly client: Pick<DynamoDBClient, "send">; readonly table: string }): UsageRowTable => ({
  pending: async (key) => {
    try {
      const { Item } = await client.send(new GetItemCommand({ TableName: table, Key: keyOf(key), ConsistentRead: true }));
      if (Item?.["metering_pending"]?.S !== "true") return undefined;
      const productCode = Item["productCode"]?.S;
      return { ...key, usage: usageOf(Item["dimension_usage"]), ...(productCode !== undefined && { productCode }) };
    } catch (error) {
      throw toFailure(error);
    }
  },
  answer: (row, { failed, response }) =>
    holds(() =>
      client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: keyOf(row),
          UpdateExpression: "SET metering_failed = :failed, metering_response = :response REMOVE metering_pending",
          ConditionExpression: "metering_pending = :pending",
          ExpressionAttributeValues: { ":failed": { BOOL: failed }, ":response": { S: JSON.stringify(response) }, ":pending": { S: "true" } },
        }),
      ),
    ),
});
