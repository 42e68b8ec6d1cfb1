import { GetCommand, PutCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import { documentClient, holds, toFailure } from "../aws/dynamo";
import { Failure } from "../task/failure";
import { setting } from "../task/settings";

/** How far the publisher has come with one stream. */
export interface PublisherCursor {
  /** The version of the newest event that is behind it; 0 before the first. */
  readonly version: number;
  /** The sequence number of the last public event; 0 before the first. */
  readonly sequence: number;
  /** The state at `version`, so that the next turn need not read the whole history. */
  readonly fold: unknown;
  /** The fold version of that state: another release may fold differently and then reads on from the start. */
  readonly foldVersion: number;
}

/** Where the publisher stands in each stream, outside the log. Every read is strongly consistent. */
export interface Cursors {
  readonly read: (stream: string) => Promise<PublisherCursor | undefined>;
  /** Moves a cursor on, unless another worker has moved it from `from` meanwhile. */
  readonly advance: (stream: string, from: number, to: PublisherCursor) => Promise<"advanced" | "movedByAnother">;
}

const Item = z.object({ version: z.int().min(0), sequence: z.int().min(0), fold: z.string(), foldVersion: z.int() });

/** A fold that isn't JSON is no use; the publisher then folds the history anew. */
const parsed = (fold: string): unknown => {
  try {
    return JSON.parse(fold);
  } catch {
    return undefined;
  }
};

const keyOf = (stream: string) => ({ pk: stream, sk: "publisher" });

/** The cursors in DynamoDB. */
export const dynamoCursors = ({ client, table }: { readonly client: DynamoDBDocumentClient; readonly table: string }): Cursors => ({
  read: async (stream) => {
    const answer = await client.send(new GetCommand({ TableName: table, Key: keyOf(stream), ConsistentRead: true })).catch((error: unknown) => {
      throw toFailure(error);
    });
    if (answer.Item === undefined) return undefined;
    const item = Item.safeParse(answer.Item);
    if (!item.success) throw new Failure("Permanent", `The publisher's cursor of ${stream} can't be read: it lacks what this release writes.`);
    return { ...item.data, fold: parsed(item.data.fold) };
  },

  advance: async (stream, from, to) => {
    const isMoved = await holds(() =>
      client.send(
        new PutCommand({
          TableName: table,
          Item: { ...keyOf(stream), ...to, fold: JSON.stringify(to.fold) },
          ...(from === 0
            ? { ConditionExpression: "attribute_not_exists(pk)" }
            : { ConditionExpression: "version = :from", ExpressionAttributeValues: { ":from": from } }),
        }),
      ),
    );
    return isMoved ? "advanced" : "movedByAnother";
  },
});

let opened: Cursors | undefined;

/** The cursors of this deployment. */
export const cursors = (): Cursors => (opened ??= dynamoCursors({ client: documentClient(), table: setting("CURSOR_TABLE") }));
