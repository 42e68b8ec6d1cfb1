import { Choice, Condition, Succeed, Wait, WaitTime, type IChainable } from "aws-cdk-lib/aws-stepfunctions";
import type { Construct } from "constructs";
import type { ContinueSubscription } from "../functions/continue-subscription/contract";
import type { ConfirmFinding } from "../functions/confirm-finding/contract";
import type { DismissNotice } from "../functions/dismiss-notice/contract";
import type { Finding } from "../functions/kernel/reconciliation/finding";
import type { LinkAgreement } from "../functions/link-agreement/contract";
import type { ReadAgreement } from "../functions/read-agreement/contract";
import type { ReconsiderAccess } from "../functions/reconsider-access/contract";
import type { OperatorDecision, RecordOperatorDecision } from "../functions/record-operator-decision/contract";
import type { RecordNotice } from "../functions/record-notice/contract";
import type { SettleNotice } from "../functions/settle-notice/contract";
import { call } from "./kernel/call";
import { lookAgainLater } from "./kernel/look-again-later";
import { readWhatWasBought, RUN_BEGAN, type ReadingTasks } from "./kernel/read-what-was-bought";
import { executionInput, field, type Ref } from "./kernel/ref";
import { route } from "./kernel/route";
import type { TaskOf } from "./kernel/task";

export interface EntitlementChangeTasks extends ReadingTasks {
  readonly recordNotice: TaskOf<typeof RecordNotice>;
  readonly linkAgreement: TaskOf<typeof LinkAgreement>;
  readonly readAgreement: TaskOf<typeof ReadAgreement>;
  readonly continueSubscription: TaskOf<typeof ContinueSubscription>;
  readonly settleNotice: TaskOf<typeof SettleNotice>;
  readonly dismissNotice: TaskOf<typeof DismissNotice>;
  readonly reconsiderAccess: TaskOf<typeof ReconsiderAccess>;
  readonly recordOperatorDecision: TaskOf<typeof RecordOperatorDecision>;
  readonly confirmFinding: TaskOf<typeof ConfirmFinding>;
}

/** Started for each notice of AWS's (`notice-<notice>`), once it is stored. */
interface NoticeInput {
  readonly about: string;
  readonly kind: "notice";
  readonly notice: string;
}

/** Started when a subscription is due (`due-<subscription and time>`), because time alone may have changed what its facts mean. */
interface DueInput {
  readonly about: string;
  readonly kind: "due";
  readonly subscription: string;
}

/** Started by an operator (`operator-<request>`). */
interface OperatorInput {
  readonly about: string;
  readonly kind: "operator";
  readonly decision: OperatorDecision;
}

/** Started by an operator for a parked notice about which nothing needs to be done (`dismiss-<notice and time>`). */
interface DismissalInput {
  readonly about: string;
  readonly kind: "dismissal";
  readonly notice: string;
  readonly reason: string;
  readonly by: string;
}

/** Started by a reconciliation (`found-<turn and subscription>`). */
interface FoundInput {
  readonly about: string;
  readonly kind: "found";
  /** When AWS is free to be asked: however much a turn finds, AWS is asked no faster than it may be. */
  readonly notBefore: string;
  readonly finding: Finding;
}

/** What AWS said of an agreement is recorded by then; where it said nothing, the run goes on without. */
const whicheverAnswer = (next: IChainable) => ({ read: () => next, notVisible: () => next, notPermitted: () => next, unanswered: () => next });

