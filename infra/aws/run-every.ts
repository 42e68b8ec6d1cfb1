import type { Duration } from "aws-cdk-lib";
import { Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import { DeadLetters } from "./durable-queue";

export interface RunEveryProps {
  readonly prefix: string;
  /** The rule's name after the prefix; `<name>-dead` is the queue of turns that did not start, or failed. */
  readonly name: string;
  readonly description: string;
  readonly every: Duration;
  readonly target: IFunction;
  /** What is lost when a turn does not start, or fails. */
  readonly failureImpact: string;
}

/** Calls a function again and again. */
export const runEvery = (scope: Construct, { prefix, name, description, every, target, failureImpact }: RunEveryProps): void => {
  const deadLetterQueue = new DeadLetters(scope, "ScheduleDead", { prefix, name: `${name}-dead`, failureImpact });
  // Once the next turn begins, one that has not is worth nothing.
  deadLetterQueue.keepFailuresOf(target, every);
  new Rule(scope, "Schedule", {
    ruleName: `${prefix}-${name}`,
    description,
    schedule: Schedule.rate(every),
    targets: [new LambdaFunction(target, { deadLetterQueue })],
  });
};
