import { arrival as arrivals, arrivalStream } from "../../events/arrival/decider";
import { subscription as subscriptions, subscriptionStream } from "../../events/subscription/decider";
import { byRun, type Appending } from "../kernel/streams/appending";
import { clock } from "../kernel/task/clock";
import { eventLog } from "../kernel/streams/event-log";
import { lambdaTask, type Run } from "../kernel/task/lambda-task";
import { transact } from "../kernel/streams/transact";
import { RecordSellerNotice } from "./contract";

export const recordSellerNotice =
  (appending: Appending): Run<typeof RecordSellerNotice> =>
  async ({ subject, notice, mark }, caller) => {
    const by = byRun(caller, subject);
    if (notice === "unlicensedArrival") {
      await transact(appending, arrivals, arrivalStream(subject), { type: "RecordSellerNotice", data: { mark } }, by);
    } else {
      await transact(appending, subscriptions, subscriptionStream(subject), { type: "RecordSellerNotice", data: { notice, mark } }, by);
    }
    return { outcome: "recorded" };
  };

export const handler = lambdaTask(RecordSellerNotice, () => recordSellerNotice({ store: eventLog(), clock }));
