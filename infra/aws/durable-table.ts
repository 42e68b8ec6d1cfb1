import { RemovalPolicy } from "aws-cdk-lib";
import { AttributeType, BillingMode, Table, TableEncryption, type StreamViewType } from "aws-cdk-lib/aws-dynamodb";
import { Grant, type IGrantable, type PolicyDocument } from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";
import type { DataKey } from "./data-key";

export interface DurableTableProps {
  readonly tableName: string;
  readonly key: DataKey;
  /** @default - `pk`, a text */
  readonly partitionKeyName?: string;
  /** @default - no sort key */
  readonly sortKey?: AttributeType;
  /** @default - `sk` */
  readonly sortKeyName?: string;
  /** Names the attribute that says when an item may be taken away, in seconds since 1970. @default - items stay */
  readonly timeToLiveAttribute?: string;
  readonly stream?: StreamViewType;
  readonly resourcePolicy?: PolicyDocument;
}

/** A table that outlives its stack and can be restored to any second of the last 35 days. */
export class DurableTable extends Construct {
  readonly table: Table;
  private readonly key: DataKey;

  constructor(scope: Construct, id: string, props: DurableTableProps) {
    super(scope, id);
    const { tableName, key, partitionKeyName = "pk", sortKey, sortKeyName = "sk", timeToLiveAttribute, stream, resourcePolicy } = props;
    this.key = key;
    this.table = new Table(this, "Table", {
      tableName,
      partitionKey: { name: partitionKeyName, type: AttributeType.STRING },
      ...(sortKey !== undefined && { sortKey: { name: sortKeyName, type: sortKey } }),
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: key,
      ...(timeToLiveAttribute !== undefined && { timeToLiveAttribute }),
      ...(stream !== undefined && { stream }),
      ...(resourcePolicy !== undefined && { resourcePolicy }),
    });
  }

  /** These reading actions, with the right to decrypt what they return. */
  protected allowReading(grantee: IGrantable, ...actions: readonly `dynamodb:${string}`[]): Grant {
    return this.allow(grantee, actions).combine(this.key.grantReadThrough("dynamodb", grantee));
  }

  /** These writing actions, with the right to encrypt what they keep. */
  protected allowWriting(grantee: IGrantable, ...actions: readonly `dynamodb:${string}`[]): Grant {
    return this.allow(grantee, actions).combine(this.key.grantWriteThrough("dynamodb", grantee));
  }

  /** These writing actions, on items whose partition keys look so alone (`*` stands for anything). */
  protected allowWritingOnly(grantee: IGrantable, keys: readonly string[], ...actions: readonly `dynamodb:${string}`[]): Grant {
    const conditions = { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": [...keys] } };
    return this.allow(grantee, actions, conditions).combine(this.key.grantWriteThrough("dynamodb", grantee));
  }

  private allow(grantee: IGrantable, actions: readonly string[], conditions?: Readonly<Record<string, Readonly<Record<string, unknown>>>>): Grant {
    return Grant.addToPrincipal({ grantee, actions: [...actions], resourceArns: [this.table.tableArn], ...(conditions !== undefined && { conditions }) });
  }
}
