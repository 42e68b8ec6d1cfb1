import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { SFNClient } from "@aws-sdk/client-sfn";
import { CreateQueueCommand, DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { readFileSync } from "node:fs";
import { Agent } from "node:https";
import type { Outputs } from "./deployment";
import { ACCOUNT, CREDENTIALS, REGION, type MiniStack } from "./ministack";
import { sigV4 } from "./sigv4";
import type { SimulatedMarketplace } from "./simulated-marketplace";
import type { Metered, PublicEvent, Target } from "./target";
import { web, type Web } from "./web";

/** `https://{id}.execute-api.…/prod/`, whose id is served under the emulator's own name. */
const apiOf = (url: string, { port }: MiniStack, ca: string, signed: boolean): Web => {
  const host = `${new URL(url).hostname.split(".")[0]!}.execute-api.localhost:${port}`;
  const sign = sigV4({ service: "execute-api", host, region: REGION, ...CREDENTIALS });
  return web({ scheme: "https", port, host, base: new URL(url).pathname.replace(/\/$/, ""), ca, ...(signed && { sign }) });
};

/** A product service's own queue on the public bus, as docs/events.md tells sellers to make one. */
const subscribe = async (sqs: SQSClient, events: EventBridgeClient, busName: string): Promise<() => Promise<readonly PublicEvent[]>> => {
  const arn = `arn:aws:sqs:${REGION}:${ACCOUNT}:product-service`;
  const Policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Action: "sqs:SendMessage", Resource: arn }],
  });
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "product-service", Attributes: { Policy } }));
  await events.send(new PutRuleCommand({ EventBusName: busName, Name: "product-service", EventPattern: JSON.stringify({ source: ["stallkeeper"] }) }));
  await events.send(new PutTargetsCommand({ EventBusName: busName, Rule: "product-service", Targets: [{ Id: "queue", Arn: arn }] }));
  const heard: PublicEvent[] = [];
  return async () => {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    for (const { Body } of Messages) {
      const { "detail-type": type, detail } = JSON.parse(Body ?? "{}") as { "detail-type": string; detail: PublicEvent["detail"] };
      heard.push({ type, detail });
    }
    if (Messages.length > 0) {
      const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    }
    return heard;
  };
};

/** Every line that any function, API or run has logged. */
const logLines = ({ port }: MiniStack, ca: string) => {
  const host = `localhost:${port}`;
  const logs = web({ scheme: "https", port, host, base: "", ca, sign: sigV4({ service: "logs", host, region: REGION, ...CREDENTIALS }) });
  const call = async (operation: string, input: unknown): Promise<unknown> => {
    const headers = { "content-type": "application/x-amz-json-1.1", "x-amz-target": `Logs_20140328.${operation}` };
    const { status, text } = await logs.ask("POST", "/", { headers, body: JSON.stringify(input) });
    if (status !== 200) throw new Error(`${operation} was answered ${status}: ${text}`);
    return JSON.parse(text);
  };
  return async (): Promise<readonly string[]> => {
    const { logGroups } = (await call("DescribeLogGroups", {})) as { logGroups: readonly { logGroupName: string }[] };
    const lines: string[] = [];
    for (const { logGroupName } of logGroups) {
      let nextToken: string | undefined;
      do {
        const page = (await call("FilterLogEvents", { logGroupName, nextToken })) as { events: readonly { message: string }[]; nextToken?: string };
        lines.push(...page.events.map(({ message }) => message));
        nextToken = page.nextToken;
      } while (nextToken !== undefined);
    }
    return lines;
  };
};

/** The deployed stack on MiniStack, with our simulator as its AWS Marketplace. */
export const deployedTarget = async (engine: MiniStack, outputs: Outputs, simulated: SimulatedMarketplace): Promise<Target> => {
  const ca = readFileSync(engine.certificate, "utf8");
  const client = { endpoint: engine.endpoint, region: REGION, credentials: CREDENTIALS, requestHandler: { httpsAgent: new Agent({ ca, keepAlive: true }) } };
  const events = new EventBridgeClient(client);
  const publicEvents = await subscribe(new SQSClient(client), events, outputs.BusName);
  simulated.announceTo(events);
  const { stall } = simulated;
  return {
    name: "the deployed app on MiniStack",
    page: apiOf(outputs.FulfilmentUrl, engine, ca, false),
    productApi: apiOf(outputs.ProductApiUrl, engine, ca, true),
    stranger: apiOf(outputs.ProductApiUrl, engine, ca, false),
    buy: async (product) => {
      const { licenseArn = "", ...purchase } = await stall.buy({ product });
      return { ...purchase, licenseArn };
    },
    holdNotices: () => stall.desk.hold(),
    heldNotices: async () => (await stall.desk.list()).filter(({ state }) => state === "held").map(({ id }) => id),
    releaseNotice: async (id) => {
      await stall.desk.release([id]);
    },
    cancel: (id) => stall.end(id, "cancelled"),
    metered: async (product) => {
      const held: Metered[] = [];
      for await (const record of stall.kept.metering.ofMonth(product, new Date().toISOString().slice(0, "2026-11".length))) held.push(record);
      return held;
    },
    now: () => Promise.resolve(new Date().toISOString()),
    // Its Wait states take a fraction of their time: SFN_WAIT_SCALE.
    letTimePass: () => Promise.resolve(),
    dynamo: new DynamoDBClient(client),
    stepFunctions: new SFNClient(client),
    machinePrefix: `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:stallkeeper-`,
    publicEvents,
    logLines: logLines(engine, ca),
  };
};
