import { z } from "zod";

/** Looks for streams whose consumers lag. A schedule starts it, and whoever restarts a deployment. */
export const Sweep = {
  name: "sweep",
  /** `all`: the whole log from the start, rather than on from where the last turn stopped. A schedule's own event has other members. */
  input: z.object({ all: z.boolean().optional() }).readonly(),
  environment: ["EVENT_TABLE", "PROJECTION_TABLE", "CURSOR_TABLE", "LAGGING_QUEUE_URL"],
} as const;
