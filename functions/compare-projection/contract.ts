import { z } from "zod";
import { GenerationName, ProjectionName } from "../../events/projections/projection";
import { defineTask } from "../kernel/task/contract";

const tally = {
  /** Rows compared so far, and how many of them differ. */
  compared: z.int().min(0),
  differing: z.int().min(0),
  /** Where the first difference is; empty while there is none. */
  example: z.string(),
};

/** Compares the new generation's rows with the live ones, byte for byte at equal versions, as many as time allows. */
export const CompareProjection = defineTask({
  name: "compare-projection",
  input: z
    .strictObject({
      projection: ProjectionName,
      generation: GenerationName,
      /** What to do in the end if rows differ: keep the live ones, or take the new ones, which are what the log says. */
      onDifference: z.enum(["keep", "replace"]),
      position: z.string(),
      ...tally,
    })
    .readonly(),
  outcome: z.discriminatedUnion("outcome", [
    z.strictObject({ outcome: z.literal("more"), position: z.string(), ...tally }).readonly(),
    /** The new rows may take the live ones' place. */
    z.strictObject({ outcome: z.literal("agreed"), position: z.string(), summary: z.string() }).readonly(),
    /** They differ and the live ones are kept; the new generation is given up. */
    z.strictObject({ outcome: z.literal("differs"), summary: z.string() }).readonly(),
    z.strictObject({ outcome: z.literal("superseded") }).readonly(),
  ]),
  environment: ["EVENT_TABLE", "PROJECTION_TABLE", "CURSOR_TABLE"],
});
