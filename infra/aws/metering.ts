import { Duration } from "aws-cdk-lib";
import { Construct } from "constructs";
import { SealUsage } from "../../functions/seal-usage/contract";
import { StartMetering } from "../../functions/start-metering/contract";
import { SubmitUsage } from "../../functions/submit-usage/contract";
import { metering } from "../../workflows/metering";
import type { DeploymentOptions } from "./options";
import type { Resources } from "./resources";
import { ImpactAlarm } from "./impact-alarm";
import { runEvery } from "./run-every";
import { ServiceFunction } from "./service-function";
import { TaskFunction } from "./task-function";
import { Workflow } from "./workflow";

export interface MeteringProps {
  readonly options: DeploymentOptions;
  readonly resources: Resources;
}

const IMPACT = "Usage is not reported to AWS: what is not told within 24 hours is never billed.";

/** AWS wants hourly records; a run that finds nothing costs five transitions, and one that is late costs a quarter of an hour. */
const EVERY = Duration.minutes(15);

/** Usage is sealed hour by hour and reported to AWS. */
export class Metering extends Construct {
  readonly workflow: Workflow;

  constructor(scope: Construct, id: string, { options, resources }: MeteringProps) {
    super(scope, id);
    const { log, usage, cursors, marketplace } = resources;
    const sealUsage = new TaskFunction(this, "SealUsage", {
      options,
      contract: SealUsage,
      description: "Counts and freezes the usage of hours that are over",
      failureImpact: IMPACT,
    });
    log.grantAppend(sealUsage);
    usage.grantSeal(sealUsage);
    marketplace.grantReadEntitlements(sealUsage);
    marketplace.provideRegion(sealUsage);

    const submitUsage = new TaskFunction(this, "SubmitUsage", {
      options,
      contract: SubmitUsage,
      description: "Tells AWS of sealed usage and records what it says",
      failureImpact: IMPACT,
    });
    log.grantAppend(submitUsage);
    usage.grantSubmit(submitUsage);
    cursors.grantAdvance(submitUsage);
    marketplace.grantMeter(submitUsage);

    const tasks = { sealUsage, submitUsage };
    this.workflow = new Workflow(this, "Machine", {
      prefix: options.prefix,
      name: "metering",
      comment: "Usage is counted and frozen by the hour, AWS is told of exactly that, and its answer is written down for each record.",
      definition: (machine) => metering(machine, tasks),
      calls: Object.values(tasks),
      failureImpact: IMPACT,
    });

    // The warnings of near deadlines come from the runs themselves: where none comes to its end, nobody else would say so.
    new ImpactAlarm(this, "Silent", {
      prefix: options.prefix,
      name: "metering-silent",
      failureImpact: "Usage is not reported to AWS, and nothing warns of deadlines: no metering run has come to its end for an hour.",
      metric: this.workflow.machine.metricSucceeded({ period: Duration.hours(1) }),
      whenBelow: true,
    });

    const start = new ServiceFunction(this, "Start", {
      options,
      contract: StartMetering,
      description: "Starts a metering run",
      failureImpact: IMPACT,
      every: EVERY,
    });
    start.provide("METERING_MACHINE", this.workflow.machine.stateMachineArn);
    this.workflow.grantStart(start.role);
    runEvery(this, {
      prefix: options.prefix,
      name: "meter",
      description: "Reports usage of the hours that are over",
      every: EVERY,
      target: start,
      failureImpact: "Nothing by itself: a metering run did not start. The next one does its work, as long as one starts within 24 hours.",
    });
  }
}
