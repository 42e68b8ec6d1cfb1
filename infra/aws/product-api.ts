import { Duration } from "aws-cdk-lib";
import { AuthorizationType, LambdaIntegration } from "aws-cdk-lib/aws-apigateway";
import { Construct } from "constructs";
import { HttpApi, type ApiLogging } from "./http-api";
import type { DeploymentOptions } from "./options";
import type { Resources } from "./resources";
import { ServiceFunction } from "./service-function";
import type { Workflow } from "./workflow";

const PRODUCT_API = { name: "product-api", environment: ["EVENT_TABLE", "CONTACT_TABLE", "PROJECTION_TABLE", "CURSOR_TABLE", "SECRET_ARN"] } as const;

const USAGE_API = { name: "usage-api", environment: ["EVENT_TABLE", "USAGE_TABLE", "PRODUCTS_FILE", "METERING_MACHINE"] } as const;

export interface ProductApiProps {
  readonly options: DeploymentOptions;
  readonly resources: Resources;
  readonly logging: ApiLogging;
  readonly metering: Workflow;
}

/** What product services ask and tell. Callers are signed by IAM, route by route. */
export class ProductApi extends Construct {
  readonly url: string;

  constructor(scope: Construct, id: string, { options, resources, logging, metering }: ProductApiProps) {
    super(scope, id);
    const answers = new ServiceFunction(this, "Answers", {
      options,
      contract: PRODUCT_API,
      description: "Answers product services: subscriptions, tenants, contacts, claims, provisioning",
      failureImpact: "Buyers who log in for the first time are not linked to what they bought.",
      timeout: Duration.seconds(15),
    });
    resources.log.grantAppend(answers);
    resources.contacts.grantRead(answers);
    resources.projections.grantRead(answers);
    resources.cursors.grantRead(answers);
    resources.keys.grantRead(answers);

    const usage = new ServiceFunction(this, "Usage", {
      options,
      contract: USAGE_API,
      description: "Takes reports of usage, and tells what became of them",
      failureImpact: "Products can't report usage: what they don't report within 24 hours is never billed.",
      // 500 records of as many subscriptions are some two thousand small calls to DynamoDB, 25 at a time.
      timeout: Duration.seconds(28),
    });
    resources.log.grantAppend(usage);
    resources.usage.grantTake(usage);
    metering.grantStartNew(usage, "METERING_MACHINE");

    const http = new HttpApi(this, "Http", {
      prefix: options.prefix,
      name: "product-api",
      description: "Stallkeeper's API for product services",
      authorization: AuthorizationType.IAM,
      logging,
      // A service that reads each subscription at every log-in stays below this at a hundred log-ins a second.
      throttle: { rate: 100, burst: 200 },
      failureImpact: "Product services get no answer: buyers who log in for the first time are not linked to what they bought.",
    });
    const integration = new LambdaIntegration(answers, { allowTestInvoke: false });
    http.serve("/subscriptions/{id}", ["GET"], integration);
    http.serve("/subscriptions/{id}/contact", ["GET"], integration);
    http.serve("/subscriptions/{id}/provisioned", ["POST"], integration);
    http.serve("/tenants/{id}/subscriptions", ["GET"], integration);
    http.serve("/claims/{code}", ["POST"], integration);
    const usageIntegration = new LambdaIntegration(usage, { allowTestInvoke: false });
    http.serve("/usage", ["POST"], usageIntegration);
    http.serve("/subscriptions/{id}/usage", ["GET"], usageIntegration);
    http.serve("/subscriptions/{id}/usage-complete", ["POST"], usageIntegration);
    this.url = http.api.url;
  }
}
