import { Duration } from "aws-cdk-lib";
import { TaskInput, Timeout, type TaskStateBase } from "aws-cdk-lib/aws-stepfunctions";
import { LambdaInvoke } from "aws-cdk-lib/aws-stepfunctions-tasks";
import type { Construct } from "constructs";
import type { AnyOutcome } from "../../functions/kernel/task/contract";
import { z } from "zod";
import { given, type Given } from "./ref";
import { RETRY, THROTTLED_ERRORS, TRANSIENT_ERRORS } from "./retry";
import type { Task } from "./task";

/** Every member of a task's input, each a constant or a reference of its very type. One missing does not compile. */
export type Arguments<Input> = Input extends unknown ? { readonly [Key in keyof Input]-?: Given<Input[Key]> } : never;

/** The same at run time, where the types are gone. */
const Rendered = z.record(z.string(), z.union([z.string(), z.object({ path: z.string() })]).transform(given));

const render = (input: unknown): Readonly<Record<string, string>> => Rendered.parse(input);

/** Half a minute: three calls to AWS with their own retries take a few seconds; beyond this the task hangs. */
const TASK_TIMEOUT = Duration.seconds(30);

/** A state that calls a task and has its outcome as output. An unexpected failure is retried by its class and then stays uncaught. */
export const call = <Input, Outcome extends AnyOutcome>(
  scope: Construct,
  sentence: string,
  task: Task<Input, Outcome>,
  input: Arguments<Input>,
): TaskStateBase => {
  const state = LambdaInvoke.jsonata(scope, sentence, {
    lambdaFunction: task.function,
    payload: TaskInput.fromObject({
      run: "{% $states.context.Execution.Name %}",
      state: sentence,
      input: render(input),
    }),
    outputs: "{% $states.result.Payload %}",
    taskTimeout: Timeout.duration(TASK_TIMEOUT),
    retryOnServiceExceptions: false,
  });
  state.addRetry({ ...RETRY.Throttled, errors: THROTTLED_ERRORS });
  state.addRetry({ ...RETRY.Transient, errors: TRANSIENT_ERRORS });
  state.addRetry({ ...RETRY.Permanent, errors: ["Permanent"] });
  return state;
};