/** AWS told of a change: what it says is recorded, joined to what belongs together, and the truth is read. */
const byNotice = (scope: Construct, tasks: EntitlementChangeTasks): IChainable => {
  const notice = field(executionInput<NoticeInput>(), "notice");
  const here: Ref<{ readonly subscription: string }> = { path: "$states.input" };
  const upToDate = Succeed.jsonata(scope, "The subscription is up to date");
  const settle = (sentence: string, outcome: "applied" | "recorded" | "otherListing", subscription: Ref<string> | "", next: IChainable): IChainable =>
    call(scope, sentence, tasks.settleNotice, { notice, outcome, subscription }).next(next);

  const settleRead = settle("Settle the notice and look again later", "applied", field(here, "subscription"), lookAgainLater(scope, tasks, { then: upToDate }));
  const read = readWhatWasBought(scope, tasks, { since: RUN_BEGAN, when: "", then: settleRead });
  const settleDecided = settle("Settle the notice", "applied", field(here, "subscription"), upToDate);

  const goOn = call(scope, "See whether it goes on from another", tasks.continueSubscription, {
    subscription: field(here, "subscription"),
    how: "proven",
  });
  goOn.next(route(scope, "Is it sold by contract?", tasks.continueSubscription, { entitlementsNeeded: () => read, decided: () => settleDecided }));

  const ask = call(scope, "Ask AWS what was agreed", tasks.readAgreement, {
    agreement: field<{ readonly agreement: string }, "agreement">({ path: "$states.input" }, "agreement"),
    subscription: field(here, "subscription"),
    ifUnanswered: "tryAgain",
  });
  ask.next(route(scope, "Did AWS say what was agreed?", tasks.readAgreement, whicheverAnswer(goOn)));

  const keep = settle("Settle it as kept", "recorded", "", Succeed.jsonata(scope, "The notice is kept"));
  const linked = (question: string): IChainable =>
    route(scope, question, tasks.linkAgreement, { linked: () => goOn, termsNeeded: () => ask, unlinked: () => keep });

  // Whether a license that ends goes on as another, its agreement tells before any message does.
  const recordEnd = call(scope, "Record that the license has ended", tasks.recordNotice, { notice, ending: "asked" });
  const askFirst = (ending: Ref<{ readonly subscription: string; readonly agreement: string }>): IChainable =>
    call(scope, "Ask AWS how its agreement stands", tasks.readAgreement, {
      agreement: field(ending, "agreement"),
      subscription: field(ending, "subscription"),
      ifUnanswered: "goOn",
    }).next(route(scope, "Did AWS say how it stands?", tasks.readAgreement, whicheverAnswer(recordEnd)));

  const said = route(scope, "What did the notice say?", tasks.recordNotice, {
    customerTold: (told) =>
      Choice.jsonata(scope, "Does it name an agreement?")
        .when(Condition.jsonata("{% $states.input.agreement = '' %}"), goOn)
        .otherwise(
          call(scope, "Join the license and its agreement", tasks.linkAgreement, {
            named: "license",
            agreement: field(told, "agreement"),
            subscription: field(told, "subscription"),
            at: field(told, "namedAt"),
          }).next(linked("Is it known what was agreed?")),
        ),
    licenseEnding: askFirst,
    agreementTold: (told) =>
      call(scope, "Carry it to the agreement's license", tasks.linkAgreement, { named: "agreement", agreement: field(told, "agreement") }).next(
        linked("Is its license known?"),
      ),
    remarked: () => keep,
    otherListing: () => settle("Settle it as another listing's", "otherListing", "", Succeed.jsonata(scope, "It is about another listing")),
    parked: () => Succeed.jsonata(scope, "The notice waits for a person"),
  });
  recordEnd.next(said);
  return call(scope, "Record what the notice says", tasks.recordNotice, { notice, ending: "askFirst" }).next(said);
};

/** Time has passed: where something may have run out AWS is asked first, and then time counts. */
const byTime = (scope: Construct, tasks: EntitlementChangeTasks): IChainable => {
  const subscription = field(executionInput<DueInput>(), "subscription");
  const done = Succeed.jsonata(scope, "Time has been taken into account");
  const reconsidered = call(scope, "See what time has changed now", tasks.reconsiderAccess, { subscription, truth: "read" });
  reconsidered.next(route(scope, "Is it decided?", tasks.reconsiderAccess, { entitlementsNeeded: () => reconsidered, decided: () => done }));
  const read = readWhatWasBought(scope, tasks, { since: RUN_BEGAN, when: "as time has passed", then: reconsidered });
  const reconsider = call(scope, "See what time has changed", tasks.reconsiderAccess, { subscription, truth: "asIs" });
  reconsider.next(route(scope, "May something have run out?", tasks.reconsiderAccess, { entitlementsNeeded: () => read, decided: () => done }));
  // A renewal's two sides may have been recorded at one moment, each before the other was listed.
  return call(scope, "See again whether it goes on from another", tasks.continueSubscription, { subscription, how: "likely" }).next(
    route(scope, "Is its kin known?", tasks.continueSubscription, { entitlementsNeeded: () => reconsider, decided: () => reconsider }),
  );
};

