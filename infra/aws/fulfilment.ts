import { Duration } from "aws-cdk-lib";
import { AuthorizationType, LambdaIntegration } from "aws-cdk-lib/aws-apigateway";
import { Construct } from "constructs";
import { Firewall } from "./firewall";
import { HttpApi, type ApiLogging } from "./http-api";
import type { DeploymentOptions } from "./options";
import type { Resources } from "./resources";
import { ServiceFunction } from "./service-function";
import type { Workflow } from "./workflow";

const FULFILMENT_PAGE = {
  name: "fulfilment-page",
  environment: ["EVENT_TABLE", "CONTACT_TABLE", "SECRET_ARN", "PRODUCTS_FILE", "ONBOARDING_MACHINE"],
} as const;

export interface FulfilmentProps {
  readonly options: DeploymentOptions;
  readonly resources: Resources;
  readonly onboarding: Workflow;
  readonly logging: ApiLogging;
}

/** The page to which AWS Marketplace sends buyers. Public: a buyer is known by the token they bring. */
export class Fulfilment extends Construct {
  /** What the listing names as its fulfilment URL. */
  readonly url: string;

  constructor(scope: Construct, id: string, { options, resources, onboarding, logging }: FulfilmentProps) {
    super(scope, id);
    const page = new ServiceFunction(this, "Page", {
      options,
      contract: FULFILMENT_PAGE,
      description: "The page to which AWS Marketplace sends buyers",
      failureImpact: "Buyers who choose 'Set up your account' in AWS Marketplace see an error and can't register.",
      timeout: Duration.seconds(15),
    });
    resources.log.grantRead(page);
    resources.contacts.grantAdd(page);
    resources.keys.grantRead(page);
    page.provide("ONBOARDING_MACHINE", onboarding.machine.stateMachineArn);
    onboarding.grantStart(page.role);

    const http = new HttpApi(this, "Http", {
      prefix: options.prefix,
      name: "fulfilment",
      description: "Stallkeeper's fulfilment page",
      authorization: AuthorizationType.NONE,
      logging,
      // Fifty buyers who all wait for the status at once; AWS's own largest sellers see a few buyers a minute.
      throttle: { rate: 100, burst: 200 },
      failureImpact: "Buyers who choose 'Set up your account' in AWS Marketplace see an error and can't register.",
    });
    const integration = new LambdaIntegration(page, { allowTestInvoke: false });
    http.serve("/", ["GET", "HEAD", "POST"], integration);
    http.serve("/{proxy+}", ["GET", "HEAD", "POST"], integration);
    if (options.waf) new Firewall(this, "Firewall", { prefix: options.prefix, stage: http.api.deploymentStage });
    this.url = http.api.url;
  }
}
