import { Duration } from "aws-cdk-lib";
import { Match, Rule, type EventPattern } from "aws-cdk-lib/aws-events";
import { SqsQueue } from "aws-cdk-lib/aws-events-targets";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { Construct } from "constructs";
import { DeadLetters, DurableQueue } from "./durable-queue";
import { LegacyTopics } from "./legacy-topics";
import { catalogueOf, type DeploymentOptions } from "./options";
import type { Resources } from "./resources";
import { ServiceFunction } from "./service-function";
import type { Workflow } from "./workflow";

/**
 * What AWS Marketplace sends SaaS sellers, by the first words of its detail-type (AWS Marketplace Seller Guide, "Amazon
 * EventBridge notifications"). Broader than what is understood: the rest is stored and parked, never dropped.
 */
const KINDS = ["Purchase Agreement ", "License ", "Agreement Cancellation ", "Spend Threshold "] as const;

/** The notices of these sources. */
export const noticesOf = (sources: readonly string[]): EventPattern => ({
  source: [...sources],
  detailType: KINDS.flatMap((kind) => Match.prefix(kind)),
});

/**
 * Batches taken in at once. A notice is three calls to AWS, some 50 ms, so that these are 400 a second, more than Step Functions lets any Region start (150 or
 * 300, Step Functions developer guide, "Quotas"). Beyond them a flood of notices would take Lambda's concurrency from the buyers' page.
 */
const AT_ONCE = 20;

const NOTICE_INTAKE = { name: "notice-intake", environment: ["EVENT_TABLE", "ENTITLEMENT_CHANGE_MACHINE"] } as const;

export interface NoticesProps {
  readonly options: DeploymentOptions;
  readonly resources: Resources;
  readonly entitlementChange: Workflow;
}

/** The way of AWS's notices in: default bus, queue, log, run. */
export class Notices extends Construct {
  readonly intake: ServiceFunction<"EVENT_TABLE" | "ENTITLEMENT_CHANGE_MACHINE">;

  constructor(scope: Construct, id: string, { options, resources, entitlementChange }: NoticesProps) {
    super(scope, id);
    const { prefix } = options;
    const timeout = Duration.seconds(30);
    const { queue, dead } = new DurableQueue(this, "Queue", {
      prefix,
      name: "notices",
      consumerTimeout: timeout,
      // With three minutes between attempts, an outage of half an hour passes before a person is asked.
      attempts: 10,
      dead: new DeadLetters(this, "Dead", {
        prefix,
        name: "notices-dead",
        failureImpact: "A purchase, change or cancellation that AWS announced was not taken in: a buyer waits for access, or keeps it unpaid.",
      }),
      failureImpact: "What AWS announces takes effect late: buyers who just bought wait for their access.",
    });

    new Rule(this, "Rule", {
      ruleName: `${prefix}-notices`,
      description: "Notices of AWS Marketplace to the queue of notices",
      eventPattern: noticesOf(options.noticeSources),
      // EventBridge tries for 24 hours and then lays the notice beside those that could not be handled.
      targets: [new SqsQueue(queue, { deadLetterQueue: dead })],
    });

    new LegacyTopics(this, "LegacyTopics", { catalogue: catalogueOf(options), queue });

    this.intake = new ServiceFunction(this, "Intake", {
      options,
      contract: NOTICE_INTAKE,
      description: "Stores each notice of AWS as received, and starts its run",
      failureImpact: "Nothing that AWS announces takes effect: buyers who just bought get no access, cancelled ones keep it.",
      timeout,
    });
    resources.log.grantAppend(this.intake);
    this.intake.provide("ENTITLEMENT_CHANGE_MACHINE", entitlementChange.machine.stateMachineArn);
    entitlementChange.grantStart(this.intake.role);
    this.intake.addEventSource(new SqsEventSource(queue, { batchSize: 10, reportBatchItemFailures: true, maxConcurrency: AT_ONCE }));
  }
}