/** A person of the seller's decided. */
const byOperator = (scope: Construct, tasks: EntitlementChangeTasks): IChainable => {
  const done = Succeed.jsonata(scope, "The operator's decision stands");
  const read = readWhatWasBought(scope, tasks, { since: RUN_BEGAN, when: "for the operator", then: done });
  return call(scope, "Record the operator's decision", tasks.recordOperatorDecision, { decision: field(executionInput<OperatorInput>(), "decision") }).next(
    route(scope, "Do the rules allow it?", tasks.recordOperatorDecision, {
      decided: () => done,
      entitlementsNeeded: () => read,
      refused: () => Succeed.jsonata(scope, "The rules do not allow it"),
    }),
  );
};

/** A person of the seller's says that nothing needs to be done about a notice that no run could act on. */
const byDismissal = (scope: Construct, { dismissNotice }: EntitlementChangeTasks): IChainable => {
  const input = executionInput<DismissalInput>();
  const dismissal = { notice: field(input, "notice"), reason: field(input, "reason"), by: field(input, "by") };
  return call(scope, "Dismiss the notice", dismissNotice, dismissal).next(
    route(scope, "Did the notice wait?", dismissNotice, {
      dismissed: () => Succeed.jsonata(scope, "The notice waits for nobody"),
      refused: () => Succeed.jsonata(scope, "The notice did not wait"),
    }),
  );
};

/** A reconciliation found that AWS's list and our log differ: AWS is asked about this customer alone, and that answer counts. */
const byReconciliation = (scope: Construct, tasks: EntitlementChangeTasks): IChainable => {
  const input = executionInput<FoundInput>();
  const finding = field(input, "finding");
  const agreement = field(finding, "agreement");
  const here: Ref<{ readonly subscription: string }> = { path: "$states.input" };
  const subscription = field(here, "subscription");
  const done = Succeed.jsonata(scope, "What was found is dealt with");

  const goOn = call(scope, "See whether what was found goes on from another", tasks.continueSubscription, { subscription, how: "proven" });
  goOn.next(route(scope, "Is the kin of what was found known?", tasks.continueSubscription, { entitlementsNeeded: () => done, decided: () => done }));
  const ask = call(scope, "Ask AWS what was agreed of it", tasks.readAgreement, { agreement, subscription, ifUnanswered: "tryAgain" });
  ask.next(route(scope, "Did AWS say what was agreed of it?", tasks.readAgreement, whicheverAnswer(goOn)));
  const link = call(scope, "Join what was found and its agreement", tasks.linkAgreement, {
    named: "license",
    agreement,
    subscription,
    at: field(input, "notBefore"),
  });
  link.next(route(scope, "Is it known what was agreed of it?", tasks.linkAgreement, { linked: () => goOn, termsNeeded: () => ask, unlinked: () => goOn }));
  const join = Choice.jsonata(scope, "Did an agreement lead to it?")
    .when(Condition.jsonata(`{% ${agreement.path} = '' %}`), goOn)
    .otherwise(link);

  const confirm = call(scope, "Ask AWS about what was found", tasks.confirmFinding, { finding });
  confirm.next(
    route(scope, "What does AWS say of it?", tasks.confirmFinding, {
      entitlementsRead: (outcome) =>
        call(scope, "Record what AWS lists", tasks.recordEntitlements, {
          subscription: field(outcome, "subscription"),
          reading: field(outcome, "reading"),
        }).next(route(scope, "Is what AWS lists the newest reading?", tasks.recordEntitlements, { decided: () => join, readAgain: () => confirm })),
      confirmed: () => join,
      agrees: () => Succeed.jsonata(scope, "AWS says what the log says"),
      notPermitted: () => Succeed.jsonata(scope, "AWS lets us ask about no agreement"),
    }),
  );
  return Wait.jsonata(scope, "Wait until AWS may be asked", { time: WaitTime.timestamp(`{% ${field(input, "notBefore").path} %}`) }).next(confirm);
};

/** Something changed, or may have: what is known is recorded, the truth is read, and access is decided anew. */
export const entitlementChange = (scope: Construct, tasks: EntitlementChangeTasks): IChainable =>
  Choice.jsonata(scope, "What is the occasion?")
    .when(Condition.jsonata("{% $states.input.kind = 'notice' %}"), byNotice(scope, tasks))
    .when(Condition.jsonata("{% $states.input.kind = 'due' %}"), byTime(scope, tasks))
    .when(Condition.jsonata("{% $states.input.kind = 'operator' %}"), byOperator(scope, tasks))
    .when(Condition.jsonata("{% $states.input.kind = 'dismissal' %}"), byDismissal(scope, tasks))
    .when(Condition.jsonata("{% $states.input.kind = 'found' %}"), byReconciliation(scope, tasks));
