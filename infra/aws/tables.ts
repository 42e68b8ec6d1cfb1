import { AttributeType, StreamViewType, Table, type ITable } from "aws-cdk-lib/aws-dynamodb";
import type { Construct } from "constructs";
import type { DataKey } from "./data-key";
import { DurableTable } from "./durable-table";
import type { Holder } from "./service-function";

export interface TableProps {
  readonly prefix: string;
  readonly key: DataKey;
}

/** Who the registered people are: the one place that holds personal data, apart from the log so that it can be erased. */
export class Contacts extends DurableTable {
  constructor(scope: Construct, id: string, { prefix, key }: TableProps) {
    super(scope, id, { tableName: `${prefix}-contacts`, key });
  }

  grantRead(reader: Holder<"CONTACT_TABLE">): void {
    reader.provide("CONTACT_TABLE", this.table.tableName);
    this.allowReading(reader.role, "dynamodb:GetItem");
  }

  /** A form adds a contact and overwrites none: the put is conditional, and a refused one is read to see whether it is the same. */
  grantAdd(writer: Holder<"CONTACT_TABLE">): void {
    this.grantRead(writer);
    this.allowWriting(writer.role, "dynamodb:PutItem");
    // References are added to what contacts are looked up by; the contacts themselves can't be changed.
    this.allowWritingOnly(writer.role, ["email-*", "company-*"], "dynamodb:UpdateItem");
  }
}

/** What support and the product API read: rows folded from the log, which can be rebuilt from it. */
export class Projections extends DurableTable {
  constructor(scope: Construct, id: string, { prefix, key }: TableProps) {
    super(scope, id, { tableName: `${prefix}-projections`, key, sortKey: AttributeType.STRING });
  }

  /** Reading the rows of one subscription, customer or tenant. */
  grantRead({ role, provide }: Holder<"PROJECTION_TABLE">): void {
    provide("PROJECTION_TABLE", this.table.tableName);
    this.allowReading(role, "dynamodb:Query");
  }

  /** Looking at one row, to see how far it is. */
  grantLook({ role, provide }: Holder<"PROJECTION_TABLE">): void {
    provide("PROJECTION_TABLE", this.table.tableName);
    this.allowReading(role, "dynamodb:GetItem");
  }

  /** Walking over all rows. */
  grantWalk({ role, provide }: Holder<"PROJECTION_TABLE">): void {
    provide("PROJECTION_TABLE", this.table.tableName);
    this.allowReading(role, "dynamodb:Scan");
  }

  /** Writing rows: each put is on condition that the row is older. */
  grantWrite({ role, provide }: Holder<"PROJECTION_TABLE">): void {
    provide("PROJECTION_TABLE", this.table.tableName);
    this.allowWriting(role, "dynamodb:PutItem");
  }

  /** Taking the rows of retired generations away. */
  grantRemove({ role, provide }: Holder<"PROJECTION_TABLE">): void {
    provide("PROJECTION_TABLE", this.table.tableName);
    this.allowWriting(role, "dynamodb:DeleteItem");
  }
}

/** How far each consumer has come in each stream, and which generation of each projection lives. */
export class Cursors extends DurableTable {
  constructor(scope: Construct, id: string, { prefix, key }: TableProps) {
    super(scope, id, { tableName: `${prefix}-cursors`, key, sortKey: AttributeType.STRING });
  }

  grantRead(reader: Holder<"CURSOR_TABLE">): void {
    reader.provide("CURSOR_TABLE", this.table.tableName);
    this.allowReading(reader.role, "dynamodb:GetItem");
  }

  /** Which generation of each projection lives, in one call. */
  grantReadAll(reader: Holder<"CURSOR_TABLE">): void {
    this.grantRead(reader);
    this.allowReading(reader.role, "dynamodb:BatchGetItem");
  }

  /** A cursor advances by a put on condition of its old value. */
  grantAdvance(consumer: Holder<"CURSOR_TABLE">): void {
    this.grantRead(consumer);
    this.allowWriting(consumer.role, "dynamodb:PutItem");
  }

  /** Noting what AWS lists: the first row of a customer by a put, the others added to it. */
  grantMark(walker: Holder<"CURSOR_TABLE">): void {
    this.grantAdvance(walker);
    this.allowWriting(walker.role, "dynamodb:UpdateItem");
  }
}

/** What products reported, and what AWS is to be told of it. What AWS was told, and what it answered, is in the log. */
export class Usage extends DurableTable {
  constructor(scope: Construct, id: string, { prefix, key }: TableProps) {
    super(scope, id, { tableName: `${prefix}-usage`, key, sortKey: AttributeType.STRING, timeToLiveAttribute: "expires" });
  }

  /** Taking reports: each is claimed by a put on condition, written into its hour, and the hour's fence is read. What waits is shown. */
  grantTake({ role, provide }: Holder<"USAGE_TABLE">): void {
    provide("USAGE_TABLE", this.table.tableName);
    this.allowReading(role, "dynamodb:GetItem", "dynamodb:Query");
    this.allowWriting(role, "dynamodb:PutItem", "dynamodb:BatchWriteItem");
  }

  /** Taking one thing off a list, once it is seen to. */
  grantTakeAway({ role }: Pick<Holder<"USAGE_TABLE">, "role">): void {
    this.allowWriting(role, "dynamodb:DeleteItem");
  }

  /** Putting hours on the list of what is to be sealed, unless they are there. */
  grantOpen({ role, provide }: Holder<"USAGE_TABLE">): void {
    provide("USAGE_TABLE", this.table.tableName);
    this.allowReading(role, "dynamodb:Query");
    this.allowWriting(role, "dynamodb:BatchWriteItem");
  }

  /** Sealing: hours are read whole and fenced, and leave one list for another. */
  grantSeal({ role, provide }: Holder<"USAGE_TABLE">): void {
    provide("USAGE_TABLE", this.table.tableName);
    this.allowReading(role, "dynamodb:Query");
    this.allowWriting(role, "dynamodb:PutItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem");
  }

  /** Telling AWS: what is settled leaves the list, what is not moves in it. */
  grantSubmit(holder: Holder<"USAGE_TABLE">): void {
    this.grantSeal(holder);
  }
}

/** Rows of usage as AWS's guide has applications write them, with its names: they are taken in, and answered on the row. */
export class UsageRows extends DurableTable {
  constructor(scope: Construct, id: string, { prefix, key }: TableProps) {
    super(scope, id, {
      tableName: `${prefix}-usage-rows`,
      key,
      partitionKeyName: "customerIdentifier",
      sortKey: AttributeType.NUMBER,
      sortKeyName: "create_timestamp",
      // With the row itself, so that only those that wait wake anybody.
      stream: StreamViewType.NEW_IMAGE,
    });
  }

  /** The table as a source of rows, with no more of it than its stream. */
  stream(scope: Construct): ITable {
    const { tableArn, tableStreamArn } = this.table;
    if (tableStreamArn === undefined) throw new Error("The table of rows has no stream: nobody would take them in.");
    return Table.fromTableAttributes(scope, "RowStream", { tableArn, tableStreamArn });
  }

  /** Reading one row, and answering on it. */
  grantAnswer({ role, provide }: Holder<"USAGE_ROW_TABLE">): void {
    provide("USAGE_ROW_TABLE", this.table.tableName);
    this.allowReading(role, "dynamodb:GetItem");
    this.allowWriting(role, "dynamodb:UpdateItem");
  }
}
