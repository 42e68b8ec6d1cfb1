import { CfnOutput, Stack, type StackProps } from "aws-cdk-lib";
import { EventBus, Rule } from "aws-cdk-lib/aws-events";
import { EventBus as EventBusTarget } from "aws-cdk-lib/aws-events-targets";
import type { Construct } from "constructs";
import { AlarmTopic } from "./alarm-topic";
import { DataKey } from "./data-key";
import { DeadLetters } from "./durable-queue";
import { noticesOf } from "./notices";
import type { DeploymentOptions } from "./options";

export interface NoticeForwarderProps extends StackProps {
  readonly homeRegion: string;
}

/**
 * AWS Marketplace speaks on the default bus of us-east-1 only. This hands on what it says to the home Region's. An alarm reaches topics of
 * its own Region only, so that there is one here too.
 */
export class NoticeForwarderStack extends Stack {
  constructor(scope: Construct, id: string, { prefix, noticeSources }: DeploymentOptions, { homeRegion, ...props }: NoticeForwarderProps) {
    super(scope, id, { ...props, description: `Stallkeeper: hands AWS Marketplace's notices on to ${homeRegion}` });
    const home = EventBus.fromEventBusArn(this, "Home", `arn:${this.partition}:events:${homeRegion}:${this.account}:event-bus/default`);
    new Rule(this, "Rule", {
      ruleName: `${prefix}-notices-to-${homeRegion}`,
      description: `Notices of AWS Marketplace to ${homeRegion}`,
      eventPattern: noticesOf(noticeSources),
      targets: [
        new EventBusTarget(home, {
          deadLetterQueue: new DeadLetters(this, "Dead", {
            prefix,
            name: "forwarding-dead",
            failureImpact: "A purchase, change or cancellation that AWS announced did not reach the home Region: a buyer waits for access, or keeps it unpaid.",
          }),
        }),
      ],
    });
    const topic = new AlarmTopic(this, "Alarms", { prefix, key: new DataKey(this, "Key", { prefix, holds: "the topic of alarms" }) });
    topic.tellAllOf(this);
    new CfnOutput(this, "AlarmTopicArn", { value: topic.topicArn, description: "Subscribe here to hear that a notice did not reach the home Region" });
  }
}
