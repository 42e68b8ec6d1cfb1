import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import {
  BatchWriteCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  type BatchWriteCommandInput,
  type BatchWriteCommandOutput,
  type DynamoDBDocumentClient,
} from "@aws-sdk/lib-dynamodb";
import type { z } from "zod";
import { toFailure } from "../aws/dynamo";
import { Failure } from "../task/failure";
import type { Page } from "../task/page";

/** A key of the usage table: everything it holds is found by its key alone. */
export interface UsageKey {
  readonly pk: string;
  readonly sk: string;
}

type Item = UsageKey & Readonly<Record<string, unknown>>;

/** The table of usage that was reported and is to be told to AWS, in the few ways it is spoken to. Every read is strongly consistent. */
export interface UsageTable {
  /** Writes an item unless one stands there. @returns the one that stands there */
  readonly claim: (item: Item) => Promise<unknown>;
  /** Writes items over whatever stands there: they are the same, said again. */
  readonly put: (items: readonly Item[]) => Promise<void>;
  readonly get: (key: UsageKey) => Promise<unknown>;
  /** A page of a partition up to a sort key, from behind another on. */
  readonly page: <T>(schema: z.ZodType<T>, range: { readonly pk: string; readonly upTo?: string; readonly most?: number }, after?: string) => Promise<Page<T>>;
  readonly remove: (keys: readonly UsageKey[]) => Promise<void>;
}

/** BatchWriteItem takes so many. */
const BATCH = 25;

/** After so many rounds of what DynamoDB left over it is throttling, and the state is tried again later. */
const ROUNDS = 8;

const read = <T>(schema: z.ZodType<T>, item: unknown): T => {
  const parsed = schema.safeParse(item);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues.map(({ path }) => path.join(".")).join(", ");
  throw new Failure("Permanent", `An item of the usage table does not fit its schema at: ${where}.`);
};

/** BatchWriteItem refuses a batch that names a key twice; the last of them is the one that counts. */
const eachOnce = <Keyed extends UsageKey>(items: readonly Keyed[]): readonly Keyed[] => [
  ...new Map(items.map((item) => [JSON.stringify([item.pk, item.sk]), item])).values(),
];

/** The usage table in DynamoDB. */
export const usageTable = ({ client, table }: { readonly client: DynamoDBDocumentClient; readonly table: string }): UsageTable => {
  const attempt = async <T>(call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      throw error instanceof Failure ? error : toFailure(error);
    }
  };

  const get = (Key: UsageKey): Promise<unknown> =>
    attempt(async () => (await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }))).Item);

  type Request = { readonly PutRequest: { readonly Item: Item } } | { readonly DeleteRequest: { readonly Key: UsageKey } };
  const write = (requests: readonly Request[]): Promise<void> =>
    attempt(async () => {
      for (let from = 0; from < requests.length; from += BATCH) {
        let left: BatchWriteCommandInput["RequestItems"] = { [table]: requests.slice(from, from + BATCH) };
        for (let round = 0; (left?.[table]?.length ?? 0) > 0; round += 1) {
          if (round === ROUNDS) throw new Failure("Throttled", "DynamoDB leaves items of a batch unwritten: it is throttling.");
          const answer: BatchWriteCommandOutput = await client.send(new BatchWriteCommand({ RequestItems: left }));
          left = answer.UnprocessedItems;
        }
      }
    });

  return {
    get,
    claim: async (item) => {
      try {
        await client.send(
          new PutCommand({ TableName: table, Item: item, ConditionExpression: "attribute_not_exists(pk)", ReturnValuesOnConditionCheckFailure: "ALL_OLD" }),
        );
        return undefined;
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw toFailure(error);
        // Not every engine returns the item that stood in the way.
        return get({ pk: item.pk, sk: item.sk });
      }
    },
    put: (all) => {
      const items = eachOnce(all);
      return items.length === 1 ? putOne(items[0]) : write(items.map((Item) => ({ PutRequest: { Item } })));
    },
    remove: (all) => {
      const keys = eachOnce(all);
      return keys.length === 1 ? removeOne(keys[0]) : write(keys.map((Key) => ({ DeleteRequest: { Key } })));
    },
    page: (schema, { pk, upTo, most }, after) =>
      attempt(async () => {
        const bounded = upTo !== undefined;
        const { Items = [], LastEvaluatedKey } = await client.send(
          new QueryCommand({
            TableName: table,
            ConsistentRead: true,
            KeyConditionExpression: bounded ? "pk = :pk AND sk <= :upTo" : "pk = :pk",
            ExpressionAttributeValues: { ":pk": pk, ...(bounded && { ":upTo": upTo }) },
            ...(after !== undefined && { ExclusiveStartKey: { pk, sk: after } }),
            ...(most !== undefined && { Limit: most }),
          }),
        );
        const next: unknown = LastEvaluatedKey?.["sk"];
        return { items: Items.map((item) => read(schema, item)), ...(typeof next === "string" && { next }) };
      }),
  };

  async function putOne(item: Item | undefined): Promise<void> {
    if (item !== undefined) await attempt(() => client.send(new PutCommand({ TableName: table, Item: item })));
  }
  async function removeOne(Key: UsageKey | undefined): Promise<void> {
    if (Key !== undefined) await attempt(() => client.send(new DeleteCommand({ TableName: table, Key })));
  }
};
