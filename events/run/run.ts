import { z } from "zod";
import { defineCodec } from "../kernel/codec";
import { accept, type Decider, type Decision } from "../kernel/decider";
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
/** One record in a call to AWS: whose, of which hour and dimension. */
export const SubmittedLine = z.strictObject({ subscription: z.string().min(1), hour: z.string().min(1), dimension: z.string().min(1) }).readonly();
export type SubmittedLine = z.infer<typeof SubmittedLine>;

/** A call of BatchMeterUsage. AWS takes 25 records in one. */
export const Attempt = z.strictObject({ attempt: z.string().min(1), lines: z.array(SubmittedLine).min(1).max(25).readonly() }).readonly();
export type Attempt = z.infer<typeof Attempt>;

/** These calls to AWS are about to be made, with exactly these records. */
export const UsageSubmitted = defineEvent("UsageSubmitted", { calls: z.array(Attempt).min(1).readonly(), at: Instant });
/** What came of these calls stands in the books. */
export const SubmissionRecorded = defineEvent("SubmissionRecorded", { attempts: z.array(z.string().min(1)).min(1).readonly(), at: Instant });

export const RunEvent = z.discriminatedUnion("type", [RunEnded, UsageSubmitted, SubmissionRecorded]);
export type RunEvent = z.infer<typeof RunEvent>;

const Run = z
  .strictObject({
    status: RunStatus.optional(),
    stoppedAt: Instant.optional(),
    /** How many calls it has announced: what the next one is named after. */
    calls: z.int().min(0),
    /** Calls that went out, or were about to, and of which no outcome is recorded. */
    open: z.array(Attempt).readonly(),
  })
  .readonly();
export type Run = z.infer<typeof Run>;

export type RunCommand =
  | { readonly type: "RecordEnd"; readonly data: z.infer<typeof RunEnded>["data"] }
  | { readonly type: "AnnounceCalls"; readonly data: { readonly calls: readonly Attempt[] } }
  | { readonly type: "RecordOutcomes"; readonly data: { readonly attempts: readonly string[] } };

const evolve = (state: Run, { type, data }: RunEvent): Run => {
  switch (type) {
    case "RunEnded":
      return { ...state, status: data.status, stoppedAt: data.stoppedAt };
    case "UsageSubmitted":
      return { ...state, calls: state.calls + data.calls.length, open: [...state.open, ...data.calls] };
    case "SubmissionRecorded":
      return { ...state, open: state.open.filter(({ attempt }) => !data.attempts.includes(attempt)) };
  }
};

const decide = (command: RunCommand, state: Run, at: Instant): Decision<RunEvent, never> => {
  switch (command.type) {
    case "RecordEnd":
      return state.stoppedAt !== undefined && state.stoppedAt >= command.data.stoppedAt ? accept() : accept({ type: "RunEnded", data: command.data });
    case "AnnounceCalls":
      return accept({ type: "UsageSubmitted", data: { ...command.data, at } });
    case "RecordOutcomes": {
      const attempts = command.data.attempts.filter((one) => state.open.some(({ attempt }) => attempt === one));
      return attempts.length === 0 ? accept() : accept({ type: "SubmissionRecorded", data: { attempts, at } });
    }
  }
};

const runDecider: Decider<Run, RunCommand, RunEvent, never> = { initialState: { calls: 0, open: [] }, evolve, decide };

/** One execution of a state machine: how it ended, seen from outside, and the calls it made that cannot be taken back. */
export const run: StreamDefinition<Run, RunCommand, RunEvent, never, "run"> = {
  category: "run",
  codec: defineCodec<RunEvent>({
    RunEnded: { version: 1, schema: RunEnded },
    UsageSubmitted: { version: 1, schema: UsageSubmitted },
    SubmissionRecorded: { version: 1, schema: SubmissionRecorded },
  }),
  decider: runDecider,
  state: Run,
  foldVersion: 2,
};

export const runStream = (execution: string): StreamId<"run"> => `run-${execution}`;
