import { Construct } from "constructs";
import { ConfirmFinding } from "../../functions/confirm-finding/contract";
import { ContinueSubscription } from "../../functions/continue-subscription/contract";
import { DismissNotice } from "../../functions/dismiss-notice/contract";
import { FindUnclaimedLicense } from "../../functions/find-unclaimed-license/contract";
import { LinkAgreement } from "../../functions/link-agreement/contract";
import { ReadAgreement } from "../../functions/read-agreement/contract";
import { ReadEntitlements } from "../../functions/read-entitlements/contract";
import { RecordArrival } from "../../functions/record-arrival/contract";
import { RecordEntitlements } from "../../functions/record-entitlements/contract";
import { RecordNotice } from "../../functions/record-notice/contract";
import { RecordOperatorDecision } from "../../functions/record-operator-decision/contract";
import { RecordRegistration } from "../../functions/record-registration/contract";
import { ReconsiderAccess } from "../../functions/reconsider-access/contract";
import { RefuseArrival } from "../../functions/refuse-arrival/contract";
import { ResolveCustomer } from "../../functions/resolve-customer/contract";
import { SettleNotice } from "../../functions/settle-notice/contract";
import { entitlementChange } from "../../workflows/entitlement-change";
import { onboarding } from "../../workflows/onboarding";
import type { DeploymentOptions } from "./options";
import type { Resources } from "./resources";
import { TaskFunction } from "./task-function";
import { Workflow } from "./workflow";

export interface WorkflowsProps {
  readonly options: DeploymentOptions;
  readonly resources: Resources;
}

/** The workflows of this release and the tasks they are made of, each with the rights it needs. */
export class Workflows extends Construct {
  readonly onboarding: Workflow;
  readonly entitlementChange: Workflow;

