import { Duration } from "aws-cdk-lib";
import { Choice, Condition, Succeed, Wait, WaitTime, type IChainable } from "aws-cdk-lib/aws-stepfunctions";
import type { Construct } from "constructs";
import type { RecordNotice } from "../functions/record-notice/contract";
import type { SettleNotice } from "../functions/settle-notice/contract";
import { call } from "./kernel/call";
import { readWhatWasBought, type ReadingTasks } from "./kernel/read-what-was-bought";
import { executionInput, field, type Ref } from "./kernel/ref";
import { route } from "./kernel/route";
import type { TaskOf } from "./kernel/task";

export interface EntitlementChangeTasks extends ReadingTasks {
  readonly recordNotice: TaskOf<typeof RecordNotice>;
  readonly settleNotice: TaskOf<typeof SettleNotice>;
}

/** Started for each notice of AWS's (`notice-<notice>`), once it is stored. */
interface NoticeInput {
  readonly about: string;
  readonly notice: string;
}

// GetEntitlements lags behind License Updated by an unstated time, so every change is read twice, ten minutes apart,
// and an answer that is still empty a third time, an hour after the notice.
const SECOND_READING = Duration.minutes(10);
const THIRD_READING = Duration.minutes(50);

const wait = (scope: Construct, sentence: string, duration: Duration, next: IChainable): IChainable =>
  Wait.jsonata(scope, sentence, { time: WaitTime.duration(duration) }).next(next);

/** AWS told of a change: what it says is recorded, the truth is read, access is decided, and the truth is read again. */
export const entitlementChange = (scope: Construct, tasks: EntitlementChangeTasks): IChainable => {
  const notice = field(executionInput<NoticeInput>(), "notice");
  const outcome: Ref<{ readonly subscription: string }> = { path: "$states.input" };

  const done = Succeed.jsonata(scope, "The subscription is up to date");
  const third = readWhatWasBought(scope, tasks, { when: "after an hour", then: done });
  const second = readWhatWasBought(scope, tasks, {
    when: "after ten minutes",
    then: Choice.jsonata(scope, "Is there still nothing?")
      .when(Condition.jsonata("{% $states.input.found = 0 %}"), wait(scope, "Wait until an hour has passed", THIRD_READING, third))
      .otherwise(done),
  });
  const settleRead = call(scope, "Settle the notice and look again later", tasks.settleNotice, {
    notice,
    outcome: "applied",
    subscription: field(outcome, "subscription"),
  }).next(wait(scope, "Wait for AWS's reads to catch up", SECOND_READING, second));
  const settle = call(scope, "Settle the notice", tasks.settleNotice, { notice, outcome: "applied", subscription: field(outcome, "subscription") }).next(done);
  const settleOther = call(scope, "Settle it as another listing's", tasks.settleNotice, { notice, outcome: "otherListing", subscription: "" }).next(
    Succeed.jsonata(scope, "It is about another listing"),
  );

  return call(scope, "Record what the notice says", tasks.recordNotice, { notice }).next(
    route(scope, "What did the notice say?", tasks.recordNotice, {
      entitlementsNeeded: () => readWhatWasBought(scope, tasks, { when: "", then: settleRead }),
      decided: () => settle,
      otherListing: () => settleOther,
      parked: () => Succeed.jsonata(scope, "The notice waits for a person"),
    }),
  );
};
