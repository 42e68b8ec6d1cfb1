import type { Machine, State } from "./language";
import type { Execution, Position } from "./records";
import type { Told } from "./states";

const enteredType: Readonly<Record<State["Type"], string>> = {
  Task: "TaskStateEntered",
  Choice: "ChoiceStateEntered",
  Wait: "WaitStateEntered",
  Pass: "PassStateEntered",
  Succeed: "SucceedStateEntered",
  Fail: "FailStateEntered",
};

const ENDED: Readonly<Record<Exclude<Execution["status"], "RUNNING">, string>> = {
  SUCCEEDED: "ExecutionSucceeded",
  FAILED: "ExecutionFailed",
  TIMED_OUT: "ExecutionTimedOut",
  ABORTED: "ExecutionAborted",
};

/** An execution enters a state. */
export const entered = ({ States }: Machine, { state, input }: Pick<Position, "state" | "input">): readonly Told[] => {
  const kind = States[state]?.Type;
  const told: Told = {
    type: kind === undefined ? "StateEntered" : enteredType[kind],
    details: { stateEnteredEventDetails: { name: state, input: JSON.stringify(input) } },
  };
  return kind === "Task"
    ? [
        told,
        {
          type: "TaskScheduled",
          details: { taskScheduledEventDetails: { resource: "invoke", resourceType: "lambda", region: "us-east-1", parameters: "{}" } },
        },
      ]
    : [told];
};

/** It leaves one. */
export const exited = ({ States }: Machine, state: string, output: unknown): Told => {
  const kind = States[state]?.Type ?? "Pass";
  return { type: enteredType[kind].replace("Entered", "Exited"), details: { stateExitedEventDetails: { name: state, output: JSON.stringify(output) } } };
};

/** A task failed. */
export const taskFailed = (error: string, cause: string): Told => ({
  type: "TaskFailed",
  details: { taskFailedEventDetails: { resource: "invoke", resourceType: "lambda", error, cause } },
});

/** How an execution ended. */
export interface End {
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: string;
}

/** It ends. */
export const ended = (status: Exclude<Execution["status"], "RUNNING">, { output, error, cause }: End): Told => ({
  type: ENDED[status],
  details:
    status === "SUCCEEDED"
      ? { executionSucceededEventDetails: { output: JSON.stringify(output) } }
      : { [`execution${ENDED[status].slice("Execution".length)}EventDetails`]: { error, cause } },
});

/** It starts. */
export const started = (input: string): Told => ({ type: "ExecutionStarted", details: { executionStartedEventDetails: { input } } });

/** It goes on after it had failed. */
export const redriven = (redriveCount: number): Told => ({ type: "ExecutionRedriven", details: { executionRedrivenEventDetails: { redriveCount } } });
