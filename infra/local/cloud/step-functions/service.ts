import { randomUUID } from "node:crypto";
import { z } from "zod";
import { AwsError, unknownOperation, type AwsService } from "../aws-service";
import type { Engine } from "./engine";
import type { Execution } from "./records";

const NAME = /^[A-Za-z0-9_-]{1,80}$/;

const Requests = {
  start: z.object({ stateMachineArn: z.string(), name: z.string().optional(), input: z.string().default("{}") }),
  execution: z.object({ executionArn: z.string() }),
  stop: z.object({ executionArn: z.string(), error: z.string().optional(), cause: z.string().optional() }),
  list: z.object({
    stateMachineArn: z.string(),
    statusFilter: z.string().optional(),
    maxResults: z.number().min(0).max(1000).default(100),
    nextToken: z.string().optional(),
  }),
  history: z.object({
    executionArn: z.string(),
    maxResults: z.number().min(0).max(1000).default(100),
    reverseOrder: z.boolean().default(false),
    nextToken: z.string().optional(),
    includeExecutionData: z.boolean().default(true),
  }),
  machine: z.object({ stateMachineArn: z.string() }),
};

/** AWS refuses inputs over 256 KB. */
const LARGEST_INPUT = 262_144;

/** Roles are nobody's business here; the shape has one. */
const ROLE = "arn:aws:iam::000000000000:role/local";

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const seconds = (instant: string): number => Date.parse(instant) / 1000;

const summary = ({ arn, machineArn, name, status, startedAt, stoppedAt, redrives }: Execution) => ({
  executionArn: arn,
  stateMachineArn: machineArn,
  name,
  status,
  startDate: seconds(startedAt),
  ...(stoppedAt !== undefined && { stopDate: seconds(stoppedAt) }),
  redriveCount: redrives,
});

const described = (execution: Execution) => ({
  ...summary(execution),
  input: execution.input,
  inputDetails: { included: true },
  ...(execution.output !== undefined && { output: execution.output, outputDetails: { included: true } }),
  ...(execution.error !== undefined && { error: execution.error }),
  ...(execution.cause !== undefined && { cause: execution.cause }),
  redriveStatus: execution.status === "RUNNING" || execution.status === "SUCCEEDED" ? "NOT_REDRIVABLE" : "REDRIVABLE",
});

const page = <Item>(items: readonly Item[], token: string | undefined, most: number): { readonly items: readonly Item[]; readonly nextToken?: string } => {
  const start = token === undefined ? 0 : Number(token);
  if (!Number.isInteger(start) || start < 0) throw new AwsError("InvalidToken", `Invalid Token: '${token ?? ""}'`);
  const size = most === 0 ? 100 : most;
  return { items: items.slice(start, start + size), ...(start + size < items.length && { nextToken: String(start + size) }) };
};

