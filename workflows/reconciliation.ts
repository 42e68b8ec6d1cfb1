import { Fail, Succeed, type IChainable } from "aws-cdk-lib/aws-stepfunctions";
import type { Construct } from "constructs";
import type { BeginReconciliation } from "../functions/begin-reconciliation/contract";
import type { CompareSubscriptions } from "../functions/compare-subscriptions/contract";
import type { FinishReconciliation } from "../functions/finish-reconciliation/contract";
import type { InputOf } from "../functions/kernel/task/contract";
import type { WalkAgreements } from "../functions/walk-agreements/contract";
import type { WalkEntitlements } from "../functions/walk-entitlements/contract";
import { call } from "./kernel/call";
import { executionInput, field, type Ref } from "./kernel/ref";
import { route } from "./kernel/route";
import type { TaskOf } from "./kernel/task";

export interface ReconciliationTasks {
  readonly beginReconciliation: TaskOf<typeof BeginReconciliation>;
  readonly walkEntitlements: TaskOf<typeof WalkEntitlements>;
  readonly compareSubscriptions: TaskOf<typeof CompareSubscriptions>;
  readonly walkAgreements: TaskOf<typeof WalkAgreements>;
  readonly finishReconciliation: TaskOf<typeof FinishReconciliation>;
}

/** Started by a schedule (`reconcile-<walk>-<hour>`) or by an operator. */
type ReconciliationInput = { readonly about: string } & InputOf<typeof BeginReconciliation>;

/**
 * What AWS lists is compared with the log, page by page; what differs is looked into by runs of their own. A round of seven
 * history events walks for 15 seconds, which is 37 pages of 25 rows: 25,000 events hold three million rows of entitlements.
 */
export const reconciliation = (scope: Construct, tasks: ReconciliationTasks): IChainable => {
  const input = executionInput<ReconciliationInput>();
  // What the state before, or the same one in the round before, handed on.
  const handed: Ref<Pick<InputOf<typeof WalkEntitlements>, "position">> = { path: "$states.input" };
  const position = field(handed, "position");

  const superseded = Succeed.jsonata(scope, "Another turn has taken its place");
  const finish = (sentence: string, question: string, then: string): IChainable =>
    call(scope, sentence, tasks.finishReconciliation, { walk: field(input, "walk"), position }).next(
      route(scope, question, tasks.finishReconciliation, { finished: () => Succeed.jsonata(scope, then) }),
    );
  const finished = finish("Record what the turn did", "Is it recorded?", "AWS and the log were compared");

  const compare = call(scope, "Compare our subscriptions with what was listed", tasks.compareSubscriptions, { position });
  compare.next(route(scope, "Are all compared?", tasks.compareSubscriptions, { more: () => compare, compared: () => finished, superseded: () => superseded }));

  const entitlements = call(scope, "Walk AWS's entitlements", tasks.walkEntitlements, { position });
  entitlements.next(
    route(scope, "Is every product's list walked?", tasks.walkEntitlements, { more: () => entitlements, walked: () => compare, superseded: () => superseded }),
  );

  const agreements = call(scope, "Walk AWS's agreements", tasks.walkAgreements, { position });
  agreements.next(
    route(scope, "Are all changed agreements read?", tasks.walkAgreements, {
      more: () => agreements,
      walked: () => finished,
      notPermitted: () => finish("Record that agreements can't be read", "Is that recorded?", "AWS lets us read no agreements"),
      superseded: () => superseded,
    }),
  );

  return call(scope, "Begin a turn", tasks.beginReconciliation, { walk: field(input, "walk"), product: field(input, "product") }).next(
    route(scope, "Which of AWS's lists is walked?", tasks.beginReconciliation, {
      entitlements: () => entitlements,
      agreements: () => agreements,
      underWay: () => Succeed.jsonata(scope, "Another turn is under way"),
      productUnknown: () =>
        Fail.jsonata(scope, "There is no such product", {
          error: "ProductUnknown",
          cause: "No product of this code is configured here. See 'stallkeeper products'.",
        }),
    }),
  );
};
