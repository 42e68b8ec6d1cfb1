import { z } from "zod";

/** An item that a request wrote: its key is among the members, as DynamoDB's JSON has it. */
export interface WrittenItem {
  readonly table: string;
  readonly item: Readonly<Record<string, unknown>>;
}

const Members = z.record(z.string(), z.unknown());
const Put = z.object({ TableName: z.string(), Item: Members });
const Update = z.object({ TableName: z.string(), Key: Members });
const Batch = z.object({ RequestItems: z.record(z.string(), z.array(z.object({ PutRequest: z.object({ Item: Members }).optional() }))) });
const ofPut = ({ TableName, Item }: z.infer<typeof Put>): WrittenItem => ({ table: TableName, item: Item });
const ofUpdate = ({ TableName, Key }: z.infer<typeof Update>): WrittenItem => ({ table: TableName, item: Key });

/** The ways in which the embedded DynamoDB writes items (it has no transactions), and those a request of each wrote. What a batch left unwritten is named with the others: a wake-up too many is harmless. */
const WRITES: Readonly<Record<string, (request: unknown) => readonly WrittenItem[]>> = {
  PutItem: (request) => [ofPut(Put.parse(request))],
  UpdateItem: (request) => [ofUpdate(Update.parse(request))],
  BatchWriteItem: (request) =>
    Object.entries(Batch.parse(request).RequestItems).flatMap(([table, writes]) =>
      writes.flatMap(({ PutRequest }) => (PutRequest === undefined ? [] : [{ table, item: PutRequest.Item }])),
    ),
};

/** The items that a request wrote which DynamoDB answered with success; none for one that reads or deletes. */
export const writtenItems = (operation: string, body: Buffer): readonly WrittenItem[] => WRITES[operation]?.(JSON.parse(body.toString("utf8"))) ?? [];
