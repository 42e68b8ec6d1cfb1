import { z } from "zod";
import { defineTask } from "../kernel/task/contract";
import { ReconciliationPosition } from "../kernel/reconciliation/reconciliation-position";

/** Compares our subscriptions with what the walk over AWS's entitlements has seen, as many as time allows. */
export const CompareSubscriptions = defineTask({
  name: "compare-subscriptions",
  input: z.strictObject({ position: ReconciliationPosition }).readonly(),
  outcome: z.discriminatedUnion("outcome", [
    z.strictObject({ outcome: z.literal("more"), position: ReconciliationPosition }).readonly(),
    z.strictObject({ outcome: z.literal("compared"), position: ReconciliationPosition }).readonly(),
    z.strictObject({ outcome: z.literal("superseded") }).readonly(),
  ]),
  environment: ["EVENT_TABLE", "PROJECTION_TABLE", "CURSOR_TABLE", "PRODUCTS_FILE", "ENTITLEMENT_CHANGE_MACHINE"],
});
