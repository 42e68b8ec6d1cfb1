import { Alarm } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { Effect, PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Aws } from "aws-cdk-lib";
import { Topic } from "aws-cdk-lib/aws-sns";
import type { Construct, IConstruct } from "constructs";
import type { DataKey } from "./data-key";

/** Where alarms are told. Who wants to hear them subscribes. */
export class AlarmTopic extends Topic {
  constructor(scope: Construct, id: string, { prefix, key }: { readonly prefix: string; readonly key: DataKey }) {
    super(scope, id, { topicName: `${prefix}-alarms`, masterKey: key, enforceSSL: true });
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: "AlarmsOfThisAccount",
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
        actions: ["sns:Publish"],
        resources: [this.topicArn],
        conditions: { StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID } },
      }),
    );
  }

  /** Tells every alarm below a construct. */
  tellAllOf(scope: IConstruct): void {
    const action = new SnsAction(this);
    for (const alarm of scope.node.findAll()) if (alarm instanceof Alarm) alarm.addAlarmAction(action);
  }
}
