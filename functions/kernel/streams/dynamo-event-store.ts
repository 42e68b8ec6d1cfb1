import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { GetCommand, PutCommand, QueryCommand, ScanCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { z } from "zod";
import type { AnyEvent } from "../../../events/kernel/event";
import type { StreamId } from "../../../events/kernel/stream";
import { assertContiguous, fromItem, toItem } from "./commit-item";
import { toFailure } from "../aws/dynamo";
import type { Commit, Definition, EventStore, ListedStream, Readable, StreamPage } from "./event-store";
import { Failure } from "../task/failure";
import { NO_FOLDS, type Folds } from "./folds";
import { foldCommits, prepare, SNAPSHOT_EVERY, usable, type StoredCommit } from "./snapshot";

/** Where the log is. */
export interface LogTable {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
}

/** What a walk reads of a commit. A time that is none is for whoever loads the stream to refuse: it stops no walk. */
const Key = z.object({ pk: z.string(), n: z.int(), at: z.string().catch("") });
const ScanPosition = z.record(z.string(), z.union([z.string(), z.number()]));

const isStreamOf = (categories: readonly string[], pk: string): pk is StreamId => categories.some((category) => pk.startsWith(`${category}-`));

/** What stands where a commit was to go. Engines that refuse without returning the item cost one strong read more. */
const itemThere = async (
  { client, table }: LogTable,
  refusal: ConditionalCheckFailedException,
  key: { readonly pk: string; readonly sk: number },
): Promise<unknown> => {
  if (refusal.Item !== undefined) return unmarshall(refusal.Item);
  const { Item } = await client.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }));
  if (Item === undefined) throw new Failure("Transient", `The log refused version ${key.sk} of ${key.pk} and shows nothing there; it is tried again.`);
  return Item;
};

/** Puts one item where none stands; undefined if it was put, else what stands there. */
const putNew = async (log: LogTable, item: Record<string, unknown>, key: { readonly pk: string; readonly sk: number }): Promise<unknown> => {
  try {
    await log.client.send(
      new PutCommand({
        TableName: log.table,
        Item: item,
        ConditionExpression: "attribute_not_exists(pk)",
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      }),
    );
    return undefined;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return itemThere(log, error, key);
    throw error;
  }
};

const guarded = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  try {
    return await work();
  } catch (error) {
    throw toFailure(error);
  }
};

/**
 * Reads backward to what is known already, or to the newest snapshot this release can use, in one query wherever there is one.
 * @param after the version that is known
 */
const readBack = async <State, Event extends AnyEvent>(
  { client, table }: LogTable,
  definition: Definition<State, Event>,
  stream: StreamId,
  after: number,
): Promise<readonly StoredCommit<Event>[]> => {
  const newestFirst: StoredCommit<Event>[] = [];
  let position: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: after === 0 ? "pk = :stream" : "pk = :stream AND sk > :after",
        ExpressionAttributeValues: after === 0 ? { ":stream": stream } : { ":stream": stream, ":after": after },
        ConsistentRead: true,
        ScanIndexForward: false,
        // A usable snapshot is among the newest commits; where there is none, a fold has changed, and all is read.
        ...(position === undefined ? { Limit: SNAPSHOT_EVERY } : { ExclusiveStartKey: position }),
      }),
    );
    newestFirst.push(...(page.Items ?? []).map((item) => fromItem(definition.codec, stream, item)));
    const found = newestFirst.some(({ snapshot }) => usable(definition, snapshot) !== undefined);
    position = found || newestFirst.at(-1)?.commit.first === after + 1 ? undefined : page.LastEvaluatedKey;
  } while (position !== undefined);
  const oldestFirst = newestFirst.toReversed();
  const fromSnapshot = oldestFirst.some(({ snapshot }) => usable(definition, snapshot) !== undefined);
  assertContiguous(stream, oldestFirst, fromSnapshot ? undefined : after + 1);
  return oldestFirst;
};

async function* readForward<Event extends AnyEvent>(
  { client, table }: LogTable,
  { codec }: Readable<Event>,
  stream: StreamId,
  after: number,
): AsyncIterable<Commit<Event>> {
  let position: Record<string, unknown> | undefined;
  let next = after + 1;
  do {
    const from = position;
    const page = await guarded(() =>
      client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: "pk = :stream AND sk > :after",
          ExpressionAttributeValues: { ":stream": stream, ":after": after },
          ConsistentRead: true,
          ...(from !== undefined && { ExclusiveStartKey: from }),
        }),
      ),
    );
    const stored = (page.Items ?? []).map((item) => fromItem(codec, stream, item));
    assertContiguous(stream, stored, next);
    next = (stored.at(-1)?.commit.last ?? next - 1) + 1;
    for (const { commit } of stored) yield commit;
    position = page.LastEvaluatedKey;
  } while (position !== undefined);
}

const encodePosition = (key: Record<string, unknown>): string => Buffer.from(JSON.stringify(key)).toString("base64url");

const decodePosition = (from: string): z.infer<typeof ScanPosition> => {
  const json: unknown = JSON.parse(Buffer.from(from, "base64url").toString("utf8"));
  return ScanPosition.parse(json);
};

const newestOf = (categories: readonly string[], items: readonly unknown[]): StreamPage["streams"] => {
  const found = new Map<StreamId, ListedStream>();
  for (const item of items) {
    const { pk, n, at } = Key.parse(item);
    if (!isStreamOf(categories, pk)) continue;
    const { version, earliest, latest } = found.get(pk) ?? { version: 0, earliest: at, latest: at };
    found.set(pk, { stream: pk, version: Math.max(n, version), earliest: at < earliest ? at : earliest, latest: at > latest ? at : latest });
  }
  return [...found.values()];
};

/**
 * The log in a DynamoDB table (`pk` text, `sk` number). Calls and units of each operation are asserted by its tests.
 * @param folds what this process has folded before; without, each load begins at a snapshot
 */
export const dynamoEventStore = (log: LogTable, folds: Folds = NO_FOLDS): EventStore => ({
  load: (definition, stream) =>
    guarded(async () => {
      const known = folds.of(definition, stream);
      const stored = await readBack(log, definition, stream, known?.version ?? 0);
      return folds.keep(definition, foldCommits(definition, stream, stored, known));
    }),

  append: (definition, after, commit) =>
    guarded(async () => {
      const { stored, loaded } = prepare(definition, after, commit);
      const { stream, first } = stored.commit;
      const there = await putNew(log, toItem(definition.codec, stored), { pk: stream, sk: first });
      if (there === undefined) return { outcome: "appended", loaded: folds.keep(definition, loaded) };
      const winner = fromItem(definition.codec, stream, there).commit;
      return winner.id === commit.id ? { outcome: "alreadyAppended", loaded } : { outcome: "conflict", winner };
    }),

  history: (definition, stream, after = 0) => readForward(log, definition, stream, after),

  streams: (category, { index, of }, from) =>
    guarded(async () => {
      const { Items, LastEvaluatedKey } = await log.client.send(
        new ScanCommand({
          TableName: log.table,
          Segment: index,
          TotalSegments: of,
          ProjectionExpression: "pk, n, #at",
          ExpressionAttributeNames: { "#at": "at" },
          ConsistentRead: true,
          ...(from !== undefined && { ExclusiveStartKey: decodePosition(from) }),
        }),
      );
      return { streams: newestOf([category].flat(), Items ?? []), ...(LastEvaluatedKey !== undefined && { next: encodePosition(LastEvaluatedKey) }) };
    }),
});
