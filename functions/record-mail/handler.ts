import type { SubscriptionCommand } from "../../events/subscription/commands";
import { subscription as subscriptions, subscriptionStream } from "../../events/subscription/decider";
import { byRun, type Appending } from "../kernel/streams/appending";
import { clock } from "../kernel/task/clock";
import type { InputOf } from "../kernel/task/contract";
import { eventLog } from "../kernel/streams/event-log";
import { lambdaTask, type Run } from "../kernel/task/lambda-task";
import { count } from "../kernel/task/metrics";
import { transact } from "../kernel/streams/transact";
import { RecordMail } from "./contract";

const commandOf = (input: InputOf<typeof RecordMail>): SubscriptionCommand => {
  const { kind, contact, request } = input;
  const data = { kind, contact, request };
  switch (input.step) {
    case "attempted":
      return { type: "AttemptMail", data: { ...data, because: input.because } };
    case "sent":
      return { type: "RecordMail", data };
    case "failed":
      return { type: "RecordMail", data: { ...data, error: input.error } };
  }
};

export const recordMail =
  (appending: Appending): Run<typeof RecordMail> =>
  async (input, caller) => {
    const { subscription } = input;
    const recorded = await transact(appending, subscriptions, subscriptionStream(subscription), commandOf(input), byRun(caller, subscription));
    if (input.step === "failed" && recorded.outcome === "accepted") count("MailFailed");
    return recorded.outcome === "refused" ? { outcome: "refused", refusal: recorded.refusal } : { outcome: "recorded" };
  };

export const handler = lambdaTask(RecordMail, () => recordMail({ store: eventLog(), clock }));
