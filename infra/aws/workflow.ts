import { ArnFormat, Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import { MathExpression } from "aws-cdk-lib/aws-cloudwatch";
import { Grant, type Role } from "aws-cdk-lib/aws-iam";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { DefinitionBody, LogLevel, QueryLanguage, StateMachine, StateMachineType, type IChainable } from "aws-cdk-lib/aws-stepfunctions";
import { Construct } from "constructs";
import type { Variable } from "../../functions/kernel/task/settings";
import { ImpactAlarm } from "./impact-alarm";
import type { Holder, ServiceFunction } from "./service-function";

export interface WorkflowProps {
  readonly prefix: string;
  /** The physical name after the prefix. */
  readonly name: string;
  readonly comment: string;
  readonly definition: (scope: Construct) => IChainable;
  /** The functions it calls. */
  readonly calls: readonly ServiceFunction<never>[];
  readonly failureImpact: string;
}

/** A workflow, deployed. */
export class Workflow extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, { prefix, name, comment, definition, calls, failureImpact }: WorkflowProps) {
    super(scope, id);
    this.machine = new StateMachine(this, "Machine", {
      stateMachineName: `${prefix}-${name}`,
      stateMachineType: StateMachineType.STANDARD,
      queryLanguage: QueryLanguage.JSONATA,
      definitionBody: DefinitionBody.fromChainable(definition(this)),
      comment,
      tracingEnabled: true,
      logs: {
        destination: new LogGroup(this, "Lines", {
          logGroupName: `/aws/vendedlogs/states/${prefix}-${name}`,
          retention: RetentionDays.THIRTEEN_MONTHS,
          removalPolicy: RemovalPolicy.RETAIN,
        }),
        level: LogLevel.ALL,
        // Executions carry sealed tokens: their data stays in Step Functions, where it ends after 90 days.
        includeExecutionData: false,
      },
    });
    // A run in flight keeps the definition, and so the function versions, it began with, and so does its redrive; only the
    // role is shared between releases. So it may call every version of its functions.
    for (const called of calls) {
      Grant.addToPrincipal({ grantee: this.machine, actions: ["lambda:InvokeFunction"], resourceArns: [`${called.functionArn}:*`] });
    }
    this.alarm(prefix, name, failureImpact);
  }

  /** Starting a run; and looking at one that has the same name, and redriving it if it failed. */
  grantStart(role: Role): void {
    const runs = Stack.of(this).formatArn({
      service: "states",
      resource: "execution",
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      resourceName: `${this.machine.stateMachineName}:*`,
    });
    Grant.addToPrincipal({ grantee: role, actions: ["states:StartExecution"], resourceArns: [this.machine.stateMachineArn] });
    Grant.addToPrincipal({ grantee: role, actions: ["states:DescribeExecution", "states:RedriveExecution"], resourceArns: [runs] });
  }

  /** Starting runs that nobody looks at again: one that has the same name is left as it is. */
  grantStartNew<Named extends Variable>({ role, provide }: Holder<Named>, variable: Named): void {
    provide(variable, this.machine.stateMachineArn);
    Grant.addToPrincipal({ grantee: role, actions: ["states:StartExecution"], resourceArns: [this.machine.stateMachineArn] });
  }

  private alarm(prefix: string, name: string, failureImpact: string): void {
    const period = Duration.minutes(5);
    new ImpactAlarm(this, "Failed", {
      prefix,
      name: `${name}-run-failed`,
      failureImpact,
      metric: new MathExpression({
        // A sum is missing where one of its terms is.
        expression: "FILL(failed, 0) + FILL(timedOut, 0) + FILL(aborted, 0)",
        label: "runs that ended badly",
        period,
        usingMetrics: {
          failed: this.machine.metricFailed({ period }),
          timedOut: this.machine.metricTimedOut({ period }),
          aborted: this.machine.metricAborted({ period }),
        },
      }),
    });
  }
}
