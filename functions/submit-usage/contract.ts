import { z } from "zod";
import { defineTask } from "../kernel/task/contract";

/** Tells AWS of sealed usage, at most 25 records in a call, and records what it says of each. */
export const SubmitUsage = defineTask({
  name: "submit-usage",
  /** `waits`: how often the run has waited for records that AWS left for later; empty at the start. */
  input: z.strictObject({ waits: z.string() }).readonly(),
  outcome: z.discriminatedUnion("outcome", [
    z.strictObject({ outcome: z.literal("more"), waits: z.string() }).readonly(),
    /** AWS left records for later: they are sent again in a minute. */
    z.strictObject({ outcome: z.literal("later"), waits: z.string() }).readonly(),
    z.strictObject({ outcome: z.literal("submitted") }).readonly(),
    /** Another run is telling AWS. */
    z.strictObject({ outcome: z.literal("underWay"), waits: z.string() }).readonly(),
    z.strictObject({ outcome: z.literal("leftToOthers") }).readonly(),
  ]),
  environment: ["EVENT_TABLE", "USAGE_TABLE", "CURSOR_TABLE", "METERING_REGION"],
});
