import { Duration } from "aws-cdk-lib";
import { Choice, Condition, Wait, WaitTime, type IChainable } from "aws-cdk-lib/aws-stepfunctions";
import type { Construct } from "constructs";
import { afterRunBegan, readWhatWasBought, type ReadingTasks } from "./read-what-was-bought";

// GetEntitlements lags behind License Updated by an unstated time, so every change is read twice, ten minutes apart,
// and an answer that is still empty a third time, an hour after the notice.
const SECOND_READING = Duration.minutes(10);
const THIRD_READING = Duration.minutes(50);

const wait = (scope: Construct, sentence: string, duration: Duration, next: IChainable): IChainable =>
  Wait.jsonata(scope, sentence, { time: WaitTime.duration(duration) }).next(next);

/** The stretch that reads again once AWS's reads have caught up. Enters with a state input that has a `subscription`. */
export const lookAgainLater = (scope: Construct, tasks: ReadingTasks, { then }: { readonly then: IChainable }): IChainable => {
  const third = readWhatWasBought(scope, tasks, { since: afterRunBegan(SECOND_READING.plus(THIRD_READING)), when: "after an hour", then });
  const second = readWhatWasBought(scope, tasks, {
    since: afterRunBegan(SECOND_READING),
    when: "after ten minutes",
    then: Choice.jsonata(scope, "Is there still nothing?")
      .when(Condition.jsonata("{% $states.input.found = 0 %}"), wait(scope, "Wait until an hour has passed", THIRD_READING, third))
      .otherwise(then),
  });
  return wait(scope, "Wait for AWS's reads to catch up", SECOND_READING, second);
};
