import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { GetCommand, PutCommand, UpdateCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import type { Instant } from "../../../events/kernel/values";
import type { Entitlement } from "../../../events/subscription/values";
import { documentClient, toFailure } from "../aws/dynamo";
import { hash } from "../task/hash";
import { setting } from "../task/settings";

/** What AWS's list of a whole product said of one subscription in one turn. */
export interface Mark {
  readonly turn: string;
  /** When the page was asked for that named it first. */
  readonly at: Instant;
  /** AWS's token of that page. */
  readonly page: string;
  /** What tells each row from any other. */
  readonly rows: ReadonlySet<string>;
}

/**
 * What a walk over AWS's list has seen: its pages name a customer's rows in any order, so what is missing is known at the end
 * only. One small item for each customer that AWS lists; the next turn writes over it.
 */
export interface ListedMarks {
  /** Notes rows of a subscription. Noting them again changes nothing. @returns the token of the page that named it first in this turn */
  readonly add: (subscription: string, mark: Mark) => Promise<string>;
  /** What was noted last; undefined if AWS never listed it. */
  readonly find: (subscription: string) => Promise<Mark | undefined>;
}

/** A row of AWS's by all it says, short enough that a thousand of them fit into an item of 400 KB. */
export const rowDigest = ({ dimension, value, expiresAt = "" }: Entitlement): string => hash(dimension, JSON.stringify(value), expiresAt).slice(0, 20);

const Item = z.object({ turn: z.string(), at: z.string(), page: z.string(), rows: z.set(z.string()) });

const keyOf = (subscription: string) => ({ pk: `listed#${subscription}`, sk: "mark" });

/** The marks in DynamoDB, in the cursors' table. */
export const dynamoListedMarks = ({ client, table }: { readonly client: DynamoDBDocumentClient; readonly table: string }): ListedMarks => ({
  add: async (subscription, { turn, at, page, rows }) => {
    try {
      await client.send(
        new PutCommand({
          TableName: table,
          Item: { ...keyOf(subscription), turn, at, page, rows: new Set(rows) },
          ConditionExpression: "attribute_not_exists(pk) OR turn <> :turn",
          ExpressionAttributeValues: { ":turn": turn },
        }),
      );
      return page;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw toFailure(error);
    }
    // The rest of a customer's rows stood on a page before.
    const update = new UpdateCommand({
      TableName: table,
      Key: keyOf(subscription),
      UpdateExpression: "ADD #rows :rows",
      ExpressionAttributeNames: { "#rows": "rows" },
      ExpressionAttributeValues: { ":rows": new Set(rows) },
      ReturnValues: "ALL_NEW",
    });
    const { Attributes } = await client.send(update).catch((error: unknown) => {
      throw toFailure(error);
    });
    return Item.parse(Attributes).page;
  },

  find: async (subscription) => {
    try {
      const { Item: found } = await client.send(new GetCommand({ TableName: table, Key: keyOf(subscription), ConsistentRead: true }));
      return Item.safeParse(found).data;
    } catch (error) {
      throw toFailure(error);
    }
  },
});

/** The marks of this deployment. */
export const listedMarks = (): ListedMarks => dynamoListedMarks({ client: documentClient(), table: setting("CURSOR_TABLE") });
