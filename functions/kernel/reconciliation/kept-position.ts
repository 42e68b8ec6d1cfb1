import { GetCommand, PutCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import { documentClient, toFailure } from "../aws/dynamo";
import { setting } from "../task/settings";

/** Where work that is done in turns goes on at its next turn. */
export interface KeptPosition {
  /** Empty at the start of a round. */
  readonly read: () => Promise<string>;
  readonly keep: (position: string) => Promise<void>;
}

/** The works that keep a position. */
type Work = "sweep" | "due";

/** A position in DynamoDB, in the cursors' table. */
export const dynamoKeptPosition = (work: Work, { client, table }: { readonly client: DynamoDBDocumentClient; readonly table: string }): KeptPosition => {
  const key = { pk: work, sk: "position" };
  return {
    read: async () => {
      const answer = await client.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true })).catch((error: unknown) => {
        throw toFailure(error);
      });
      // A position that can't be read costs one round from the start, no more.
      return z.object({ position: z.string() }).safeParse(answer.Item).data?.position ?? "";
    },
    keep: async (position) => {
      await client.send(new PutCommand({ TableName: table, Item: { ...key, position } })).catch((error: unknown) => {
        throw toFailure(error);
      });
    },
  };
};

/** The position of a work in this deployment. */
export const keptPosition = (work: Work): KeptPosition => dynamoKeptPosition(work, { client: documentClient(), table: setting("CURSOR_TABLE") });
