import { z } from "zod";
import { GenerationName, ProjectionName } from "../../events/projections/projection";
import { defineTask } from "../kernel/task/contract";

/** Makes the new generation the live one, then takes the rows of retired generations away, as many as time allows. */
export const SwapProjection = defineTask({
  name: "swap-projection",
  input: z
    .strictObject({
      projection: ProjectionName,
      generation: GenerationName,
      position: z.string(),
      /** What the comparison found; it is handed through to the run's result. */
      summary: z.string(),
    })
    .readonly(),
  outcome: z.discriminatedUnion("outcome", [
    /** The new rows are live; more of the old ones are to be taken away. */
    z.strictObject({ outcome: z.literal("more"), position: z.string(), summary: z.string() }).readonly(),
    z.strictObject({ outcome: z.literal("swapped"), summary: z.string() }).readonly(),
    z.strictObject({ outcome: z.literal("superseded") }).readonly(),
  ]),
  environment: ["PROJECTION_TABLE", "CURSOR_TABLE"],
});
