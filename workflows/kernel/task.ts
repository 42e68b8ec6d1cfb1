import type { IFunction } from "aws-cdk-lib/aws-lambda";
import type { AnyOutcome, Contract } from "../../functions/kernel/task/contract";

/** A task that a workflow may call: what it promises, and the function that keeps the promise. */
export interface Task<Input, Outcome extends AnyOutcome> {
  readonly contract: Contract<Input, Outcome>;
  readonly function: IFunction;
}

/** The task that keeps a contract. */
export type TaskOf<C> = C extends Contract<infer Input, infer Outcome, infer _V> ? Task<Input, Outcome> : never;
