import { z } from "zod";
import { defineCodec } from "../kernel/codec";
import { accept, type Decider } from "../kernel/decider";
import { defineEvent } from "../kernel/event";
import type { StreamDefinition, StreamId } from "../kernel/stream";
import { Instant } from "../kernel/values";

// This shape is what the log holds. Add a fact, or a new version of one; never edit or delete.

/** Step Functions' final states of an execution. */
export const RunStatus = z.enum(["SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"]);
export type RunStatus = z.infer<typeof RunStatus>;

/** An execution came to an end (`Step Functions Execution Status Change`). After a redrive it may end once more. */
export const RunEnded = defineEvent("RunEnded", {
  machine: z.string().min(1),
  status: RunStatus,
  /** The error's name, for a run that failed. Causes are not kept: they may quote input. */
  error: z.string().max(256).optional(),
  /** Step Functions' own time. */
  stoppedAt: Instant,
});
export const RunEvent = z.discriminatedUnion("type", [RunEnded]);
export type RunEvent = z.infer<typeof RunEvent>;

const Run = z.strictObject({ status: RunStatus.optional(), stoppedAt: Instant.optional() }).readonly();
export type Run = z.infer<typeof Run>;

export interface RunCommand {
  readonly type: "RecordEnd";
  readonly data: RunEvent["data"];
}

const runDecider: Decider<Run, RunCommand, RunEvent, never> = {
  initialState: {},
  evolve: (_, { data }) => ({ status: data.status, stoppedAt: data.stoppedAt }),
  decide: ({ data }, state) => (state.stoppedAt !== undefined && state.stoppedAt >= data.stoppedAt ? accept() : accept({ type: "RunEnded", data })),
};

/** One execution of a state machine, seen from outside. */
export const run: StreamDefinition<Run, RunCommand, RunEvent, never, "run"> = {
  category: "run",
  codec: defineCodec<RunEvent>({ RunEnded: { version: 1, schema: RunEnded } }),
  decider: runDecider,
  state: Run,
  foldVersion: 1,
};

export const runStream = (execution: string): StreamId<"run"> => `run-${execution}`;
