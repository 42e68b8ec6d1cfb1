import { z } from "zod";
import { Access } from "../../events/subscription/values";
import { defineTask } from "../kernel/task/contract";

/** Records that a person registered. Who it was stands in the contacts table already; this takes the reference. */
export const RecordRegistration = defineTask({
  name: "record-registration",
  input: z.strictObject({ arrival: z.string().min(1), subscription: z.string().min(1), contact: z.string().min(1) }).readonly(),
  outcome: z.discriminatedUnion("outcome", [
    z.strictObject({ outcome: z.literal("entitlementsNeeded"), subscription: z.string() }).readonly(),
    z.strictObject({ outcome: z.literal("decided"), subscription: z.string(), access: Access }).readonly(),
  ]),
  environment: ["EVENT_TABLE"],
});