  constructor(scope: Construct, id: string, { options, resources }: WorkflowsProps) {
    super(scope, id);
    const { log, keys, marketplace, projections, cursors } = resources;

    const resolveCustomer = new TaskFunction(this, "ResolveCustomer", {
      options,
      contract: ResolveCustomer,
      description: "Trades the sealed token of an arrival for the buyer behind it",
      failureImpact: "Buyers who chose 'Set up your account' wait on our page and can't register.",
    });
    keys.grantRead(resolveCustomer);
    marketplace.grantResolve(resolveCustomer);

    const findUnclaimedLicense = new TaskFunction(this, "FindUnclaimedLicense", {
      options,
      contract: FindUnclaimedLicense,
      description: "Looks for the license of a buyer for whom AWS named none",
      failureImpact: "Buyers for whom AWS names no license wait on our page, though their license is known.",
    });
    log.grantRead(findUnclaimedLicense);
    projections.grantRead(findUnclaimedLicense);
    cursors.grantRead(findUnclaimedLicense);

    const recordArrival = new TaskFunction(this, "RecordArrival", {
      options,
      contract: RecordArrival,
      description: "Records that the buyer of a subscription has arrived",
      failureImpact: "Buyers whom AWS knows are not recorded: they wait on our page and can't register.",
    });
    log.grantAppend(recordArrival);

    const refuseArrival = new TaskFunction(this, "RefuseArrival", {
      options,
      contract: RefuseArrival,
      description: "Records why an arrival came to nothing",
      failureImpact: "Buyers whose token AWS refused wait on our page instead of being told what to do.",
    });
    log.grantAppend(refuseArrival);

    const recordRegistration = new TaskFunction(this, "RecordRegistration", {
      options,
      contract: RecordRegistration,
      description: "Records that a person registered, by reference",
      failureImpact: "Buyers who handed in the form are not registered: the product never hears of them.",
    });
    log.grantAppend(recordRegistration);

    const readEntitlements = new TaskFunction(this, "ReadEntitlements", {
      options,
      contract: ReadEntitlements,
      description: "Reads all pages of what a buyer is entitled to",
      failureImpact: "Buyers of contracts get no access, and changes to what they bought don't reach the product.",
    });
    log.grantRead(readEntitlements);
    marketplace.grantReadEntitlements(readEntitlements);

    const recordEntitlements = new TaskFunction(this, "RecordEntitlements", {
      options,
      contract: RecordEntitlements,
      description: "Records a reading of entitlements and decides access anew",
      failureImpact: "Buyers of contracts get no access, and changes to what they bought don't reach the product.",
    });
    log.grantAppend(recordEntitlements);

    const recordNotice = new TaskFunction(this, "RecordNotice", {
      options,
      contract: RecordNotice,
      description: "Records in the subscription's stream what a notice from AWS says",
      failureImpact: "Purchases and cancellations that AWS announced have no effect: buyers wait for access, or keep it unpaid.",
    });
    log.grantAppend(recordNotice);

    const settleNotice = new TaskFunction(this, "SettleNotice", {
      options,
      contract: SettleNotice,
      description: "Closes a notice with what was done about it",
      failureImpact: "Nothing for buyers: their access is decided. Support can't see that a notice was dealt with.",
    });
    log.grantAppend(settleNotice);

    const dismissNotice = new TaskFunction(this, "DismissNotice", {
      options,
      contract: DismissNotice,
      description: "Records that nothing needs to be done about a parked notice",
      failureImpact: "Nothing for buyers: a parked notice that a person dismissed stays on the worklist.",
    });
    log.grantAppend(dismissNotice);

    const linkAgreement = new TaskFunction(this, "LinkAgreement", {
      options,
      contract: LinkAgreement,
      description: "Joins an agreement and the licenses it carries",
      failureImpact: "What AWS announces of agreements, such as renewals, cancellations and advisories, has no effect on access.",
    });
    log.grantAppend(linkAgreement);

    const readAgreement = new TaskFunction(this, "ReadAgreement", {
      options,
      contract: ReadAgreement,
      description: "Asks AWS for an agreement and its terms",
      failureImpact: "Notices of new and renewed agreements wait: free trials and ends of agreements are not recognised.",
    });
    log.grantAppend(readAgreement);
    marketplace.grantReadAgreement(readAgreement);

    const continueSubscription = new TaskFunction(this, "ContinueSubscription", {
      options,
      contract: ContinueSubscription,
      description: "Joins a subscription with the one it continues",
      failureImpact: "Buyers whose renewal brought a new license are asked to register again, and lose access after three days.",
    });
    log.grantAppend(continueSubscription);
    projections.grantRead(continueSubscription);
    cursors.grantRead(continueSubscription);

    const reconsiderAccess = new TaskFunction(this, "ReconsiderAccess", {
      options,
      contract: ReconsiderAccess,
      description: "Decides what the passing of time makes of a subscription",
      failureImpact: "Contracts that ran out keep access, and buyers who have gone silent are not shown to anybody.",
    });
    log.grantAppend(reconsiderAccess);

    const recordOperatorDecision = new TaskFunction(this, "RecordOperatorDecision", {
      options,
      contract: RecordOperatorDecision,
      description: "Records what an operator decided of a subscription",
      failureImpact: "Operators can't suspend, restore or grant access.",
    });
    log.grantAppend(recordOperatorDecision);

    const confirmFinding = new TaskFunction(this, "ConfirmFinding", {
      options,
      contract: ConfirmFinding,
      description: "Asks AWS about one customer whom a reconciliation found to differ",
      failureImpact: "What no message of AWS's told and a reconciliation found has no effect: buyers wait for access, or keep it unpaid.",
    });
    log.grantAppend(confirmFinding);
    marketplace.grantReadEntitlements(confirmFinding);
    marketplace.grantSearchAgreements(confirmFinding);

    const reading = { readEntitlements, recordEntitlements };
    const changing = {
      recordNotice,
      linkAgreement,
      readAgreement,
      continueSubscription,
      settleNotice,
      dismissNotice,
      reconsiderAccess,
      recordOperatorDecision,
      confirmFinding,
    };
    this.onboarding = new Workflow(this, "Onboarding", {
      prefix: options.prefix,
      name: "onboarding",
      comment: "A buyer arrives with a token, or hands in the form, and leaves with the access that the facts allow.",
      definition: (machine) => onboarding(machine, { resolveCustomer, findUnclaimedLicense, recordArrival, refuseArrival, recordRegistration, ...reading }),
      calls: [resolveCustomer, findUnclaimedLicense, recordArrival, refuseArrival, recordRegistration, readEntitlements, recordEntitlements],
      failureImpact: "A buyer who just bought is stuck between AWS Marketplace and the product.",
    });
    this.entitlementChange = new Workflow(this, "EntitlementChange", {
      prefix: options.prefix,
      name: "entitlement-change",
      comment: "Something changed, or may have: what is known is recorded, the truth is read, and access is decided anew.",
      definition: (machine) => entitlementChange(machine, { ...changing, ...reading }),
      calls: [...Object.values(changing), ...Object.values(reading)],
      failureImpact: "A purchase, change or cancellation that AWS announced has no effect on a buyer's access.",
    });
  }
}
