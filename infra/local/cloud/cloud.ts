import type { IncomingMessage, ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { z } from "zod";
import { setClockSource } from "../../../functions/kernel/task/clock";
import { apiGateway, type ServedApi } from "./api-gateway";
import type { AwsService } from "./aws-service";
import type { MovableClock } from "./clock";
import type { TableProperties } from "./database";
import type { Documents } from "./documents";
import { dispatcher } from "./dispatcher";
import { startEventBus, type BusEvent, type Subscriber } from "./event-bus";
import { startEventSources, startSubscriber } from "./event-sources";
import { createFaults, type Faults } from "./faults";
import { layGround, type Ground } from "./ground";
import { hostFunctions, type Functions, type LoadHandler } from "./functions";
import { startInvocations } from "./invocations";
import { lambdaApi } from "./lambda-api";
import { queueService } from "./queue-service";
import { startQueues, type Queues } from "./queues";
import { startSchedules } from "./schedules";
import { startSecrets } from "./secrets";
import type { MachineSource } from "./step-functions/definitions";
import { startEngine, type Engine } from "./step-functions/engine";
import { emailService } from "./email-service";
import { notificationService } from "./notification-service";
import { createOutbox, type Outbox } from "./outbox";
import { isForSending, sending } from "./sending";
import { statusChange, stepFunctionsService } from "./step-functions/service";
import { ACCOUNT, REGION, resolveTemplate } from "./template";

/** What an extension of the cloud, such as the Marketplace simulator, may use. */
export interface CloudParts {
  readonly url: string;
  readonly clock: MovableClock;
  readonly faults: Faults;
  readonly documents: Documents;
  readonly functions: Functions;
  readonly queues: Queues;
  /** What SES and SNS were asked to send. */
  readonly outbox: Outbox;
  /** Puts an event of AWS's own on the default bus; `text` is its exact JSON, where that matters. */
  readonly deliver: (event: BusEvent, text?: string) => Promise<void>;
  /** Moves the clock on, remembers it, and lets what is due happen. */
  readonly advance: (milliseconds: number) => Promise<void>;
}

/** What an extension adds. */
export interface Extension {
  readonly services: readonly AwsService[];
  readonly subscribers: readonly Subscriber[];
  /** Operations that are answered elsewhere: where, by the whole `X-Amz-Target`. */
  readonly elsewhere?: Readonly<Record<string, string>>;
  /** Answers a request that is none of AWS's; undefined if it is not its own either. */
  readonly respond: (request: Request) => Promise<Response | undefined>;
}

export interface CloudOptions {
  /** The synthesised template: all wiring comes from it. */
  readonly template: (url: string) => unknown;
  readonly port: number;
  /** Where data is kept; in memory if left out. */
  readonly dataDir?: string;
  readonly prefix?: string;
  readonly load: LoadHandler;
  readonly apis: readonly ServedApi[];
  readonly extend: (parts: CloudParts) => Extension;
  /** Variables that take precedence over the template's. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A running cloud. */
export interface Cloud extends CloudParts {
  readonly port: number;
  readonly engine: Engine;
  /** Whether nothing is under way but executions that wait. */
  readonly idle: () => boolean;
  readonly stop: () => Promise<void>;
}

const Machine = z.object({ StateMachineName: z.string(), DefinitionString: z.string() });
const Table = z.object({
  TableName: z.string(),
  KeySchema: z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(["HASH", "RANGE"]) })),
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.enum(["S", "N", "B"]) })),
});

/** What Lambda and the SDK clients find at AWS. Credentials are checked by nobody here. */
const surroundings = (url: string): Readonly<Record<string, string>> => ({
  AWS_ENDPOINT_URL: url,
  AWS_REGION: REGION,
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local",
  AWS_LAMBDA_FUNCTION_NAME: "stallkeeper",
  AWS_EXECUTION_ENV: "embedded-cloud",
});

const setEnvironment = (variables: Readonly<Record<string, string>>): void => {
  for (const [name, value] of Object.entries(variables)) {
    // A bundle's own option: this process reads its sources as they are.
    if (name !== "NODE_OPTIONS") process.env[name] = value;
  }
};

