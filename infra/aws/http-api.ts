import { RemovalPolicy } from "aws-cdk-lib";
import type { AuthorizationType } from "aws-cdk-lib/aws-apigateway";
import {
  AccessLogFormat,
  CfnAccount,
  EndpointType,
  LogGroupLogDestination,
  MethodLoggingLevel,
  RestApi,
  type LambdaIntegration,
} from "aws-cdk-lib/aws-apigateway";
import { Duration } from "aws-cdk-lib";
import { ManagedPolicy, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { ImpactAlarm } from "./impact-alarm";

/** Lets API Gateway write logs in this account and Region: a setting of both, so that it outlives the stack. */
export class ApiLogging extends Construct {
  readonly account: CfnAccount;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal("apigateway.amazonaws.com"),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName("service-role/AmazonAPIGatewayPushToCloudWatchLogs")],
    });
    role.applyRemovalPolicy(RemovalPolicy.RETAIN);
    this.account = new CfnAccount(this, "Account", { cloudWatchRoleArn: role.roleArn });
    this.account.applyRemovalPolicy(RemovalPolicy.RETAIN);
  }
}

export interface HttpApiProps {
  readonly prefix: string;
  /** The physical name after the prefix. */
  readonly name: string;
  readonly description: string;
  readonly authorization: AuthorizationType;
  readonly logging: ApiLogging;
  /** Requests a second that are let through, in the long run and at once. */
  readonly throttle: { readonly rate: number; readonly burst: number };
  readonly failureImpact: string;
}

/** A REST API with throttling and a log of who called when, without queries, bodies or addresses. */
export class HttpApi extends Construct {
  readonly api: RestApi;

  constructor(scope: Construct, id: string, { prefix, name, description, authorization, logging, throttle, failureImpact }: HttpApiProps) {
    super(scope, id);
    const lines = new LogGroup(this, "Lines", {
      logGroupName: `/${prefix}/apis/${name}`,
      retention: RetentionDays.THIRTEEN_MONTHS,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.api = new RestApi(this, "Api", {
      restApiName: `${prefix}-${name}`,
      description,
      endpointTypes: [EndpointType.REGIONAL],
      cloudWatchRole: false,
      defaultMethodOptions: { authorizationType: authorization },
      deployOptions: {
        stageName: "prod",
        throttlingRateLimit: throttle.rate,
        throttlingBurstLimit: throttle.burst,
        tracingEnabled: true,
        metricsEnabled: true,
        loggingLevel: MethodLoggingLevel.ERROR,
        // Bodies carry tokens and personal data.
        dataTraceEnabled: false,
        accessLogDestination: new LogGroupLogDestination(lines),
        // The resource's template, not the path: a path may hold a claim code.
        accessLogFormat: AccessLogFormat.custom(
          JSON.stringify({
            requestId: "$context.requestId",
            time: "$context.requestTimeEpoch",
            method: "$context.httpMethod",
            resource: "$context.resourcePath",
            status: "$context.status",
            bytes: "$context.responseLength",
            milliseconds: "$context.responseLatency",
            caller: "$context.identity.userArn",
            error: "$context.error.responseType",
          }),
        ),
      },
    });
    this.api.deploymentStage.node.addDependency(logging.account);
    new ImpactAlarm(this, "Failing", {
      prefix,
      name: `${name}-answers-5xx`,
      failureImpact,
      metric: this.api.metricServerError({ period: Duration.minutes(5), statistic: "sum" }),
      // A single one is a retry of the browser's or the caller's; three in five minutes are not chance.
      threshold: 3,
    });
  }

  /** Answers these methods at a path such as `/subscriptions/{id}` with a function. */
  serve(path: string, methods: readonly string[], integration: LambdaIntegration): void {
    const resource = path === "/" ? this.api.root : this.api.root.resourceForPath(path);
    for (const method of methods) resource.addMethod(method, integration);
  }
}
