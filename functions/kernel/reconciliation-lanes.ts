import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { GetCommand, PutCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import { later, type Instant } from "../../events/kernel/values";
import type { ReconciliationWalk } from "../../events/reconciliation/events";
import { documentClient, toFailure } from "./dynamo";
import { setting } from "./settings";

const Lane = z.object({ run: z.string(), heldUntil: z.string(), said: z.string() });

/** Who walks one of AWS's lists, and how far they are, in words. */
export type Lane = z.infer<typeof Lane>;

/** One turn at a time walks each of AWS's lists: two would ask twice as fast as they may. */
export interface ReconciliationLanes {
  /** Takes the lane, or holds on to it. @returns false if another turn is walking, or has taken over from one that stood still */
  readonly hold: (walk: ReconciliationWalk, run: string, said: string) => Promise<boolean>;
  /** Leaves it to the next turn. */
  readonly leave: (walk: ReconciliationWalk, run: string, said: string) => Promise<void>;
  readonly look: (walk: ReconciliationWalk) => Promise<Lane | undefined>;
}

/** A turn that has not been heard of for so long stands still: a task is throttled for eight minutes at most before its run fails. */
const HOLD_MS = 15 * 60_000;

const keyOf = (walk: ReconciliationWalk) => ({ pk: `reconciliation#${walk}`, sk: "lane" });

/** The lanes in DynamoDB, in the cursors' table. */
export const dynamoReconciliationLanes = ({
  client,
  table,
  now,
}: {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  readonly now: () => Instant;
}): ReconciliationLanes => {
  const put = async (walk: ReconciliationWalk, lane: Lane): Promise<boolean> => {
    try {
      await client.send(
        new PutCommand({
          TableName: table,
          Item: { ...keyOf(walk), ...lane },
          ConditionExpression: "attribute_not_exists(pk) OR #run = :run OR heldUntil < :now",
          ExpressionAttributeNames: { "#run": "run" },
          ExpressionAttributeValues: { ":run": lane.run, ":now": now() },
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw toFailure(error);
    }
  };

  return {
    hold: (walk, run, said) => put(walk, { run, heldUntil: later(now(), HOLD_MS), said }),
    leave: async (walk, run, said) => {
      await put(walk, { run, heldUntil: "", said });
    },
    look: async (walk) => {
      try {
        const { Item } = await client.send(new GetCommand({ TableName: table, Key: keyOf(walk), ConsistentRead: true }));
        return Lane.safeParse(Item).data;
      } catch (error) {
        throw toFailure(error);
      }
    },
  };
};

/** The lanes of this deployment. */
export const reconciliationLanes = (now: () => Instant): ReconciliationLanes =>
  dynamoReconciliationLanes({ client: documentClient(), table: setting("CURSOR_TABLE"), now });