/** Starts the embedded cloud: everything on one port, in this process. What can't be started leaves nothing behind. */
export const startCloud = async (options: CloudOptions): Promise<Cloud> => {
  setEnvironment(options.environment ?? {});
  const ground = await layGround(options.port, options.dataDir);
  try {
    return await build(ground, options);
  } catch (error) {
    await ground.stop();
    throw error;
  }
};

const build = async (
  { port, url, database, documents, clock, answerWith, stop }: Ground,
  { template: synthesised, prefix = "stallkeeper", load, apis, extend, environment = {} }: CloudOptions,
): Promise<Cloud> => {
  setClockSource(clock.now);
  const faults = createFaults();
  const outbox = createOutbox(documents, clock);

  const template = resolveTemplate(synthesised(url), url);
  const tables: readonly TableProperties[] = template.ofType("AWS::DynamoDB::Table").map(({ properties }) => Table.parse(properties));
  for (const table of tables) await database.ensureTable(table);

  const functions = hostFunctions(template, prefix, load);
  setEnvironment({ ...functions.environment, ...surroundings(url), ...environment });
  const queues = await startQueues(template, documents, clock);
  const invocations = startInvocations(template, { functions, documents, queues, clock });
  const subscribers: Subscriber[] = [];
  const bus = startEventBus(template, {
    queues,
    invocations,
    clock,
    subscribers,
    losesOne: () => faults.take("AWSEvents", "PutEvents", ["partial"]) !== undefined,
  });
  const machines: readonly MachineSource[] = template.ofType("AWS::StepFunctions::StateMachine").map(({ properties }) => {
    const { StateMachineName, DefinitionString } = Machine.parse(properties);
    return { arn: `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:${StateMachineName}`, name: StateMachineName, definition: DefinitionString };
  });
  const engine = startEngine(machines, { documents, functions, clock, statusChanged: (execution) => bus.deliver(statusChange(execution)) });
  const sources = startEventSources(template, { functions, queues, clock });

  const parts: CloudParts = {
    url,
    clock,
    faults,
    documents,
    functions,
    queues,
    outbox,
    deliver: bus.deliver,
    advance: async (milliseconds) => {
      await documents.put("clock", "offset", clock.offset() + milliseconds);
      clock.advance(milliseconds);
    },
  };
  const extension = extend(parts);
  subscribers.push(...extension.subscribers);
  let stopped = false;
  const hearing = await Promise.all(extension.subscribers.map((subscriber) => startSubscriber(subscriber, queues, () => stopped)));

  const keysOf = (table: string, item: Readonly<Record<string, unknown>>) => {
    const schema = tables.find(({ TableName }) => TableName === table)?.KeySchema ?? [];
    return Object.fromEntries(schema.map(({ AttributeName }) => [AttributeName, item[AttributeName]]));
  };
  const dispatch = dispatcher({
    services: [...extension.services, queueService(queues, url), bus.service, stepFunctionsService(engine), await startSecrets(template, documents)],
    faults,
    dynamo: database.answer,
    ...(extension.elsewhere !== undefined && { elsewhere: extension.elsewhere }),
    itemWritten: (table, item) => {
      sources.written(table, keysOf(table, item));
    },
  });
  const gateway = apiGateway(apis, functions, clock);
  const invoke = lambdaApi(functions);
  const pages = getRequestListener(
    async (request) =>
      (await invoke(request)) ??
      (await gateway(request)) ??
      (await extension.respond(request)) ??
      new Response(`There is nothing here. See ${url}/ for what there is.\n`, { status: 404 }),
    { overrideGlobalObjects: false },
  );
  const send = sending([emailService(outbox), notificationService(outbox)], faults);
  const answer: (request: IncomingMessage, response: ServerResponse) => Promise<void> = (request, response) => {
    if (request.headers["x-amz-target"] !== undefined) return dispatch(request, response);
    return isForSending(request) ? send(request, response) : pages(request, response);
  };
  answerWith((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });

  await engine.resume();
  await invocations.resume();
  startSchedules(template, invocations, clock);

  return {
    ...parts,
    port,
    engine,
    idle: () => sources.idle() && !hearing.some((busy) => busy()) && invocations.size() === 0 && engine.working() === 0,
    stop: async () => {
      engine.halt();
      stopped = true;
      sources.stop();
      await stop();
    },
  };
};
