import { DescribeExecutionCommand, paginateListStateMachines, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { z } from "zod";
import { toFailure } from "./aws-failure";
import { Failure } from "../task/failure";

/** Step Functions' word for how an execution stands. */
export const ExecutionStatus = z.enum(["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "PENDING_REDRIVE"]);
export type ExecutionStatus = z.infer<typeof ExecutionStatus>;

/** How an execution stands. */
export interface ExecutionView {
  readonly status: ExecutionStatus;
  /** The result of one that succeeded, as JSON. */
  readonly output?: string;
  /** The error's name and what it says, of one that failed. */
  readonly error?: string;
  readonly cause?: string;
}

/** State machines, seen by a person who starts one and watches it. */
export interface StateMachines {
  /** Starts an execution of the machine with this name. @returns the execution's ARN */
  readonly start: (machine: string, execution: string, input: Readonly<Record<string, unknown>>) => Promise<string>;
  readonly view: (execution: string) => Promise<ExecutionView>;
}

/** The state machines of the account and Region that the client is set to. */
export const stateMachines = (client = new SFNClient()): StateMachines => {
  const attempt = async <T>(call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      throw error instanceof Failure ? error : toFailure("Step Functions", error);
    }
  };

  const arnOf = async (name: string): Promise<string> => {
    for await (const { stateMachines: page } of paginateListStateMachines({ client }, {})) {
      const arn = page?.find((machine) => machine.name === name)?.stateMachineArn;
      if (arn !== undefined) return arn;
    }
    throw new Failure("Permanent", `There is no state machine '${name}' here. Check the prefix and the Region, or deploy first.`);
  };

  return {
    start: (machine, execution, input) =>
      attempt(async () => {
        const command = new StartExecutionCommand({ stateMachineArn: await arnOf(machine), name: execution, input: JSON.stringify(input) });
        const { executionArn } = await client.send(command);
        if (executionArn === undefined) throw new Failure("Transient", "Step Functions started an execution and did not name it. Look for it in the console.");
        return executionArn;
      }),
    view: (execution) =>
      attempt(async () => {
        const { status, output, error, cause } = await client.send(new DescribeExecutionCommand({ executionArn: execution }));
        const known = { ...(output !== undefined && { output }), ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
        return { status: ExecutionStatus.parse(status), ...known };
      }),
  };
};
