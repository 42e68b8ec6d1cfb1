import { z } from "zod";
import { GenerationName, ProjectionName } from "../../events/projections/projection";
import { defineTask } from "../kernel/task/contract";

/** Starts a new generation of a projection's rows beside the live one. From then on, what is appended is written to both. */
export const BeginRebuild = defineTask({
  name: "begin-rebuild",
  input: z.strictObject({ projection: ProjectionName, generation: GenerationName }).readonly(),
  outcome: z.discriminatedUnion("outcome", [
    /** `position` is where the walk over the log starts. */
    z.strictObject({ outcome: z.literal("begun"), position: z.string() }).readonly(),
  ]),
  environment: ["CURSOR_TABLE"],
});
