import { Duration } from "aws-cdk-lib";
import { StartingPosition } from "aws-cdk-lib/aws-lambda";
import { DynamoEventSource, SqsDlq, SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Grant } from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";
import { AfterAppend as AfterAppendContract } from "../../functions/after-append/contract";
import { Sweep as SweepContract } from "../../functions/sweep/contract";
import { DeadLetters, DurableQueue } from "./durable-queue";
import { ImpactAlarm } from "./impact-alarm";
import type { DeploymentOptions } from "./options";
import type { Resources } from "./resources";
import { runEvery } from "./run-every";
import { ServiceFunction, type Holder } from "./service-function";
import type { Workflow } from "./workflow";

export interface AfterAppendProps {
  readonly options: DeploymentOptions;
  readonly resources: Resources;
  readonly entitlementChange: Workflow;
  readonly buyerMail: Workflow;
  /** Absent where the seller wants no topic. */
  readonly sellerNotice: Workflow | undefined;
  readonly metering: Workflow;
}

/** Batches of streams that lag, at once: after an outage all may, and catching up must leave Lambda's concurrency to buyers and products. */
const STRAGGLERS_AT_ONCE = 10;

const grantSend = (queue: Queue, { role, provide }: Holder<"LAGGING_QUEUE_URL">): void => {
  provide("LAGGING_QUEUE_URL", queue.queueUrl);
  Grant.addToPrincipal({ grantee: role, actions: ["sqs:SendMessage"], resourceArns: [queue.queueArn] });
};

/** What happens once something was appended: projections, public events and what joined subscriptions tell each other; and the sweep that finds what was missed. */
export class AfterAppend extends Construct {
  constructor(scope: Construct, id: string, { options, resources, entitlementChange, buyerMail, sellerNotice, metering }: AfterAppendProps) {
    super(scope, id);
    const { prefix } = options;
    const { log, projections, cursors, bus, usage } = resources;
    const timeout = Duration.minutes(1);
    const { queue } = new DurableQueue(this, "Lagging", {
      prefix,
      name: "lagging",
      consumerTimeout: timeout,
      attempts: 10,
      dead: new DeadLetters(this, "LaggingDead", {
        prefix,
        name: "lagging-dead",
        failureImpact: "What happened to one subscription does not reach the product: its buyer may wait for access, or keep it unpaid.",
      }),
      failureImpact: "What happened to some subscriptions reaches the product late: their buyers may wait for access.",
    });

    const consumer = new ServiceFunction(this, "Consumer", {
      options,
      contract: AfterAppendContract,
      description: "Folds what was appended into the projections and puts it on the bus",
      failureImpact: "The product hears nothing: buyers who just registered can't use what they bought.",
      timeout,
    });
    // What a subscription is told may have to be handed on to the one that it goes on as, or back.
    log.grantAppend(consumer);
    projections.grantRead(consumer);
    projections.grantWrite(consumer);
    cursors.grantReadAll(consumer);
    cursors.grantAdvance(consumer);
    bus.grantPublish(consumer);
    grantSend(queue, consumer);
    entitlementChange.grantStartNew(consumer, "ENTITLEMENT_CHANGE_MACHINE");
    buyerMail.grantStartNew(consumer, "BUYER_MAIL_MACHINE");
    if (sellerNotice === undefined) consumer.provide("SELLER_NOTICE_MACHINE", "off");
    else sellerNotice.grantStartNew(consumer, "SELLER_NOTICE_MACHINE");
    usage.grantOpen(consumer);
    metering.grantStartNew(consumer, "METERING_MACHINE");
    this.wakeUps(options, resources, consumer);
    consumer.addEventSource(new SqsEventSource(queue, { batchSize: 10, reportBatchItemFailures: true, maxConcurrency: STRAGGLERS_AT_ONCE }));

    const sweep = new ServiceFunction(this, "Sweep", {
      options,
      contract: SweepContract,
      description: "Finds streams whose consumers lag and sends them to the queue of lagging streams",
      failureImpact: "Nothing by itself. A wake-up that was lost is not found: one subscription's news may not reach the product.",
      timeout: Duration.minutes(5),
    });
    log.grantWalk(sweep);
    projections.grantLook(sweep);
    cursors.grantAdvance(sweep);
    grantSend(queue, sweep);
    runEvery(this, {
      prefix,
      name: "sweep",
      description: "Looks for streams whose consumers lag",
      every: Duration.minutes(5),
      target: sweep,
      failureImpact: "Nothing by itself: a sweep did not start, or failed. The next one does its work.",
    });
  }

  private wakeUps({ prefix }: DeploymentOptions, { log }: Resources, consumer: ServiceFunction<never>): void {
    const dead = new DeadLetters(this, "WakeUpsDead", {
      prefix,
      name: "wake-ups-dead",
      failureImpact: "A day passed in which the product heard nothing of some subscriptions: their buyers may have no access.",
    });
    consumer.addEventSource(
      new DynamoEventSource(log.stream(this), {
        startingPosition: StartingPosition.TRIM_HORIZON,
        batchSize: 100,
        // One key's records stay with one worker; ten let a busy shard catch up ten times as fast.
        parallelizationFactor: 10,
        bisectBatchOnError: true,
        reportBatchItemFailures: true,
        // An hour short of the stream's 24: what can't be handled until then is laid aside instead of vanishing.
        maxRecordAge: Duration.hours(23),
        onFailure: new SqsDlq(dead),
      }),
    );
    new ImpactAlarm(this, "Behind", {
      prefix,
      name: "after-append-behind",
      failureImpact: "The product hears late of what happened: buyers who just registered wait for access.",
      metric: consumer.metric("IteratorAge", { period: Duration.minutes(1), statistic: "max" }),
      threshold: Duration.minutes(5).toMilliseconds(),
    });
  }
}
