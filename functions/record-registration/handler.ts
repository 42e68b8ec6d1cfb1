import { subscription as subscriptions, subscriptionStream } from "../../events/subscription/decider";
import { byRun, type Appending } from "../kernel/streams/appending";
import { clock } from "../kernel/task/clock";
import { entitlementsOrAccess } from "../kernel/purchases/entitlements-or-access";
import { eventLog } from "../kernel/streams/event-log";
import { Failure } from "../kernel/task/failure";
import { lambdaTask, type Run } from "../kernel/task/lambda-task";
import { transact } from "../kernel/streams/transact";
import { RecordRegistration } from "./contract";

export const recordRegistration =
  ({ store, clock }: Appending): Run<typeof RecordRegistration> =>
  async ({ arrival, subscription, contact }, caller) => {
    const command = { type: "RegisterBuyer", data: { contact, arrival } } as const;
    const registered = await transact({ store, clock }, subscriptions, subscriptionStream(subscription), command, byRun(caller, arrival));
    if (registered.outcome === "refused") {
      throw new Failure(
        "Permanent",
        `The registration ${contact} is for ${subscription}, which the log doesn't know (${registered.refusal}): was the log restored?`,
      );
    }
    return entitlementsOrAccess(subscription, registered.state);
  };

export const handler = lambdaTask(RecordRegistration, () => recordRegistration({ store: eventLog(), clock }));
