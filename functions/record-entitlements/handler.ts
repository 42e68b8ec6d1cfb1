import { subscription as subscriptions, subscriptionStream } from "../../events/subscription/decider";
import { byRun, type Appending } from "../kernel/streams/appending";
import { clock } from "../kernel/task/clock";
import { eventLog } from "../kernel/streams/event-log";
import { Failure } from "../kernel/task/failure";
import { lambdaTask, type Run } from "../kernel/task/lambda-task";
import { transact } from "../kernel/streams/transact";
import { RecordEntitlements } from "./contract";

export const recordEntitlements =
  ({ store, clock }: Appending): Run<typeof RecordEntitlements> =>
  async ({ subscription, reading }, caller) => {
    const command = { type: "RecordEntitlements", data: reading } as const;
    const recorded = await transact({ store, clock }, subscriptions, subscriptionStream(subscription), command, byRun(caller, subscription));
    if (recorded.outcome === "accepted") return { outcome: "decided", subscription, access: recorded.state.access, found: reading.entitlements.length };
    if (recorded.refusal === "readAgain") return { outcome: "readAgain", subscription };
    throw new Failure("Permanent", `The reading of ${subscription} can't be recorded: ${recorded.refusal}.`);
  };

export const handler = lambdaTask(RecordEntitlements, () => recordEntitlements({ store: eventLog(), clock }));
