import { z } from "zod";
import type { Documents } from "../documents";

/** Where a running execution stands: the state it is in, or is about to enter. */
export const Position = z.object({
  state: z.string(),
  input: z.unknown(),
  variables: z.record(z.string(), z.unknown()),
  enteredAt: z.string(),
  /** How often each retrier of the state has been used. */
  retries: z.array(z.number()),
  /** Milliseconds since 1970: a wait or a pause before a retry goes on until then. */
  until: z.number().optional(),
});
export type Position = z.infer<typeof Position>;

/** An event of an execution's history, as GetExecutionHistory gives it. */
export const HistoryEvent = z.object({ id: z.number(), previousEventId: z.number(), timestamp: z.number(), type: z.string() }).catchall(z.unknown());
export type HistoryEvent = z.infer<typeof HistoryEvent>;

/** An execution as it was started, and, once it is over, as it ended. */
export const Execution = z.object({
  arn: z.string(),
  machineArn: z.string(),
  name: z.string(),
  /** The definition it was started with: a run executes one release from start to end. */
  definition: z.string(),
  input: z.string(),
  status: z.enum(["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"]),
  startedAt: z.string(),
  stoppedAt: z.string().optional(),
  output: z.string().optional(),
  error: z.string().optional(),
  cause: z.string().optional(),
  redrives: z.number(),
});
export type Execution = z.infer<typeof Execution>;

/** One step: what happened, and where the execution stood after it. One write each. */
const Step = z.object({ events: z.array(HistoryEvent), position: Position.optional() });
export type Step = z.infer<typeof Step>;

/** Executions on disk. */
export interface Records {
  readonly all: () => Promise<readonly Execution[]>;
  readonly get: (arn: string) => Promise<Execution | undefined>;
  readonly put: (execution: Execution) => Promise<void>;
  readonly steps: (arn: string) => Promise<readonly Step[]>;
  readonly addStep: (arn: string, number: number, step: Step) => Promise<void>;
  readonly putDefinition: (id: string, definition: string) => Promise<void>;
  readonly definition: (id: string) => Promise<string>;
}

const digits = (number: number): string => String(number).padStart(8, "0");

export const records = (documents: Documents): Records => ({
  all: async () => (await documents.list("execution")).map(({ document }) => Execution.parse(document)),
  get: async (arn) => {
    const found = await documents.get("execution", arn);
    return found === undefined ? undefined : Execution.parse(found);
  },
  put: (execution) => documents.put("execution", execution.arn, execution),
  steps: async (arn) => (await documents.list(`steps:${arn}`)).map(({ document }) => Step.parse(document)),
  addStep: (arn, number, step) => documents.put(`steps:${arn}`, digits(number), step),
  putDefinition: (id, definition) => documents.put("definition", id, definition),
  definition: async (id) => z.string().parse(await documents.get("definition", id)),
});
