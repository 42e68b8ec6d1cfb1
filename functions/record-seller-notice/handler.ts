import { subscription as subscriptions, subscriptionStream } from "../../events/subscription/decider";
import { byRun, type Appending } from "../kernel/appending";
import { clock } from "../kernel/clock";
import { eventLog } from "../kernel/event-log";
import { lambdaTask, type Run } from "../kernel/lambda-task";
import { transact } from "../kernel/transact";
import { RecordSellerNotice } from "./contract";

export const recordSellerNotice =
  (appending: Appending): Run<typeof RecordSellerNotice> =>
  async ({ subscription, notice, mark }, caller) => {
    const command = { type: "RecordSellerNotice", data: { notice, mark } } as const;
    await transact(appending, subscriptions, subscriptionStream(subscription), command, byRun(caller, subscription));
    return { outcome: "recorded" };
  };

export const handler = lambdaTask(RecordSellerNotice, () => recordSellerNotice({ store: eventLog(), clock }));
