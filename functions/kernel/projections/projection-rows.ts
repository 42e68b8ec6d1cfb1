import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { DeleteCommand, GetCommand, PutCommand, QueryCommand, ScanCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import { ProjectionName } from "../../../events/projections/projection";
import { inParallel } from "../task/batches";
import { documentClient, toFailure } from "../aws/dynamo";
import { Failure } from "../task/failure";
import type { Page } from "../task/page";
import type { ProjectionRows, RowAddress, StoredRow } from "./rows";
import { setting } from "../task/settings";

/** A row as the table holds it: `pk` is `<projection>#<generation>#<partition>`. */
const Item = z.object({
  pk: z.string().transform((pk, context): Omit<RowAddress, "key"> => {
    const [projection, generation, ...partition] = pk.split("#");
    const name = ProjectionName.safeParse(projection);
    if (name.success && generation !== undefined && partition.length > 0) return { projection: name.data, generation, partition: partition.join("#") };
    context.addIssue({ code: "custom", message: "is not '<projection>#<generation>#<partition>'" });
    return z.NEVER;
  }),
  sk: z.string(),
  stream: z.string(),
  version: z.int(),
  shape: z.int(),
  content: z.record(z.string(), z.json()).nullable(),
});

const partitionKey = ({ projection, generation, partition }: Omit<RowAddress, "key">): string => `${projection}#${generation}#${partition}`;

const keyOf = (address: RowAddress) => ({ pk: partitionKey(address), sk: address.key });

const rowOf = (item: unknown): StoredRow => {
  const parsed = Item.safeParse(item);
  if (!parsed.success) throw new Failure("Permanent", `A projection's row can't be read: ${z.prettifyError(parsed.error)}. Rebuild the projection.`);
  const { pk, sk, ...rest } = parsed.data;
  return { ...pk, key: sk, ...rest };
};

/** Rows removed at once. */
const WIDTH = 16;

/** The projections' rows in DynamoDB. It is never told to overwrite a newer row. */
export const dynamoProjectionRows = ({ client, table }: { readonly client: DynamoDBDocumentClient; readonly table: string }): ProjectionRows => {
  const attempt = async <T>(call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      throw toFailure(error);
    }
  };

  return {
    put: async ({ stream, version, shape, content, ...address }) => {
      try {
        await client.send(
          new PutCommand({
            TableName: table,
            Item: { ...keyOf(address), stream, version, shape, content },
            // A slow worker must not overwrite a newer row; tombstones count like any row.
            ConditionExpression: "attribute_not_exists(pk) OR version < :version",
            ExpressionAttributeValues: { ":version": version },
          }),
        );
        return "written";
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return "alreadyAsNew";
        throw toFailure(error);
      }
    },

    get: async (address) => {
      const { Item: item } = await attempt(() => client.send(new GetCommand({ TableName: table, Key: keyOf(address), ConsistentRead: true })));
      return item === undefined ? undefined : rowOf(item);
    },

    partition: async (address) => {
      const rows: StoredRow[] = [];
      let from: Record<string, unknown> | undefined;
      do {
        const start = from;
        const answer = await attempt(() =>
          client.send(
            new QueryCommand({
              TableName: table,
              KeyConditionExpression: "pk = :pk",
              ExpressionAttributeValues: { ":pk": partitionKey(address) },
              ConsistentRead: true,
              ...(start && { ExclusiveStartKey: start }),
            }),
          ),
        );
        rows.push(...(answer.Items ?? []).map(rowOf));
        from = answer.LastEvaluatedKey;
      } while (from !== undefined);
      return rows.filter(({ content }) => content !== null);
    },

    range: async (address, { from, to }, after): Promise<Page<StoredRow>> => {
      const pk = partitionKey(address);
      const answer = await attempt(() =>
        client.send(
          new QueryCommand({
            TableName: table,
            KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
            ExpressionAttributeValues: { ":pk": pk, ":from": from, ":to": to },
            ConsistentRead: true,
            ...(after !== undefined && { ExclusiveStartKey: { pk, sk: after } }),
          }),
        ),
      );
      const items = (answer.Items ?? []).map(rowOf).filter(({ content }) => content !== null);
      const last: unknown = answer.LastEvaluatedKey?.["sk"];
      return typeof last === "string" ? { items, next: last } : { items };
    },

    page: async (projection: ProjectionName, segment, from): Promise<Page<StoredRow>> => {
      const answer = await attempt(() =>
        client.send(
          new ScanCommand({
            TableName: table,
            FilterExpression: "begins_with(pk, :projection)",
            ExpressionAttributeValues: { ":projection": `${projection}#` },
            ConsistentRead: true,
            Segment: segment.index,
            TotalSegments: segment.of,
            ...(from !== undefined && { ExclusiveStartKey: z.record(z.string(), z.string()).parse(JSON.parse(from)) }),
          }),
        ),
      );
      const items = (answer.Items ?? []).map(rowOf);
      return answer.LastEvaluatedKey === undefined ? { items } : { items, next: JSON.stringify(answer.LastEvaluatedKey) };
    },

    remove: async (addresses) => {
      await inParallel(addresses, WIDTH, (address) => attempt(() => client.send(new DeleteCommand({ TableName: table, Key: keyOf(address) }))));
    },
  };
};

let opened: ProjectionRows | undefined;

/** The rows of this deployment. */
export const projectionRows = (): ProjectionRows => (opened ??= dynamoProjectionRows({ client: documentClient(), table: setting("PROJECTION_TABLE") }));
