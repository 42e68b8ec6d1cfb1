import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { SFNClient } from "@aws-sdk/client-sfn";
import type { Web } from "./web";

export interface Purchase {
  readonly agreementId: string;
  readonly licenseArn: string;
  readonly accountId: string;
  readonly productCode: string;
  readonly token: string;
}

export interface PublicEvent {
  readonly type: string;
  readonly detail: { readonly metadata: { readonly sequence: number }; readonly data: { readonly subscriptionId: string } };
}

/** A record of usage that AWS holds. */
export interface Metered {
  readonly dimension: string;
  readonly quantity: number;
}

/** A place where Stallkeeper runs, seen from outside: its pages, its API, AWS Marketplace's buyers, and what AWS's own APIs say. */
export interface Target {
  readonly name: string;
  readonly page: Web;
  readonly productApi: Web;
  /** The product API, without a signature. */
  readonly stranger: Web;
  readonly buy: (product: string) => Promise<Purchase>;
  readonly holdNotices: () => Promise<void>;
  /** The notices that are held, in the order in which AWS sent them. */
  readonly heldNotices: () => Promise<readonly string[]>;
  readonly releaseNotice: (id: string) => Promise<void>;
  /** The buyer cancels. */
  readonly cancel: (agreementId: string) => Promise<unknown>;
  /** What AWS holds of this month's usage of a product. */
  readonly metered: (productCode: string) => Promise<readonly Metered[]>;
  /** What time it is there. */
  readonly now: () => Promise<string>;
  /** Lets more than ten minutes pass, or what passes for them. */
  readonly letTimePass: () => Promise<void>;
  readonly stepFunctions: SFNClient;
  readonly dynamo: DynamoDBClient;
  /** ARNs without the machine's name: `arn:aws:states:us-east-1:000000000000:stateMachine:stallkeeper-`. */
  readonly machinePrefix: string;
  /** Every public event since the start. */
  readonly publicEvents: () => Promise<readonly PublicEvent[]>;
  /** Every line logged since the start. */
  readonly logLines: () => Promise<readonly string[]>;
}
