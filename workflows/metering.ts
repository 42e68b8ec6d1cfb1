import { Duration } from "aws-cdk-lib";
import { Choice, Condition, Succeed, Wait, WaitTime, type IChainable } from "aws-cdk-lib/aws-stepfunctions";
import type { Construct } from "constructs";
import type { Instant } from "../events/kernel/values";
import type { SealUsage } from "../functions/seal-usage/contract";
import type { SubmitUsage } from "../functions/submit-usage/contract";
import { call } from "./kernel/call";
import { executionInput, expression, field, type Ref } from "./kernel/ref";
import { route } from "./kernel/route";
import type { TaskOf } from "./kernel/task";

export interface MeteringTasks {
  readonly sealUsage: TaskOf<typeof SealUsage>;
  readonly submitUsage: TaskOf<typeof SubmitUsage>;
}

/** Every quarter of an hour (`what` is `due`), and for a license that ends (`license`): at once, and before AWS's final hour is over. */
interface MeteringInput {
  readonly about: string;
  readonly what: "due" | "license";
  readonly subscription: string;
  /** When the last hour is sealed, if the product has not said before that its usage is complete. */
  readonly lastSealAt: Instant;
}

/** AWS left records for later, or another run is telling it: both are over in a minute or two. */
const A_WHILE = Duration.minutes(1);

type Position = Ref<{ readonly position: string }>;
type Waits = Ref<{ readonly waits: string }>;

/** Tells AWS of what is sealed, as long as there is any, and goes on to `then`. Its states are named for the occasion. */
const submit = (scope: Construct, task: MeteringTasks["submitUsage"], occasion: string, then: () => IChainable): IChainable => {
  const handed: Waits = { path: "$states.input" };
  const again = call(scope, `Go on telling AWS of ${occasion}`, task, { waits: field(handed, "waits") });
  const first = call(scope, `Tell AWS of ${occasion}`, task, { waits: "0" });
  const wait = Wait.jsonata(scope, `Wait a minute to tell AWS of ${occasion}`, { time: WaitTime.duration(A_WHILE) });
  wait.next(again);
  const end = then();
  const branches = { more: () => again, later: () => wait, underWay: () => wait, submitted: () => end, leftToOthers: () => end };
  again.next(route(scope, `Is AWS told of all ${occasion}?`, task, branches));
  first.next(route(scope, `Is AWS told of ${occasion}?`, task, branches));
  return first;
};

/** Usage is counted and frozen by the hour, AWS is told of exactly that, and its answer is written down for each record. */
export const metering = (scope: Construct, { sealUsage, submitUsage }: MeteringTasks): IChainable => {
  const input = executionInput<MeteringInput>();

  const told = Succeed.jsonata(scope, "AWS knows what was used");
  const submitDue = submit(scope, submitUsage, "the hours that are over", () => told);
  const position: Position = { path: "$states.input" };
  const sealMore = call(scope, "Go on sealing the hours that are over", sealUsage, { subscription: "", lastHour: "no", position: field(position, "position") });
  sealMore.next(route(scope, "Are all hours sealed that are over?", sealUsage, { more: () => sealMore, sealed: () => submitDue }));
  const sealDue = call(scope, "Seal the hours that are over", sealUsage, { subscription: "", lastHour: "no", position: "0" });
  sealDue.next(route(scope, "Is every hour sealed that is over?", sealUsage, { more: () => sealMore, sealed: () => submitDue }));

  const subscription = field(input, "subscription");
  const ended = Succeed.jsonata(scope, "AWS knows what was used to the end");
  const submitLast = submit(scope, submitUsage, "the last hour", () => ended);
  const sealLast = call(scope, "Seal the license's last hour", sealUsage, { subscription, lastHour: "yes", position: "0" });
  sealLast.next(route(scope, "Is the last hour sealed?", sealUsage, { more: () => sealLast, sealed: () => submitLast }));
  const waitForLast = Wait.jsonata(scope, "Wait for usage of the last hour", { time: WaitTime.timestamp(expression(field(input, "lastSealAt"))) });
  waitForLast.next(sealLast);
  const submitClosed = submit(scope, submitUsage, "the hours before the last", () => waitForLast);
  const sealClosed = call(scope, "Seal the license's hours but the last", sealUsage, { subscription, lastHour: "no", position: "0" });
  sealClosed.next(route(scope, "Are they sealed?", sealUsage, { more: () => sealClosed, sealed: () => submitClosed }));

  return Choice.jsonata(scope, "Does a license end?")
    .when(Condition.jsonata("{% $states.context.Execution.Input.what = 'license' %}"), sealClosed)
    .otherwise(sealDue);
};
