import { GetCommand, PutCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import { later, type Instant } from "../../../events/kernel/values";
import type { ReconciliationWalk } from "../../../events/reconciliation/events";
import { documentClient, holds, toFailure } from "../aws/dynamo";
import { setting } from "../task/settings";

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
  /** Remembers which products are compared: a person who asks what was found has no other list of the deployment's. */
  readonly rememberProducts: (codes: readonly string[]) => Promise<void>;
  readonly products: () => Promise<readonly string[]>;
}

/** A turn that has not been heard of for so long stands still: a task is throttled for eight minutes at most before its run fails. */
const HOLD_MS = 15 * 60_000;

const keyOf = (walk: ReconciliationWalk) => ({ pk: `reconciliation#${walk}`, sk: "lane" });

const PRODUCTS_KEY = { pk: "reconciliation#products", sk: "codes" };

const Products = z.object({ codes: z.array(z.string()).readonly() });

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
  const put = (walk: ReconciliationWalk, lane: Lane): Promise<boolean> =>
    holds(() =>
      client.send(
        new PutCommand({
          TableName: table,
          Item: { ...keyOf(walk), ...lane },
          ConditionExpression: "attribute_not_exists(pk) OR #run = :run OR heldUntil < :now",
          ExpressionAttributeNames: { "#run": "run" },
          ExpressionAttributeValues: { ":run": lane.run, ":now": now() },
        }),
      ),
    );

  const get = async (key: { readonly pk: string; readonly sk: string }): Promise<unknown> => {
    try {
      return (await client.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }))).Item;
    } catch (error) {
      throw toFailure(error);
    }
  };

  return {
    hold: (walk, run, said) => put(walk, { run, heldUntil: later(now(), HOLD_MS), said }),
    leave: async (walk, run, said) => {
      await put(walk, { run, heldUntil: "", said });
    },
    look: async (walk) => Lane.safeParse(await get(keyOf(walk))).data,
    rememberProducts: async (codes) => {
      await client.send(new PutCommand({ TableName: table, Item: { ...PRODUCTS_KEY, codes } })).catch((error: unknown) => {
        throw toFailure(error);
      });
    },
    products: async () => Products.safeParse(await get(PRODUCTS_KEY)).data?.codes ?? [],
  };
};

/** The lanes of this deployment. */
export const reconciliationLanes = (now: () => Instant): ReconciliationLanes =>
  dynamoReconciliationLanes({ client: documentClient(), table: setting("CURSOR_TABLE"), now });
