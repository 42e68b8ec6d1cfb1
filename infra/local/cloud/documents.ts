import { DeleteCommand, GetCommand, PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import type { Database } from "./database";

/** The embedded cloud's own memory: JSON documents by kind and id, on disk before a write returns. */
export interface Documents {
  readonly get: (kind: string, id: string) => Promise<unknown>;
  readonly put: (kind: string, id: string, document: unknown) => Promise<void>;
  readonly delete: (kind: string, id: string) => Promise<void>;
  /** All of a kind, by id. */
  readonly list: (kind: string) => Promise<readonly { readonly id: string; readonly document: unknown }[]>;
}

const TABLE = "embedded-cloud";
const Item = z.object({ id: z.string(), document: z.string() });

const parse = (item: unknown): { readonly id: string; readonly document: unknown } => {
  const { id, document } = Item.parse(item);
  const json: unknown = JSON.parse(document);
  return { id, document: json };
};

/** Documents in a table of the embedded DynamoDB that the app does not see. Each is one JSON text: at most 400 KB. */
export const createDocuments = async ({ client, ensureTable }: Database): Promise<Documents> => {
  await ensureTable({
    TableName: TABLE,
    KeySchema: [
      { AttributeName: "kind", KeyType: "HASH" },
      { AttributeName: "id", KeyType: "RANGE" },
    ],
    AttributeDefinitions: [
      { AttributeName: "kind", AttributeType: "S" },
      { AttributeName: "id", AttributeType: "S" },
    ],
  });
  return {
    get: async (kind, id) => {
      const { Item: item } = await client.send(new GetCommand({ TableName: TABLE, Key: { kind, id }, ConsistentRead: true }));
      return item === undefined ? undefined : parse(item).document;
    },
    put: async (kind, id, document) => {
      await client.send(new PutCommand({ TableName: TABLE, Item: { kind, id, document: JSON.stringify(document) } }));
    },
    delete: async (kind, id) => {
      await client.send(new DeleteCommand({ TableName: TABLE, Key: { kind, id } }));
    },
    list: async (kind) => {
      const found: { readonly id: string; readonly document: unknown }[] = [];
      let position: Record<string, unknown> | undefined;
      do {
        const page = await client.send(
          new QueryCommand({
            TableName: TABLE,
            KeyConditionExpression: "kind = :kind",
            ExpressionAttributeValues: { ":kind": kind },
            ConsistentRead: true,
            ...(position !== undefined && { ExclusiveStartKey: position }),
          }),
        );
        found.push(...(page.Items ?? []).map(parse));
        position = page.LastEvaluatedKey;
      } while (position !== undefined);
      return found;
    },
  };
};

/** Documents that can be closed: what is asked for after that is never answered, as nothing goes on after a kill. */
export const closable = (documents: Documents): { readonly documents: Documents; readonly close: () => Promise<void> } => {
  let closed = false;
  const underWay = new Set<Promise<unknown>>();
  const guarded = <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
    if (closed) return new Promise<Answer>(() => undefined);
    const answer = work();
    underWay.add(answer);
    const over = (): void => void underWay.delete(answer);
    answer.then(over, over);
    return answer;
  };
  return {
    documents: {
      get: (kind, id) => guarded(() => documents.get(kind, id)),
      put: (kind, id, document) => guarded(() => documents.put(kind, id, document)),
      delete: (kind, id) => guarded(() => documents.delete(kind, id)),
      list: (kind) => guarded(() => documents.list(kind)),
    },
    close: async () => {
      closed = true;
      await Promise.allSettled(underWay);
    },
  };
};
