import { z } from "zod";
import { ReconciliationWalk } from "../../events/reconciliation/events";
import { defineTask } from "../kernel/task/contract";
import { ReconciliationPosition } from "../kernel/reconciliation/reconciliation-position";

/** Records what a turn did, for each product, and leaves the lane to the next. */
export const FinishReconciliation = defineTask({
  name: "finish-reconciliation",
  input: z.strictObject({ walk: ReconciliationWalk, position: ReconciliationPosition }).readonly(),
  outcome: z.discriminatedUnion("outcome", [
    /** `summary` is one sentence for whoever looks at the run. */
    z.strictObject({ outcome: z.literal("finished"), summary: z.string() }).readonly(),
  ]),
  environment: ["EVENT_TABLE", "CURSOR_TABLE"],
});
