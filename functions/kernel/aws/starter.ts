import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
  type ExecutionStatus,
} from "@aws-sdk/client-sfn";
import { toFailure } from "./aws-failure";
import { Failure } from "../task/failure";

/** What a start came to. */
export interface Started {
  /** The execution's name, which may bear a number after a failed one. */
  readonly run: string;
  readonly outcome: "started" | "sameRun" | "redriven";
}

/** Starts runs under names that say what they are for: the same name twice is the same run. */
export interface Starter {
  /**
   * @param machine the state machine's ARN
   * @throws Failure Throttled or Transient when Step Functions can't be reached; Permanent for a name that can't be used
   */
  readonly start: (machine: string, name: string, input: Readonly<Record<string, unknown>>) => Promise<Started>;
  /** Starts a run that nobody waits for, unless there is or was one of its name: one that failed is left to whoever hears its alarm. */
  readonly startNew: (machine: string, name: string, input: Readonly<Record<string, unknown>>) => Promise<"started" | "exists">;
}

/** Step Functions takes 1 to 80 characters; these are safe in ARNs, URLs and logs. */
const NAME = /^[A-Za-z0-9_-]{1,78}$/;

/** A run that failed so often, each time anew, needs a person. */
const LAST_TRY = 9;

const executionArn = (machine: string, name: string): string => `${machine.replace(":stateMachine:", ":execution:")}:${name}`;

const isSameRun = (status: ExecutionStatus | undefined): boolean => status === "RUNNING" || status === "SUCCEEDED" || status === "PENDING_REDRIVE";

/** Whether the failed run could be tried again where it stands; an engine or an age may not allow it. */
const redrive = async (client: SFNClient, executionArn: string): Promise<boolean> => {
  try {
    await client.send(new RedriveExecutionCommand({ executionArn }));
    return true;
  } catch (error) {
    const failure = toFailure("Step Functions", error);
    if (failure.name !== "Permanent") throw failure;
    return false;
  }
};

const start = async (client: SFNClient, machine: string, name: string, input: string): Promise<"started" | "exists"> => {
  try {
    await client.send(new StartExecutionCommand({ stateMachineArn: machine, name, input }));
    return "started";
  } catch (error) {
    if (error instanceof ExecutionAlreadyExists) return "exists";
    throw toFailure("Step Functions", error);
  }
};

const statusOf = async (client: SFNClient, executionArn: string): Promise<ExecutionStatus | undefined> => {
  try {
    return (await client.send(new DescribeExecutionCommand({ executionArn }))).status;
  } catch (error) {
    // Descriptions lag behind (API reference, "DescribeExecution"): there is one of this name, for it was refused a second time, and it has only just begun.
    if (error instanceof ExecutionDoesNotExist) return "RUNNING";
    throw toFailure("Step Functions", error);
  }
};

const checkName = (name: string): void => {
  if (!NAME.test(name)) throw new Failure("Permanent", `'${name}' can't name a run: at most 78 letters, digits, dashes and underscores.`);
};

/** The starter of this deployment. */
export const starter = (client = new SFNClient({})): Starter => ({
  startNew: (machine, name, given) => {
    checkName(name);
    return start(client, machine, name, JSON.stringify(given));
  },
  start: async (machine, name, given) => {
    checkName(name);
    const input = JSON.stringify(given);
    for (let attempt = 1; attempt <= LAST_TRY; attempt += 1) {
      const run = attempt === 1 ? name : `${name}-${attempt}`;
      if ((await start(client, machine, run, input)) === "started") return { run, outcome: "started" };
      const arn = executionArn(machine, run);
      if (isSameRun(await statusOf(client, arn))) return { run, outcome: "sameRun" };
      if (await redrive(client, arn)) return { run, outcome: "redriven" };
    }
    throw new Failure("Permanent", `The run ${name} failed ${LAST_TRY} times: see its executions before it is started again.`);
  },
});
