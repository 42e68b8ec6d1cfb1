import { Duration } from "aws-cdk-lib";
import { Rule, RuleTargetInput, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import { Construct } from "constructs";
import type { ReconciliationWalk } from "../../events/reconciliation/events";
import { BeginReconciliation } from "../../functions/begin-reconciliation/contract";
import { CompareSubscriptions } from "../../functions/compare-subscriptions/contract";
import { FinishReconciliation } from "../../functions/finish-reconciliation/contract";
import { StartReconciliation } from "../../functions/start-reconciliation/contract";
import { WalkAgreements } from "../../functions/walk-agreements/contract";
import { WalkEntitlements } from "../../functions/walk-entitlements/contract";
import { reconciliation } from "../../workflows/reconciliation";
import { DeadLetters } from "./durable-queue";
import type { DeploymentOptions } from "./options";
import type { Resources } from "./resources";
import { ServiceFunction } from "./service-function";
import { TaskFunction } from "./task-function";
import { Workflow } from "./workflow";

export interface ReconciliationProps {
  readonly options: DeploymentOptions;
  readonly resources: Resources;
  /** Looks into what is found. */
  readonly entitlementChange: Workflow;
}

/** What every part of it loses while it fails. */
const IMPACT = "What no message of AWS's told is not found: a buyer whose message was lost waits for access, or keeps it unpaid.";

// Agreements are asked for by time, so that an hour's changes are a page or two. Entitlements can only be walked whole: a million
// rows take four and a half hours (functions/kernel/reconciliation/pace.ts), so that a day leaves room for five million.
const EVERY: Readonly<Record<ReconciliationWalk, Duration>> = { agreements: Duration.hours(1), entitlements: Duration.days(1) };

/** What AWS lists is compared with the log: by schedules, and whenever an operator asks for it. */
export class Reconciliation extends Construct {
  readonly workflow: Workflow;

  constructor(scope: Construct, id: string, { options, resources, entitlementChange }: ReconciliationProps) {
    super(scope, id);
    const { log, cursors } = resources;
    const { walkEntitlements, compareSubscriptions, walkAgreements } = this.walks({ options, resources, entitlementChange });

    const beginReconciliation = new TaskFunction(this, "Begin", {
      options,
      contract: BeginReconciliation,
      description: "Begins a turn of the reconciliation",
      failureImpact: IMPACT,
    });
    log.grantAppend(beginReconciliation);
    cursors.grantAdvance(beginReconciliation);

    const finishReconciliation = new TaskFunction(this, "Finish", {
      options,
      contract: FinishReconciliation,
      description: "Records what a turn of the reconciliation did",
      failureImpact: "Nothing for buyers: what was found is dealt with. The next turn waits a quarter of an hour for this one.",
    });
    log.grantAppend(finishReconciliation);
    cursors.grantAdvance(finishReconciliation);

    const tasks = { beginReconciliation, walkEntitlements, compareSubscriptions, walkAgreements, finishReconciliation };
    this.workflow = new Workflow(this, "Machine", {
      prefix: options.prefix,
      name: "reconciliation",
      comment: "What AWS lists is compared with the log, page by page; what differs is looked into by runs of their own.",
      definition: (machine) => reconciliation(machine, tasks),
      calls: Object.values(tasks),
      failureImpact: IMPACT,
    });
    this.schedule(options);
  }

  private walks({ options, resources, entitlementChange }: ReconciliationProps) {
    const { log, cursors, projections, marketplace } = resources;
    const walkEntitlements = new TaskFunction(this, "WalkEntitlements", {
      options,
      contract: WalkEntitlements,
      description: "Walks what AWS lists of entitlements",
      failureImpact: IMPACT,
    });
    marketplace.grantReadEntitlements(walkEntitlements);
    cursors.grantMark(walkEntitlements);

    const compareSubscriptions = new TaskFunction(this, "CompareSubscriptions", {
      options,
      contract: CompareSubscriptions,
      description: "Compares our subscriptions with what AWS listed",
      failureImpact: IMPACT,
    });
    projections.grantWalk(compareSubscriptions);
    cursors.grantAdvance(compareSubscriptions);

    const walkAgreements = new TaskFunction(this, "WalkAgreements", {
      options,
      contract: WalkAgreements,
      description: "Walks the agreements that changed at AWS",
      failureImpact: IMPACT,
    });
    marketplace.grantSearchAgreements(walkAgreements);
    cursors.grantAdvance(walkAgreements);

    for (const walk of [walkEntitlements, compareSubscriptions, walkAgreements]) {
      log.grantAppend(walk);
      walk.provide("ENTITLEMENT_CHANGE_MACHINE", entitlementChange.machine.stateMachineArn);
      entitlementChange.grantStart(walk.role);
    }
    return { walkEntitlements, compareSubscriptions, walkAgreements };
  }

  private schedule(options: DeploymentOptions): void {
    const { prefix } = options;
    const start = new ServiceFunction(this, "Start", {
      options,
      contract: StartReconciliation,
      description: "Starts a turn of the reconciliation",
      failureImpact: IMPACT,
      every: EVERY.agreements,
    });
    start.provide("RECONCILIATION_MACHINE", this.workflow.machine.stateMachineArn);
    this.workflow.grantStart(start.role);
    const dead = new DeadLetters(this, "Dead", {
      prefix,
      name: "reconciliation-dead",
      failureImpact: "Nothing by itself: a turn of the reconciliation did not start. The next one does its work.",
    });
    dead.keepFailuresOf(start, EVERY.agreements);
    for (const walk of ["agreements", "entitlements"] as const) {
      new Rule(this, `Schedule-${walk}`, {
        ruleName: `${prefix}-reconcile-${walk}`,
        description: `Compares what AWS lists of ${walk} with the log`,
        schedule: Schedule.rate(EVERY[walk]),
        targets: [new LambdaFunction(start, { event: RuleTargetInput.fromObject({ walk }), deadLetterQueue: dead })],
      });
    }
  }
}
