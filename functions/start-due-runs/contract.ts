import { z } from "zod";

/** Starts a run for each subscription that is due. A schedule starts it; what it is sent says nothing. */
export const StartDueRuns = {
  name: "start-due-runs",
  input: z.unknown(),
  environment: ["PROJECTION_TABLE", "CURSOR_TABLE", "ENTITLEMENT_CHANGE_MACHINE"],
} as const;
