import { arrival as arrivals, arrivalStream, type ArrivalCommand } from "../../events/arrival/decider";
import { byRun, type Appending } from "../kernel/streams/appending";
import { clock } from "../kernel/task/clock";
import type { InputOf } from "../kernel/task/contract";
import { eventLog } from "../kernel/streams/event-log";
import { lambdaTask, type Run } from "../kernel/task/lambda-task";
import { transact } from "../kernel/streams/transact";
import { RefuseArrival } from "./contract";

const commandFor = (input: InputOf<typeof RefuseArrival>): ArrivalCommand => {
  switch (input.because) {
    case "refused":
      return { type: "Refuse", data: { reason: input.reason } };
    case "unlicensed":
      return { type: "LeaveUnlicensed", data: input.buyer };
    case "leftOpen":
      return { type: "LeaveToPerson", data: { candidates: input.candidates } };
    case "dismissed":
      return { type: "Dismiss", data: { reason: input.reason, by: input.by } };
  }
};

export const refuseArrival =
  ({ store, clock }: Appending): Run<typeof RefuseArrival> =>
  async (input, caller) => {
    const meta = byRun(caller, input.arrival);
    const by = input.because === "dismissed" ? { ...meta, actor: "operator" } : meta;
    await transact({ store, clock }, arrivals, arrivalStream(input.arrival), commandFor(input), by);
    return { outcome: "recorded" };
  };

export const handler = lambdaTask(RefuseArrival, () => refuseArrival({ store: eventLog(), clock }));
