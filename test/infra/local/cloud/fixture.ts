import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startCloud, type Cloud, type Extension } from "../../../../infra/local/cloud/cloud";
import type { Handler } from "../../../../infra/local/cloud/functions";

const lambda = (name: string, Timeout = 10) => ({ Type: "AWS::Lambda::Function", Properties: { FunctionName: `fixture-${name}`, Timeout } });
const invoke = (id: string, more: object) => ({
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke",
  Arguments: { FunctionName: `fixture-${id}`, Payload: "{% $states.input %}" },
  Output: "{% $states.result.Payload %}",
  ...more,
});
const machine = (name: string, StartAt: string, States: object, more: object = {}) => ({
  Type: "AWS::StepFunctions::StateMachine",
  Properties: { StateMachineName: name, DefinitionString: JSON.stringify({ QueryLanguage: "JSONata", StartAt, States, ...more }) },
});
const SOON = { IntervalSeconds: 1, MaxAttempts: 3, BackoffRate: 1 };

/** A stack small enough to be read at once, with one of each thing the embedded cloud plays. */
export const fixtureTemplate = (more: Readonly<Record<string, unknown>> = {}) => ({
  Resources: {
    Work: lambda("work"),
    Consume: lambda("consume"),
    Follow: lambda("follow"),
    Table: {
      Type: "AWS::DynamoDB::Table",
      Properties: {
        TableName: "fixture-log",
        KeySchema: [
          { AttributeName: "pk", KeyType: "HASH" },
          { AttributeName: "sk", KeyType: "RANGE" },
        ],
        AttributeDefinitions: [
          { AttributeName: "pk", AttributeType: "S" },
          { AttributeName: "sk", AttributeType: "N" },
        ],
      },
    },
    Stream: {
      Type: "AWS::Lambda::EventSourceMapping",
      Properties: {
        EventSourceArn: { "Fn::GetAtt": ["Table", "StreamArn"] },
        FunctionName: { Ref: "Follow" },
        BatchSize: 10,
        FunctionResponseTypes: ["ReportBatchItemFailures"],
      },
    },
    Dead: { Type: "AWS::SQS::Queue", Properties: { QueueName: "fixture-dead" } },
    Queue: {
      Type: "AWS::SQS::Queue",
      Properties: { QueueName: "fixture-queue", RedrivePolicy: { deadLetterTargetArn: { "Fn::GetAtt": ["Dead", "Arn"] }, maxReceiveCount: 3 } },
    },
    Polled: {
      Type: "AWS::Lambda::EventSourceMapping",
      Properties: { EventSourceArn: { "Fn::GetAtt": ["Queue", "Arn"] }, FunctionName: { Ref: "Consume" }, FunctionResponseTypes: ["ReportBatchItemFailures"] },
    },
    Plain: { Type: "AWS::SQS::Queue", Properties: { QueueName: "fixture-plain", VisibilityTimeout: 30 } },
    Bus: { Type: "AWS::Events::EventBus", Properties: { Name: "fixture" } },
    Rule: {
      Type: "AWS::Events::Rule",
      Properties: {
        Name: "fixture-rule",
        EventBusName: { Ref: "Bus" },
        EventPattern: { source: [{ prefix: "shop" }], detail: { colour: [{ "anything-but": ["red"] }], size: [{ exists: true }] } },
        Targets: [{ Arn: { "Fn::GetAtt": ["Plain", "Arn"] } }],
      },
    },
    Secret: { Type: "AWS::SecretsManager::Secret", Properties: { Name: "fixture-keys", GenerateSecretString: { PasswordLength: 64 } } },
    One: machine("one", "Work", {
      Work: invoke("work", {
        Retry: [
          { ErrorEquals: ["Throttled"], ...SOON },
          { ErrorEquals: ["Transient"], ...SOON, IntervalSeconds: 3600, MaxAttempts: 1 },
        ],
        Catch: [{ ErrorEquals: ["Caught"], Output: "{% {'caught': $states.errorOutput.Error} %}", Next: "Recovered" }],
        Assign: { seen: "{% $states.result.Payload %}" },
        Next: "Done",
      }),
      Recovered: { Type: "Pass", End: true },
      Done: { Type: "Succeed", Output: "{% {'seen': $seen} %}" },
    }),
    Waiting: machine("waiting", "Wait", { Wait: { Type: "Wait", Seconds: 86400, Next: "Work" }, Work: invoke("work", { End: true }) }),
    Undefined: machine("undefined", "Pass", { Pass: { Type: "Pass", Output: "{% $states.input.absent.member %}", End: true } }),
    BadCatch: machine("bad-catch", "Work", {
      Work: invoke("work", { Catch: [{ ErrorEquals: ["States.ALL"], Output: "{% $states.input.absent %}", Next: "End" }], Next: "End" }),
      End: { Type: "Succeed" },
    }),
    AssigningCatch: machine("assigning-catch", "Work", {
      Work: invoke("work", { Catch: [{ ErrorEquals: ["States.ALL"], Assign: { why: "{% $states.errorOutput.Error %}" }, Next: "End" }], Next: "End" }),
      End: { Type: "Succeed", Output: "{% $why %}" },
    }),
    Choosing: machine("choosing", "Choose", {
      Choose: { Type: "Choice", Choices: [{ Condition: "{% $states.input.kind = 'good' %}", Next: "Good" }], Default: "Bad" },
      Good: { Type: "Succeed" },
      Bad: { Type: "Fail", Error: "NotGood", Cause: "The kind is not good." },
    }),
    Long: machine("long", "First", {
      ...Object.fromEntries(Array.from({ length: 50 }, (_, index) => [index === 0 ? "First" : `S${index}`, invoke("work", { Next: `S${index + 1}` })])),
      S50: { Type: "Succeed" },
    }),
    ...more,
  },
});

