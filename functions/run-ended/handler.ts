import { z } from "zod";
import { toInstant } from "../../events/kernel/values";
import { run as runs, runStream, RunStatus } from "../../events/run/run";
import type { Appending } from "../kernel/streams/appending";
import { clock } from "../kernel/task/clock";
import { eventLog } from "../kernel/streams/event-log";
import { log } from "../kernel/task/log";
import { count } from "../kernel/task/metrics";
import { transact } from "../kernel/streams/transact";

/** `Step Functions Execution Status Change` (Step Functions developer guide, "Automating event delivery with EventBridge"). */
const StatusChange = z.object({
  detail: z.object({
    name: z.string().min(1),
    stateMachineArn: z.string().min(1),
    status: z.string(),
    /** Milliseconds since 1970; null while the execution goes on. */
    stopDate: z.number().nullish(),
    error: z.string().nullish(),
  }),
});

/** Records how an execution ended. The rule sends ends only; the news that one goes on says nothing to record. */
export const runEnded =
  ({ store, clock }: Appending) =>
  async (event: unknown): Promise<void> => {
    const { name, stateMachineArn, status: said, stopDate, error } = StatusChange.parse(event).detail;
    const status = RunStatus.safeParse(said);
    if (!status.success) return;
    const machine = stateMachineArn.split(":").at(-1) ?? stateMachineArn;
    const stoppedAt = stopDate === null || stopDate === undefined ? clock.now() : toInstant(new Date(stopDate));
    await transact(
      { store, clock },
      runs,
      runStream(name),
      { type: "RecordEnd", data: { machine, status: status.data, stoppedAt, ...(error !== null && error !== undefined && { error: error.slice(0, 256) }) } },
      { correlation: name, causation: "run-ended", actor: "stallkeeper", run: name },
    );
    if (status.data !== "SUCCEEDED") {
      log.error("A run did not succeed", { run: name, machine, status: status.data });
      count("RunFailed");
    }
  };

export const handler = async (event: unknown): Promise<void> => {
  await runEnded({ store: eventLog(), clock })(event);
};
