import { Duration } from "aws-cdk-lib";
import { Rule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import { Construct } from "constructs";
import { DeadLetters } from "./durable-queue";
import type { DeploymentOptions } from "./options";
import type { Resources } from "./resources";
import { ServiceFunction } from "./service-function";
import type { Workflow } from "./workflow";

const RUN_ENDED = { name: "run-ended", environment: ["EVENT_TABLE"] } as const;

export interface RunsProps {
  readonly options: DeploymentOptions;
  readonly resources: Resources;
  readonly workflows: readonly Workflow[];
}

/** Records how every run of ours ended: what no Catch in a workflow could, for failures stay uncaught so that they can be redriven. */
export class Runs extends Construct {
  constructor(scope: Construct, id: string, { options, resources, workflows }: RunsProps) {
    super(scope, id);
    const { prefix } = options;
    const dead = new DeadLetters(this, "Dead", {
      prefix,
      name: "run-ends-dead",
      failureImpact: "The end of a run is not recorded: 'explain' shows it as still running.",
    });
    const ended = new ServiceFunction(this, "Ended", {
      options,
      contract: RUN_ENDED,
      description: "Records the end of a run in the log",
      failureImpact: "The ends of runs are not recorded: 'explain' shows them as still running.",
    });
    resources.log.grantAppend(ended);
    dead.keepFailuresOf(ended, Duration.hours(6));

    new Rule(this, "Rule", {
      ruleName: `${prefix}-run-ends`,
      description: "The ends of Stallkeeper's runs, and of no others",
      eventPattern: {
        source: ["aws.states"],
        detailType: ["Step Functions Execution Status Change"],
        detail: { stateMachineArn: workflows.map(({ machine }) => machine.stateMachineArn), status: ["SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"] },
      },
      targets: [new LambdaFunction(ended, { deadLetterQueue: dead })],
    });
  }
}
