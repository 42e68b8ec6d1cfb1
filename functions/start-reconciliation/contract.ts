import { z } from "zod";
import { ReconciliationWalk } from "../../events/reconciliation/events";

/** Starts a turn of the reconciliation. Schedules invoke it; what they send twice is one turn. */
export const StartReconciliation = {
  name: "start-reconciliation",
  input: z.strictObject({ walk: ReconciliationWalk }).readonly(),
  environment: ["RECONCILIATION_MACHINE"],
} as const;
