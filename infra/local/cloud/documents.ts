import { BatchGetCommand, BatchWriteCommand, DeleteCommand, GetCommand, PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import type { Database } from "./database";

/** The embedded cloud's own memory: JSON documents by kind and id, on disk before a write returns. */
export interface Documents {
  readonly get: (kind: string, id: string) => Promise<unknown>;
  readonly put: (kind: string, id: string, document: unknown) => Promise<void>;
  readonly delete: (kind: string, id: string) => Promise<void>;
  /** All of a kind, by id. */
  readonly list: (kind: string) => Promise<readonly Found[]>;
  /** Those of several ids that there are, by id. */
  readonly getAll: (kind: string, ids: readonly string[]) => Promise<ReadonlyMap<string, unknown>>;
  /** Writes several, of any kinds and each id once: all are on disk when it returns; after a kill before that, any of them may be. */
  readonly putAll: (documents: readonly (Found & { readonly kind: string })[]) => Promise<void>;
  /** The next of a kind by id, for those that are too many for one list: whose ids begin so, from the one after `after`. */
  readonly page: (kind: string, startsWith: string, after?: string) => Promise<{ readonly found: readonly Found[]; readonly after?: string }>;
}

/** A document with its id. */
export interface Found {
  readonly id: string;
  readonly document: unknown;
}

/** DynamoDB's own limits of a batch. */
const GETS = 100;
const WRITES = 25;

const portions = <Item>(all: readonly Item[], size: number): readonly (readonly Item[])[] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size));

const TABLE = "embedded-cloud";
const Item = z.object({ id: z.string(), document: z.string() });

const parse = (item: unknown): Found => {
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
  const page = async (kind: string, startsWith: string, after?: string): Promise<{ readonly found: readonly Found[]; readonly after?: string }> => {
    const { Items = [], LastEvaluatedKey: last } = await client.send(
      new QueryCommand({
        TableName: TABLE,
        KeyConditionExpression: startsWith === "" ? "kind = :kind" : "kind = :kind AND begins_with(id, :start)",
        ExpressionAttributeValues: { ":kind": kind, ...(startsWith !== "" && { ":start": startsWith }) },
        ConsistentRead: true,
        ...(after !== undefined && { ExclusiveStartKey: { kind, id: after } }),
      }),
    );
    return { found: Items.map(parse), ...(last !== undefined && { after: z.string().parse(last["id"]) }) };
  };

  const getSome = async (kind: string, ids: readonly string[]): Promise<readonly Found[]> => {
    const found: Found[] = [];
    let wanted: Record<string, unknown>[] = ids.map((id) => ({ kind, id }));
    while (wanted.length > 0) {
      const { Responses, UnprocessedKeys } = await client.send(new BatchGetCommand({ RequestItems: { [TABLE]: { Keys: wanted, ConsistentRead: true } } }));
      found.push(...(Responses?.[TABLE] ?? []).map(parse));
      // More than 16 MB is answered in parts.
      wanted = UnprocessedKeys?.[TABLE]?.Keys ?? [];
    }
    return found;
  };

  return {
    page,
    getAll: async (kind, ids) => {
      const found: Found[] = [];
      for (const portion of portions([...new Set(ids)], GETS)) found.push(...(await getSome(kind, portion)));
      return new Map(found.map(({ id, document }) => [id, document]));
    },
    putAll: async (all) => {
      for (const portion of portions(all, WRITES)) {
        let wanted = portion.map(({ kind, id, document }) => ({ PutRequest: { Item: { kind, id, document: JSON.stringify(document) } } }));
        while (wanted.length > 0) {
          const { UnprocessedItems } = await client.send(new BatchWriteCommand({ RequestItems: { [TABLE]: wanted } }));
          const left = new Set(
            (UnprocessedItems?.[TABLE] ?? []).map(({ PutRequest }) => `${String(PutRequest?.Item?.["kind"])} ${String(PutRequest?.Item?.["id"])}`),
          );
          wanted = wanted.filter(({ PutRequest: { Item: item } }) => left.has(`${item.kind} ${item.id}`));
        }
      }
    },
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
      const found: Found[] = [];
      let next = await page(kind, "");
      for (;;) {
        found.push(...next.found);
        if (next.after === undefined) return found;
        next = await page(kind, "", next.after);
      }
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
      getAll: (kind, ids) => guarded(() => documents.getAll(kind, ids)),
      putAll: (all) => guarded(() => documents.putAll(all)),
      page: (kind, startsWith, after) => guarded(() => documents.page(kind, startsWith, after)),
    },
    close: async () => {
      closed = true;
      await Promise.allSettled(underWay);
    },
  };
};
