import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { GetExecutionHistoryCommand, paginateListExecutions, SFNClient } from "@aws-sdk/client-sfn";
import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient, paginateScan } from "@aws-sdk/lib-dynamodb";

export type Item = Readonly<Record<string, unknown>>;

/** A commit as the log table holds it. */
export interface Commit {
  readonly pk: string;
  readonly sk: number;
  readonly n: number;
  readonly ev: readonly { readonly t: string; readonly d: Item }[];
}

export interface Execution {
  readonly machine: string;
  readonly name: string;
  readonly arn: string;
  readonly status: string;
  /** The input, and every event of the history, as the console shows them. */
  readonly history: readonly Item[];
}

const MACHINES = ["onboarding", "entitlement-change", "projection-rebuild", "buyer-mail", "seller-notice"] as const;

/** What AWS's own APIs say of a running stall. */
export const evidence = (port: number) => {
  const options = { endpoint: `http://127.0.0.1:${port}`, region: "us-east-1", credentials: { accessKeyId: "local", secretAccessKey: "local" } };
  const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient(options));
  const sfn = new SFNClient(options);
  const sqs = new SQSClient(options);
  const secrets = new SecretsManagerClient(options);

  const scan = async (TableName: string): Promise<readonly Item[]> => {
    const items: Item[] = [];
    for await (const { Items = [] } of paginateScan({ client: dynamo }, { TableName, ConsistentRead: true })) items.push(...Items);
    return items;
  };

  const executions = async (): Promise<readonly Omit<Execution, "history">[]> => {
    const all: Omit<Execution, "history">[] = [];
    for (const machine of MACHINES) {
      const stateMachineArn = `arn:aws:states:us-east-1:000000000000:stateMachine:stallkeeper-${machine}`;
      for await (const { executions: page = [] } of paginateListExecutions({ client: sfn }, { stateMachineArn, maxResults: 1000 }))
        all.push(...page.map(({ name = "", executionArn: arn = "", status = "" }) => ({ machine, name, arn, status })));
    }
    return all;
  };

  return {
    scan,
    executions,
    /** The log's commits, stream by stream, each stream in order. */
    log: async (): Promise<ReadonlyMap<string, readonly Commit[]>> => {
      const commits = (await scan("stallkeeper-log")) as unknown as Commit[];
      const streams = new Map<string, readonly Commit[]>();
      for (const commit of commits.toSorted((one, other) => one.sk - other.sk)) streams.set(commit.pk, [...(streams.get(commit.pk) ?? []), commit]);
      return streams;
    },
    histories: async (): Promise<readonly Execution[]> => {
      const all: Execution[] = [];
      for (const execution of await executions()) {
        const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn: execution.arn, maxResults: 1000 }));
        all.push({ ...execution, history: events as unknown as Item[] });
      }
      return all;
    },
    /** How many messages lie in each dead-letter queue. */
    deadLetters: async (): Promise<Readonly<Record<string, number>>> => {
      const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
      const dead = QueueUrls.filter((url) => url.endsWith("-dead"));
      const counted = dead.map(async (QueueUrl): Promise<[string, number]> => {
        const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }));
        return [QueueUrl.split("/").at(-1) ?? "", Number(Attributes["ApproximateNumberOfMessages"])];
      });
      return Object.fromEntries(await Promise.all(counted));
    },
    /** The one secret from which all keys come. */
    secret: async (): Promise<string> => (await secrets.send(new GetSecretValueCommand({ SecretId: "stallkeeper-keys" }))).SecretString ?? "",
    close: (): void => {
      for (const client of [dynamo, sfn, sqs, secrets]) client.destroy();
    },
  };
};
export type Evidence = ReturnType<typeof evidence>;
