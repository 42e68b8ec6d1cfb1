import { Stack, Token } from "aws-cdk-lib";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnSubscription } from "aws-cdk-lib/aws-sns";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { RegionInfo } from "aws-cdk-lib/region-info";
import { Construct } from "constructs";
import type { Catalogue } from "../../events/product/catalogue";
import { hasEntitlements, type Product } from "../../events/product/product";

/** The account that owns AWS Marketplace's topics, and their Region (`UG:saas-notification`; the account stands in AWS's own sample). */
const TOPICS = "arn:aws:sns:us-east-1:287250355862";
const TOPICS_REGION = "us-east-1";

/** The topics that tell of a listing: one of all models, and one of contracts only. */
const topicsOf = ({ code, pricingModel }: Product): readonly string[] => [
  `${TOPICS}:aws-mp-subscription-notification-${code}`,
  ...(hasEntitlements(pricingModel) ? [`${TOPICS}:aws-mp-entitlement-notification-${code}`] : []),
];

/** Listings that AWS tells of by SNS: those whose buyers may be named by its customer identifier. */
const toldBySns = (catalogue: Catalogue): readonly Product[] => catalogue.filter(({ identityForms }) => identityForms.includes("customer"));

/** How SNS names itself to a queue: where that stands in a Region to be opted into, by its Region (SNS developer guide, "Cross-Region delivery"). */
const sender = (queueRegion: string): ServicePrincipal =>
  new ServicePrincipal(
    !Token.isUnresolved(queueRegion) && RegionInfo.get(queueRegion).isOptInRegion ? `sns.${queueRegion}.amazonaws.com` : "sns.amazonaws.com",
  );

export interface LegacyTopicsProps {
  readonly catalogue: Catalogue;
  readonly queue: Queue;
}

/** Subscribes the queue of notices to AWS Marketplace's topics of legacy listings. Only the account that published a listing may. */
export class LegacyTopics extends Construct {
  constructor(scope: Construct, id: string, { catalogue, queue }: LegacyTopicsProps) {
    super(scope, id);
    const topics = toldBySns(catalogue).flatMap(topicsOf);
    if (topics.length === 0) return;
    queue.addToResourcePolicy(
      new PolicyStatement({
        sid: "AwsMarketplaceTellsOfLegacyListings",
        principals: [sender(Stack.of(this).region)],
        actions: ["sqs:SendMessage"],
        resources: [queue.queueArn],
        conditions: { ArnEquals: { "aws:SourceArn": topics } },
      }),
    );
    for (const topic of topics) {
      new CfnSubscription(this, topic.split(":").at(-1) ?? topic, {
        topicArn: topic,
        protocol: "sqs",
        endpoint: queue.queueArn,
        region: TOPICS_REGION,
      });
    }
  }
}
