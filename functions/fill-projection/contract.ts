import { z } from "zod";
import { GenerationName, ProjectionName } from "../../events/projections/projection";
import { defineTask } from "../kernel/task/contract";

/** Writes the new generation's rows from the log, as many streams as time allows. */
export const FillProjection = defineTask({
  name: "fill-projection",
  input: z.strictObject({ projection: ProjectionName, generation: GenerationName, position: z.string() }).readonly(),
  outcome: z.discriminatedUnion("outcome", [
    /** There is more of the log to walk. */
    z.strictObject({ outcome: z.literal("more"), position: z.string() }).readonly(),
    /** Every stream is in. The rest is where the comparison starts. */
    z.strictObject({ outcome: z.literal("filled"), position: z.string(), compared: z.int(), differing: z.int(), example: z.string() }).readonly(),
    /** Another rebuild of the projection has begun since. */
    z.strictObject({ outcome: z.literal("superseded") }).readonly(),
  ]),
  environment: ["EVENT_TABLE", "PROJECTION_TABLE", "CURSOR_TABLE"],
});
