import { z } from "zod";
import { ReconciliationWalk } from "../../events/reconciliation/events";
import { defineTask } from "../kernel/task/contract";
import { ReconciliationPosition } from "../kernel/reconciliation/reconciliation-position";

/** Starts a turn of the reconciliation: takes the lane, and says for each product from when on AWS's list is walked. */
export const BeginReconciliation = defineTask({
  name: "begin-reconciliation",
  /** `product`: the code of the only product to be compared; empty for all. */
  input: z.strictObject({ walk: ReconciliationWalk, product: z.string() }).readonly(),
  outcome: z.discriminatedUnion("outcome", [
    z.strictObject({ outcome: z.literal("entitlements"), position: ReconciliationPosition }).readonly(),
    z.strictObject({ outcome: z.literal("agreements"), position: ReconciliationPosition }).readonly(),
    /** Another turn is walking the same list. */
    z.strictObject({ outcome: z.literal("underWay"), run: z.string() }).readonly(),
    /** There is no product of this code here. */
    z.strictObject({ outcome: z.literal("productUnknown") }).readonly(),
  ]),
  environment: ["EVENT_TABLE", "CURSOR_TABLE", "PRODUCTS_FILE"],
});
