import { z } from "zod";
import { defineTask } from "../kernel/task/contract";
import { ReconciliationPosition } from "../kernel/reconciliation/reconciliation-position";

/** Walks AWS's lists of entitlements by product, as many pages as time allows: notes whom AWS lists, and finds whom no message told of. */
export const WalkEntitlements = defineTask({
  name: "walk-entitlements",
  input: z.strictObject({ position: ReconciliationPosition }).readonly(),
  outcome: z.discriminatedUnion("outcome", [
    z.strictObject({ outcome: z.literal("more"), position: ReconciliationPosition }).readonly(),
    /** Every product's list is walked. */
    z.strictObject({ outcome: z.literal("walked"), position: ReconciliationPosition }).readonly(),
    /** This turn stood still, and another has begun since. */
    z.strictObject({ outcome: z.literal("superseded") }).readonly(),
  ]),
  environment: ["EVENT_TABLE", "CURSOR_TABLE", "PRODUCTS_FILE", "ENTITLEMENT_CHANGE_MACHINE"],
});
