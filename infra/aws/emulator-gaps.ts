import { CfnResource, type IAspect } from "aws-cdk-lib";
import { CfnAlarm } from "aws-cdk-lib/aws-cloudwatch";
import { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import type { IConstruct } from "constructs";

/** What an emulator refuses to create. */
interface Gap {
  readonly type: string;
  /** @default - every resource of the type */
  readonly only?: (resource: CfnResource) => boolean;
  /** What it says, so that a later version can be asked again. */
  readonly says: string;
}

/** What MiniStack 1.5.33 refuses to create. `docs/deploy-test.md` says what is thereby not tried. */
export const EMULATOR_GAPS: readonly Gap[] = [
  { type: "AWS::WAFv2::WebACLAssociation", says: "Unsupported resource type" },
  {
    type: "AWS::CloudWatch::Alarm",
    only: (resource) => resource instanceof CfnAlarm && resource.metrics !== undefined,
    says: "Properties.Metrics (metric math) is not supported; use MetricName and Namespace",
  },
];

const lacks = (resource: CfnResource): boolean => EMULATOR_GAPS.some(({ type, only }) => type === resource.cfnResourceType && (only?.(resource) ?? true));

/** Leaves out what the emulator lacks, and nothing else. */
export class LeaveOutGaps implements IAspect {
  visit(node: IConstruct): void {
    if (CfnResource.isCfnResource(node) && lacks(node)) node.node.scope?.node.tryRemoveChild(node.node.id);
  }
}

/** Gives every function variables of the emulator's, such as where the Marketplace clients find their endpoint. */
export class GiveVariables implements IAspect {
  constructor(private readonly variables: Readonly<Record<string, string>>) {}

  visit(node: IConstruct): void {
    if (!(node instanceof LambdaFunction)) return;
    for (const [name, value] of Object.entries(this.variables)) node.addEnvironment(name, value);
  }
}
