import { Duration } from "aws-cdk-lib";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { SqsDestination } from "aws-cdk-lib/aws-lambda-destinations";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { ImpactAlarm } from "./impact-alarm";

/** How long a message that could not be handled is kept: as long as SQS keeps any. */
const KEPT = Duration.days(14);

export interface DeadLettersProps {
  readonly prefix: string;
  /** The physical name after the prefix; the alarm's too. */
  readonly name: string;
  /** What is lost while a message lies here. */
  readonly failureImpact: string;
}

/** Where messages lie that could not be handled. One is enough to raise the alarm. */
export class DeadLetters extends Queue {
  constructor(scope: Construct, id: string, { prefix, name, failureImpact }: DeadLettersProps) {
    super(scope, id, {
      queueName: `${prefix}-${name}`,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: KEPT,
    });
    new ImpactAlarm(this, "NotEmpty", {
      prefix,
      name,
      failureImpact,
      metric: this.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: "max" }),
    });
  }

  /** Takes over what a function failed at three times, or did not come to in time, where nobody waits for its answer. */
  keepFailuresOf(called: IFunction, within: Duration): void {
    called.configureAsyncInvoke({ onFailure: new SqsDestination(this), retryAttempts: 2, maxEventAge: within });
  }
}

export interface DurableQueueProps {
  readonly prefix: string;
  readonly name: string;
  /** How long one delivery may take. */
  readonly consumerTimeout: Duration;
  /** Attempts before a message is laid aside. */
  readonly attempts: number;
  readonly dead: DeadLetters;
  /** What is lost while messages wait for longer than a quarter of an hour. */
  readonly failureImpact: string;
}

/** A queue whose messages are tried again, and laid aside when that does not help. */
export class DurableQueue extends Construct {
  readonly queue: Queue;
  readonly dead: DeadLetters;

  constructor(scope: Construct, id: string, { prefix, name, consumerTimeout, attempts, dead, failureImpact }: DurableQueueProps) {
    super(scope, id);
    this.dead = dead;
    this.queue = new Queue(this, "Queue", {
      queueName: `${prefix}-${name}`,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: KEPT,
      // Six times the consumer's timeout, as the Lambda developer guide advises for an SQS event source.
      visibilityTimeout: Duration.seconds(consumerTimeout.toSeconds() * 6),
      deadLetterQueue: { queue: dead, maxReceiveCount: attempts },
    });
    new ImpactAlarm(this, "Waiting", {
      prefix,
      name: `${name}-waiting`,
      failureImpact,
      metric: this.queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(5), statistic: "max" }),
      threshold: Duration.minutes(15).toSeconds(),
    });
  }
}
