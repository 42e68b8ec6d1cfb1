import { Aspects, type App } from "aws-cdk-lib";
import { AwsSolutionsChecks, NagSuppressions, type NagPackSuppression } from "cdk-nag";
import type { IConstruct } from "constructs";
import { DeadLetters } from "./durable-queue";
import { ApiLogging } from "./http-api";
import { Fulfilment } from "./fulfilment";
import { KeysSecret } from "./keys-secret";
import { ProductApi } from "./product-api";
import { ServiceFunction } from "./service-function";
import { Workflow } from "./workflow";

interface Argument {
  /** Below which constructs the findings are answered. */
  readonly of: (node: IConstruct) => boolean;
  readonly answers: readonly NagPackSuppression[];
}

const NO_RESOURCE = "Resource::*";

/** Findings of cdk-nag that do not apply, each with the reason. Whatever is not listed here stops the synthesis. */
const ARGUMENTS: readonly Argument[] = [
  {
    of: (node) => node instanceof ServiceFunction,
    answers: [
      {
        id: "AwsSolutions-IAM5",
        reason:
          "X-Ray, AWS Marketplace and dynamodb:ListStreams take no resource. test/infra/aws/least-privilege.test.ts holds the whole list of such actions.",
        appliesTo: [NO_RESOURCE],
      },
      {
        id: "AwsSolutions-IAM5",
        reason: "Executions are named when they are started: those of one state machine is as narrow as IAM gets.",
        appliesTo: [{ regex: "/^Resource::arn:.*:states:.*:execution:.*:\\*$/" }],
      },
    ],
  },
  {
    of: (node) => node instanceof Workflow,
    answers: [
      {
        id: "AwsSolutions-IAM5",
        reason: "X-Ray and the log delivery of Step Functions take no resource (Step Functions developer guide, 'Logging using CloudWatch Logs').",
        appliesTo: [NO_RESOURCE],
      },
      {
        id: "AwsSolutions-IAM5",
        reason: "A run in flight calls the versions it began with, whose numbers a later release does not know. The function itself is named.",
        appliesTo: [{ regex: "/^Resource::<.*\\.Arn>:\\*$/" }],
      },
    ],
  },
  {
    of: (node) => node instanceof DeadLetters,
    answers: [
      { id: "AwsSolutions-SQS3", reason: "It is a dead-letter queue: of a rule, an event source or an asynchronous call, which cdk-nag does not see." },
    ],
  },
  {
    of: (node) => node instanceof KeysSecret,
    answers: [
      {
        id: "AwsSolutions-SMG4",
        reason:
          "No password of another system: rotating it would end every registration and claim in progress. RUNBOOK.md says how it is replaced after a leak.",
      },
    ],
  },
  {
    of: (node) => node instanceof ApiLogging,
    answers: [
      {
        id: "AwsSolutions-IAM4",
        reason: "The policy that AWS made for this one purpose (API Gateway developer guide, 'Permissions for CloudWatch logging').",
        appliesTo: ["Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"],
      },
    ],
  },
  {
    of: (node) => node instanceof Fulfilment,
    answers: [
      { id: "AwsSolutions-APIG2", reason: "AWS posts a form, for which API Gateway has no model: the function checks each field and the size." },
      { id: "AwsSolutions-APIG4", reason: "Buyers have no account here yet: they are known by the token that AWS gave them." },
      { id: "AwsSolutions-COG4", reason: "Buyers have no account here yet: they are known by the token that AWS gave them." },
      { id: "AwsSolutions-APIG3", reason: "Whoever deploys with waf=false has argued it; the default is a web ACL." },
    ],
  },
  {
    of: (node) => node instanceof ProductApi,
    answers: [
      { id: "AwsSolutions-APIG2", reason: "The function checks every parameter and the body, and answers in the product's own terms." },
      { id: "AwsSolutions-COG4", reason: "Callers are services of the seller's own account, signed by IAM." },
      { id: "AwsSolutions-APIG3", reason: "Callers are signed by IAM: what is not is turned away before it costs anything." },
    ],
  },
];

/** Roles stand beside the function they belong to, so that a function's answers go to what stands beside it, too. */
const answered = (node: IConstruct): IConstruct => (node instanceof ServiceFunction ? node.role : node);

/** Adds AWS's solution checks to an app, and the answers to those that do not apply. */
export const checkSolutions = (app: App): void => {
  for (const node of app.node.findAll()) {
    for (const { of, answers } of ARGUMENTS) {
      if (of(node)) NagSuppressions.addResourceSuppressions(answered(node), [...answers], true);
    }
  }
  Aspects.of(app).add(new AwsSolutionsChecks());
};
