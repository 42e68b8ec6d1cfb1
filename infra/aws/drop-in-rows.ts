import { Duration } from "aws-cdk-lib";
import { FilterCriteria, StartingPosition } from "aws-cdk-lib/aws-lambda";
import { DynamoEventSource, SqsDlq } from "aws-cdk-lib/aws-lambda-event-sources";
import { Construct } from "constructs";
import { UsageRows } from "../../functions/usage-rows/contract";
import { DeadLetters } from "./durable-queue";
import { ImpactAlarm } from "./impact-alarm";
import type { DeploymentOptions } from "./options";
import type { Resources } from "./resources";
import { runEvery } from "./run-every";
import { ServiceFunction } from "./service-function";

export interface DropInRowsProps {
  readonly options: DeploymentOptions;
  readonly resources: Resources;
}

/** Usage from applications that write rows as AWS's guide shows them: taken in by the same rules as the API's, and answered on the row. */
export class DropInRows extends Construct {
  constructor(scope: Construct, id: string, { options, resources: { log, usage, usageRows } }: DropInRowsProps) {
    super(scope, id);
    const { prefix } = options;
    const takes = new ServiceFunction(this, "Takes", {
      options,
      contract: UsageRows,
      description: "Takes in rows of usage as AWS's guide shows them, and answers on each",
      failureImpact: "Usage of applications that write rows is not taken in: what is not taken in within 24 hours is never billed.",
      timeout: Duration.minutes(1),
    });
    log.grantRead(takes);
    usage.grantTake(takes);
    usage.grantTakeAway(takes);
    usageRows.grantAnswer(takes);
    const dead = new DeadLetters(this, "Dead", {
      prefix,
      name: "usage-rows-dead",
      failureImpact: "Rows of usage could not be taken in for most of a day: they wait unanswered, and are never billed once a day has passed.",
    });
    takes.addEventSource(
      new DynamoEventSource(usageRows.stream(this), {
        startingPosition: StartingPosition.TRIM_HORIZON,
        batchSize: 100,
        parallelizationFactor: 4,
        bisectBatchOnError: true,
        reportBatchItemFailures: true,
        // AWS takes usage for 24 hours: after most of them a person is to know.
        maxRecordAge: Duration.hours(18),
        onFailure: new SqsDlq(dead),
        filters: [FilterCriteria.filter({ dynamodb: { NewImage: { metering_pending: { S: ["true"] } } } })],
      }),
    );
    // A row that can't be taken in is no error of the function's: it is brought again and again.
    new ImpactAlarm(this, "Behind", {
      prefix,
      name: "usage-rows-behind",
      failureImpact: "Usage of applications that write rows is taken in late: what is not taken in within 24 hours is never billed.",
      metric: takes.metric("IteratorAge", { period: Duration.minutes(1), statistic: "max" }),
      threshold: Duration.minutes(15).toMilliseconds(),
    });
    runEvery(this, {
      prefix,
      name: "usage-rows-again",
      description: "Looks again at rows of purchases that AWS had not told of",
      every: Duration.minutes(5),
      target: takes,
      failureImpact: "Nothing by itself: rows that wait for AWS's word on a purchase were not looked at. The next time does it.",
    });
  }
}