export const machineArn = (name: string): string => `arn:aws:states:us-east-1:000000000000:stateMachine:${name}`;

const handlers = new Map<string, Handler>();

/** Puts a handler behind `fixture-<name>`, for the clouds of this test file. */
export const behind = (name: string, handler: Handler): void => {
  handlers.set(name, handler);
};

const nothing: Extension = { services: [], subscribers: [], respond: () => Promise.resolve(undefined) };
const running = new Set<Cloud>();
const folders: string[] = [];

export const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), "embedded-cloud-"));
  folders.push(made);
  return made;
};

interface Given {
  readonly dataDir?: string;
  readonly template?: unknown;
  readonly extension?: Partial<Extension>;
}

export const open = async ({ dataDir, template = fixtureTemplate(), extension = {} }: Given = {}): Promise<Cloud> => {
  const cloud = await startCloud({
    template: () => template,
    port: 0,
    prefix: "fixture",
    ...(dataDir !== undefined && { dataDir }),
    load: (name) => Promise.resolve((event: unknown, context: unknown) => (handlers.get(name) ?? ((given: unknown) => given))(event, context)),
    apis: [{ slug: "shop", functionName: "fixture-work", signed: false }],
    extend: () => ({ ...nothing, ...extension }),
  });
  running.add(cloud);
  return cloud;
};

export const close = async (cloud: Cloud): Promise<void> => {
  running.delete(cloud);
  await cloud.stop();
};

/** Ends whatever a test left open. */
export const closeAll = async (): Promise<void> => {
  for (const cloud of running) await close(cloud);
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
  handlers.clear();
};

/** What an SDK client of this cloud is made with. A refusal is seen at once, so it does not try again. */
export const clientOf = (cloud: Cloud) => ({
  endpoint: cloud.url,
  region: "us-east-1",
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
  maxAttempts: 1,
});

/** Asks until there is an answer. */
export const eventually = async <Value>(what: string, ask: () => Promise<Value | undefined> | Value | undefined, withinMs = 8000): Promise<Value> => {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`Not within ${withinMs} ms: ${what}.`);
    await new Promise((done) => setTimeout(done, 10));
  }
};

export const failWith = (name: string, message = "As the test asked."): never => {
  throw Object.assign(new Error(message), { name });
};
