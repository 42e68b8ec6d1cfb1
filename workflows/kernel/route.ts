import { Choice, Condition, type IChainable } from "aws-cdk-lib/aws-stepfunctions";
import type { Construct } from "constructs";
import type { AnyOutcome } from "../../functions/kernel/task/contract";
import type { Ref } from "./ref";
import type { Task } from "./task";

/** What a branch is handed: a reference to the outcome, narrowed to its own kind. */
type Branches<Outcome extends AnyOutcome> = {
  readonly [Name in Outcome["outcome"]]: (outcome: Ref<Extract<Outcome, { readonly outcome: Name }>>) => IChainable;
};

/**
 * Sends each outcome of a task down its own branch. An outcome without a branch does not compile, nor does a branch
 * that reads what its outcome lacks. There is no default: an answer outside the contract fails the run.
 */
export const route = <Input, Outcome extends AnyOutcome>(
  scope: Construct,
  question: string,
  _task: Task<Input, Outcome>,
  branches: Branches<Outcome>,
): Choice =>
  Object.entries<(outcome: Ref<never>) => IChainable>(branches).reduce(
    (choice, [outcome, branch]) => choice.when(Condition.jsonata(`{% $states.input.outcome = '${outcome}' %}`), branch({ path: "$states.input" })),
    Choice.jsonata(scope, question),
  );
