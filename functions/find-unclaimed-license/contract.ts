import { z } from "zod";
import { defineTask } from "../kernel/task/contract";
import { ResolvedCustomer } from "../kernel/purchases/customer";

/** Looks for the license of an arrival for which AWS named none, among those of the account that nobody has come for. */
export const FindUnclaimedLicense = defineTask({
  name: "find-unclaimed-license",
  input: z.strictObject({ arrival: z.string().min(1) }).readonly(),
  outcome: z.discriminatedUnion("outcome", [
    /** There is exactly one. */
    z.strictObject({ outcome: z.literal("found"), customer: ResolvedCustomer }).readonly(),
    /** There is none, or more than one: a person has to see. */
    z.strictObject({ outcome: z.literal("unclear"), candidates: z.array(z.string().min(1)).max(100).readonly() }).readonly(),
  ]),
  environment: ["EVENT_TABLE", "PROJECTION_TABLE", "CURSOR_TABLE"],
});
