import { Duration } from "aws-cdk-lib";
import { Construct } from "constructs";
import { StartDueRuns } from "../../functions/start-due-runs/contract";
import type { DeploymentOptions } from "./options";
import type { Resources } from "./resources";
import { runEvery } from "./run-every";
import { ServiceFunction } from "./service-function";
import type { Workflow } from "./workflow";

export interface DeadlinesProps {
  readonly options: DeploymentOptions;
  readonly resources: Resources;
  readonly entitlementChange: Workflow;
}

/** Subscriptions that are due because time has passed, with no message from anybody. */
export class Deadlines extends Construct {
  constructor(scope: Construct, id: string, { options, resources: { projections, cursors }, entitlementChange }: DeadlinesProps) {
    super(scope, id);
    const failureImpact = "Contracts that ran out keep access, operators' grants don't end, and silent buyers are not shown to anybody.";
    const startDueRuns = new ServiceFunction(this, "StartDueRuns", {
      options,
      contract: StartDueRuns,
      description: "Starts a run for each subscription that is due",
      failureImpact,
      timeout: Duration.minutes(5),
    });
    projections.grantRead(startDueRuns);
    cursors.grantAdvance(startDueRuns);
    entitlementChange.grantStartNew(startDueRuns, "ENTITLEMENT_CHANGE_MACHINE");
    runEvery(this, {
      prefix: options.prefix,
      name: "start-due-runs",
      description: "Starts a run for each subscription that is due",
      every: Duration.minutes(5),
      target: startDueRuns,
      failureImpact: "Nothing by itself: a turn did not start, or failed. The next one does its work.",
    });
  }
}
