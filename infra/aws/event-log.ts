import { AttributeType, StreamViewType, Table, type ITable } from "aws-cdk-lib/aws-dynamodb";
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import type { DataKey } from "./data-key";
import { DurableTable } from "./durable-table";
import type { Holder } from "./service-function";

type Reader = Holder<"EVENT_TABLE">;

/**
 * The append-only log of every stream. It offers no grant to update or delete, and its own policy denies both to everybody,
 * administrators included, until they change the policy.
 *
 * IAM cannot stop a put from overwriting: that is the condition of the write in `dynamo-event-store.ts`, and the watch on the
 * stream, whose records say MODIFY if ever it failed.
 */
export class EventLog extends DurableTable {
  constructor(scope: Construct, id: string, { prefix, key }: { readonly prefix: string; readonly key: DataKey }) {
    super(scope, id, {
      tableName: `${prefix}-log`,
      key,
      sortKey: AttributeType.NUMBER,
      // A record is a wake-up: who reads it goes to the log for what happened.
      stream: StreamViewType.KEYS_ONLY,
      resourcePolicy: new PolicyDocument({
        statements: [
          new PolicyStatement({
            sid: "NobodyChangesOrDeletesAnEvent",
            effect: Effect.DENY,
            principals: [new AnyPrincipal()],
            // BatchWriteItem knows no condition, so that a put in it would overwrite. PartiQL's statements have rights of their own.
            actions: ["dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem", "dynamodb:PartiQLUpdate", "dynamodb:PartiQLDelete"],
            resources: ["*"],
          }),
        ],
      }),
    });
  }

  /** The log as a source of wake-ups, with no more of it than its stream. */
  stream(scope: Construct): ITable {
    const { tableArn, tableStreamArn } = this.table;
    if (tableStreamArn === undefined) throw new Error("The log has no stream: nothing would follow an append.");
    return Table.fromTableAttributes(scope, "LogStream", { tableArn, tableStreamArn });
  }

  /** Reading streams: a strongly consistent query each, and one item where an append was refused. */
  grantRead(reader: Reader): void {
    reader.provide("EVENT_TABLE", this.table.tableName);
    this.allowReading(reader.role, "dynamodb:Query", "dynamodb:GetItem");
  }

  /** Appending needs the history it is judged against, so it includes reading. */
  grantAppend(appender: Reader): void {
    this.grantRead(appender);
    this.allowWriting(appender.role, "dynamodb:PutItem");
  }

  /** Walking over all streams, for sweeps and rebuilds; never on a request's path. */
  grantWalk(reader: Reader): void {
    this.grantRead(reader);
    this.allowReading(reader.role, "dynamodb:Scan");
  }
}
