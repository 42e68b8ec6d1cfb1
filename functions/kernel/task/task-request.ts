import { z } from "zod";

/** What a state machine sends a task: its input, and who asks, which names the commit. */
export const TaskRequest = z
  .strictObject({
    /** The execution's name. */
    run: z.string().min(1),
    /** The state's name, a sentence. */
    state: z.string().min(1),
    input: z.unknown(),
  })
  .readonly();
export type TaskRequest = z.infer<typeof TaskRequest>;

/** Who asks a task. */
export type Caller = Pick<TaskRequest, "run" | "state">;