const checked = <Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> => {
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw new AwsError("ValidationException", parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; "));
  return parsed.data;
};

/** The embedded Step Functions as the wire has it (AWS JSON 1.0). */
export const stepFunctionsService = (engine: Engine): AwsService => {
  const find = async (arn: string): Promise<Execution> => {
    const found = await engine.records.get(arn);
    if (found === undefined) throw new AwsError("ExecutionDoesNotExist", `Execution Does Not Exist: '${arn}'`);
    return found;
  };

  const operations: Readonly<Record<string, (input: unknown) => Promise<unknown>>> = {
    StartExecution: async (given) => {
      const { stateMachineArn, name = randomUUID(), input } = checked(Requests.start, given);
      if (!NAME.test(name)) throw new AwsError("InvalidName", `Invalid Name: '${name}'`);
      if (!isJson(input)) throw new AwsError("InvalidExecutionInput", "Invalid State Machine Execution Input: it is not JSON.");
      if (Buffer.byteLength(input) > LARGEST_INPUT) throw new AwsError("InvalidExecutionInput", "The input is longer than 262144 bytes.");
      const { arn, startedAt } = await engine.start(stateMachineArn, name, input);
      return { executionArn: arn, startDate: seconds(startedAt) };
    },
    DescribeExecution: async (given) => described(await find(checked(Requests.execution, given).executionArn)),
    StopExecution: async (given) => {
      const { executionArn, error, cause } = checked(Requests.stop, given);
      const { stoppedAt, startedAt } = await engine.stop(executionArn, error, cause);
      return { stopDate: seconds(stoppedAt ?? startedAt) };
    },
    RedriveExecution: async (given) => {
      await engine.redrive(checked(Requests.execution, given).executionArn);
      return { redriveDate: Date.now() / 1000 };
    },
    ListExecutions: async (given) => {
      const { stateMachineArn, statusFilter, maxResults, nextToken } = checked(Requests.list, given);
      const all = (await engine.records.all())
        .filter(({ machineArn, status }) => machineArn === stateMachineArn && (statusFilter === undefined || status === statusFilter))
        .toSorted((one, other) => (one.startedAt < other.startedAt ? 1 : -1));
      const { items, nextToken: next } = page(all, nextToken, maxResults);
      return { executions: items.map(summary), ...(next !== undefined && { nextToken: next }) };
    },
    GetExecutionHistory: async (given) => {
      const { executionArn, maxResults, reverseOrder, nextToken } = checked(Requests.history, given);
      await find(executionArn);
      const events = (await engine.records.steps(executionArn)).flatMap((step) => step.events);
      const { items, nextToken: next } = page(reverseOrder ? events.toReversed() : events, nextToken, maxResults);
      return { events: items, ...(next !== undefined && { nextToken: next }) };
    },
    ListStateMachines: () =>
      Promise.resolve({ stateMachines: engine.machines.map(({ arn, name }) => ({ stateMachineArn: arn, name, type: "STANDARD", creationDate: 0 })) }),
    DescribeStateMachine: (given) => {
      const { stateMachineArn } = checked(Requests.machine, given);
      const machine = engine.machines.find(({ arn }) => arn === stateMachineArn);
      if (machine === undefined) throw new AwsError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${stateMachineArn}'`);
      return Promise.resolve({
        stateMachineArn,
        name: machine.name,
        definition: machine.definition,
        type: "STANDARD",
        status: "ACTIVE",
        creationDate: 0,
        roleArn: ROLE,
      });
    },
    DescribeStateMachineForExecution: async (given) => {
      const { machineArn, definition } = await find(checked(Requests.execution, given).executionArn);
      return {
        stateMachineArn: machineArn,
        name: machineArn.split(":").at(-1),
        definition: await engine.records.definition(definition),
        roleArn: ROLE,
        updateDate: 0,
      };
    },
  };

  return {
    target: "AWSStepFunctions",
    jsonVersion: "1.0",
    handle: async (operation, input) => {
      const run = operations[operation];
      if (run === undefined) throw unknownOperation("Step Functions", operation);
      return run(input);
    },
  };
};

/** The event that Step Functions puts on the default bus when a status changes. */
export const statusChange = (execution: Execution): Readonly<Record<string, unknown>> => ({
  version: "0",
  id: randomUUID(),
  "detail-type": "Step Functions Execution Status Change",
  source: "aws.states",
  account: "000000000000",
  time: (execution.stoppedAt ?? execution.startedAt).replace(/\.\d{3}Z$/, "Z"),
  region: "us-east-1",
  resources: [execution.arn],
  detail: {
    executionArn: execution.arn,
    stateMachineArn: execution.machineArn,
    name: execution.name,
    status: execution.status,
    startDate: Date.parse(execution.startedAt),
    stopDate: execution.stoppedAt === undefined ? null : Date.parse(execution.stoppedAt),
    input: execution.input,
    output: execution.output ?? null,
    error: execution.error ?? null,
    cause: execution.cause ?? null,
  },
});
