import { z } from "zod";
import { Access } from "../../events/subscription/values";
import { defineTask } from "../kernel/task/contract";

/** Decides what the passing of time makes of a subscription: an expiry, the end of a grace, a buyer's silence. */
export const ReconsiderAccess = defineTask({
  name: "reconsider-access",
  /** `truth`: whether AWS was asked in this run already, where that is due. */
  input: z.strictObject({ subscription: z.string().min(1), truth: z.enum(["asIs", "read"]) }).readonly(),
  outcome: z.discriminatedUnion("outcome", [
    /** Something may have run out: AWS is asked before time counts. */
    z.strictObject({ outcome: z.literal("entitlementsNeeded"), subscription: z.string() }).readonly(),
    z.strictObject({ outcome: z.literal("decided"), subscription: z.string(), access: Access }).readonly(),
  ]),
  environment: ["EVENT_TABLE"],
});
