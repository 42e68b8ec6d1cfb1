import {
  DescribeExecutionCommand,
  DescribeStateMachineForExecutionCommand,
  ExecutionDoesNotExist,
  ListExecutionsCommand,
  paginateGetExecutionHistory,
  paginateListStateMachines,
  RedriveExecutionCommand,
  SFNClient,
  type ExecutionListItem,
} from "@aws-sdk/client-sfn";
import { z } from "zod";
import { toInstant, type Instant } from "../../../events/kernel/values";
import { toFailure } from "./aws-failure";
import type { Page } from "../task/page";
import { ExecutionStatus } from "./state-machines";

/** A state machine of the deployment. */
export interface MachineName {
  readonly name: string;
  readonly arn: string;
}

/** An execution as a list has it. */
export interface ExecutionSummary {
  readonly arn: string;
  readonly machine: string;
  readonly name: string;
  readonly status: ExecutionStatus;
  readonly startedAt: Instant;
  readonly stoppedAt?: Instant;
  readonly redrives: number;
}

/** An execution as it was started and as it ended. Input and output are JSON. */
export interface ExecutionDetail extends ExecutionSummary {
  readonly input: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  /** Whether Step Functions would take it up again at the state that failed. */
  readonly redrivable: boolean;
}

/** An event of an execution's history, with what matters of its details. */
export interface HistoryEntry {
  readonly id: number;
  readonly at: Instant;
  /** As Step Functions names it, such as `TaskStateEntered`. */
  readonly type: string;
  /** The state that was entered or exited. */
  readonly state?: string;
  /** JSON that went in or came out. */
  readonly data?: string;
  readonly error?: string;
  readonly cause?: string;
}

/** Executions, for a person who looks at them. */
export interface Executions {
  /** The machines whose names start so. */
  readonly machines: (prefix: string) => Promise<readonly MachineName[]>;
  /** A page of a machine's executions, newest first. */
  readonly list: (
    machine: MachineName,
    asked: { readonly status?: ExecutionStatus; readonly most: number; readonly from?: string },
  ) => Promise<Page<ExecutionSummary>>;
  /** The execution; undefined if the machine has, or still has, none of this name. Step Functions keeps them for 90 days. */
  readonly find: (machine: MachineName, name: string) => Promise<ExecutionDetail | undefined>;
  /** The definition the execution runs, as Amazon States Language: that of the release it was started with. */
  readonly definition: (arn: string) => Promise<string>;
  /** The oldest events, at most so many; `complete` says whether that is all. */
  readonly history: (arn: string, most: number) => Promise<{ readonly entries: readonly HistoryEntry[]; readonly complete: boolean }>;
  /** Takes a failed execution up again at the state that failed. */
  readonly redrive: (arn: string) => Promise<void>;
}

/** Step Functions answers at most 1,000 events, or executions, at once. */
const PAGE = 1000;

const Details = z.object({
  name: z.string().optional(),
  input: z.string().optional(),
  output: z.string().optional(),
  error: z.string().optional(),
  cause: z.string().optional(),
});

const HistoryEvent = z
  .object({ id: z.number(), timestamp: z.date(), type: z.string() })
  .catchall(z.unknown())
  .transform(({ id, timestamp, type, ...rest }): HistoryEntry => {
    // Each type keeps its details under a name of its own, such as `taskFailedEventDetails`; an event has one of them.
    const details = Object.entries(rest).find(([name, value]) => name.endsWith("EventDetails") && value !== undefined)?.[1];
    const { name, input, output, error, cause } = Details.catch({}).parse(details);
    const data = output ?? input;
    return {
      id,
      at: toInstant(timestamp),
      type,
      ...(name !== undefined && { state: name }),
      ...(data !== undefined && { data }),
      ...(error !== undefined && { error }),
      ...(cause !== undefined && { cause }),
    };
  });

const summaryOf = (machine: string, { executionArn, name, status, startDate, stopDate, redriveCount }: Partial<ExecutionListItem>): ExecutionSummary => ({
  arn: executionArn ?? "",
  machine,
  name: name ?? "",
  status: ExecutionStatus.parse(status),
  startedAt: toInstant(startDate ?? new Date(0)),
  ...(stopDate !== undefined && { stoppedAt: toInstant(stopDate) }),
  redrives: redriveCount ?? 0,
});

const attempt = async <T>(call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    throw toFailure("Step Functions", error);
  }
};

/** The executions of the account and Region that the client is set to. */
export const executions = (client = new SFNClient()): Executions => ({
  machines: (prefix) =>
    attempt(async () => {
      const found: MachineName[] = [];
      for await (const { stateMachines = [] } of paginateListStateMachines({ client }, {})) {
        for (const { name = "", stateMachineArn: arn = "" } of stateMachines) if (name.startsWith(prefix)) found.push({ name, arn });
      }
      return found.toSorted((one, other) => (one.name < other.name ? -1 : 1));
    }),

  list: ({ name, arn }, { status, most, from }) =>
    attempt(async () => {
      const command = new ListExecutionsCommand({
        stateMachineArn: arn,
        maxResults: Math.min(most, PAGE),
        ...(status !== undefined && { statusFilter: status }),
        ...(from !== undefined && { nextToken: from }),
      });
      const { executions: listed = [], nextToken } = await client.send(command);
      return { items: listed.map((one) => summaryOf(name, one)), ...(nextToken !== undefined && { next: nextToken }) };
    }),

  find: async ({ name: machine, arn }, name) => {
    const executionArn = `${arn.replace(":stateMachine:", ":execution:")}:${name}`;
    try {
      const found = await client.send(new DescribeExecutionCommand({ executionArn }));
      const { input = "{}", output, error, cause, redriveStatus } = found;
      return {
        ...summaryOf(machine, found),
        input,
        ...(output !== undefined && { output }),
        ...(error !== undefined && { error }),
        ...(cause !== undefined && { cause }),
        redrivable: redriveStatus === "REDRIVABLE",
      };
    } catch (error) {
      if (error instanceof ExecutionDoesNotExist) return undefined;
      throw toFailure("Step Functions", error);
    }
  },

  definition: (executionArn) =>
    attempt(async () => (await client.send(new DescribeStateMachineForExecutionCommand({ executionArn }))).definition ?? '{"StartAt":"","States":{}}'),

  history: (executionArn, most) =>
    attempt(async () => {
      const entries: HistoryEntry[] = [];
      for await (const { events = [], nextToken } of paginateGetExecutionHistory({ client, pageSize: PAGE }, { executionArn, includeExecutionData: true })) {
        entries.push(...events.map((event) => HistoryEvent.parse(event)));
        if (entries.length >= most && (nextToken !== undefined || entries.length > most)) return { entries: entries.slice(0, most), complete: false };
      }
      return { entries, complete: true };
    }),

  redrive: (executionArn) =>
    attempt(async () => {
      await client.send(new RedriveExecutionCommand({ executionArn }));
    }),
});
