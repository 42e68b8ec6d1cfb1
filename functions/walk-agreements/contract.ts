import { z } from "zod";
import { defineTask } from "../kernel/task/contract";
import { ReconciliationPosition } from "../kernel/reconciliation/reconciliation-position";

/** Walks the agreements that changed, began or ended since the last turn, as many pages as time allows, and records what AWS says of them. */
export const WalkAgreements = defineTask({
  name: "walk-agreements",
  input: z.strictObject({ position: ReconciliationPosition }).readonly(),
  outcome: z.discriminatedUnion("outcome", [
    z.strictObject({ outcome: z.literal("more"), position: ReconciliationPosition }).readonly(),
    z.strictObject({ outcome: z.literal("walked"), position: ReconciliationPosition }).readonly(),
    /** The role may not ask. It is recorded and counted, for an alarm; all that rests on other words of AWS's goes on. */
    z.strictObject({ outcome: z.literal("notPermitted"), position: ReconciliationPosition }).readonly(),
    z.strictObject({ outcome: z.literal("superseded") }).readonly(),
  ]),
  environment: ["EVENT_TABLE", "CURSOR_TABLE", "PRODUCTS_FILE", "ENTITLEMENT_CHANGE_MACHINE"],
});
