import type { Stage } from "aws-cdk-lib/aws-apigateway";
import { CfnWebACL, CfnWebACLAssociation } from "aws-cdk-lib/aws-wafv2";
import { Construct } from "constructs";

/**
 * Requests of one address in five minutes. A buyer's visit is some ten requests, and the status page asks once a second for at
 * most a few minutes; an office behind one address holds a few buyers.
 */
const REQUESTS_OF_ONE_ADDRESS = 1_000;

const seen = (metricName: string): CfnWebACL.VisibilityConfigProperty => ({ metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: false });

const managed = (name: string, priority: number): CfnWebACL.RuleProperty => ({
  name,
  priority,
  overrideAction: { none: {} },
  statement: { managedRuleGroupStatement: { vendorName: "AWS", name } },
  visibilityConfig: seen(name),
});

/**
 * AWS WAF before a public stage: a limit per address, addresses of ill repute, and known attacks. The common rule set is left out:
 * it judges bodies by their look, and an opaque token may look like anything. A buyer turned away is worse than a probe answered.
 */
export class Firewall extends Construct {
  constructor(scope: Construct, id: string, { prefix, stage }: { readonly prefix: string; readonly stage: Stage }) {
    super(scope, id);
    const acl = new CfnWebACL(this, "Acl", {
      name: `${prefix}-fulfilment`,
      scope: "REGIONAL",
      defaultAction: { allow: {} },
      visibilityConfig: seen(`${prefix}-fulfilment`),
      rules: [
        {
          name: "OneAddress",
          priority: 0,
          action: { block: {} },
          statement: { rateBasedStatement: { limit: REQUESTS_OF_ONE_ADDRESS, aggregateKeyType: "IP" } },
          visibilityConfig: seen("OneAddress"),
        },
        managed("AWSManagedRulesAmazonIpReputationList", 1),
        managed("AWSManagedRulesKnownBadInputsRuleSet", 2),
      ],
    });
    new CfnWebACLAssociation(this, "Association", { resourceArn: stage.stageArn, webAclArn: acl.attrArn });
  }
}
