import { z } from "zod";
import { Hour } from "../../events/kernel/hour";
import { UsageResolution } from "../../events/kernel/usage-problem";
import { Instant } from "../../events/kernel/values";
import { Access } from "../../events/subscription/values";
import { defineTask } from "../kernel/task/contract";

/** What an operator asks for. The reason and the name stand in the log for ever: they are no place for a buyer's data. */
export const OperatorDecision = z.discriminatedUnion("decision", [
  z.strictObject({ decision: z.literal("suspend"), subscription: z.string().min(1), reason: z.string().min(1), by: z.string().min(1) }).readonly(),
  z.strictObject({ decision: z.literal("restore"), subscription: z.string().min(1), reason: z.string().min(1), by: z.string().min(1) }).readonly(),
  z
    .strictObject({ decision: z.literal("grant"), subscription: z.string().min(1), reason: z.string().min(1), by: z.string().min(1), until: Instant })
    .readonly(),
  /** A person says which subscription this one continues. */
  z
    .strictObject({
      decision: z.literal("continue"),
      subscription: z.string().min(1),
      reason: z.string().min(1),
      by: z.string().min(1),
      predecessor: z.string().min(1),
    })
    .readonly(),
  /** A registered person's data was corrected: in the contacts table, `contact` stands beside `replaced`, which is then erased. */
  z
    .strictObject({
      decision: z.literal("correct"),
      subscription: z.string().min(1),
      by: z.string().min(1),
      contact: z.string().min(1),
      replaced: z.string().min(1),
    })
    .readonly(),
  /** A person has seen to usage that AWS does not bill as it was sealed. */
  z
    .strictObject({
      decision: z.literal("closeUsage"),
      subscription: z.string().min(1),
      reason: z.string().min(1),
      by: z.string().min(1),
      hour: Hour,
      dimension: z.string().min(1),
      resolution: UsageResolution,
    })
    .readonly(),
  /** A person wants AWS to be asked anew. */
  z.strictObject({ decision: z.literal("reread"), subscription: z.string().min(1), reason: z.string().min(1), by: z.string().min(1) }).readonly(),
]);
export type OperatorDecision = z.infer<typeof OperatorDecision>;

/** Records what an operator decided, and with it decides access anew. */
export const RecordOperatorDecision = defineTask({
  name: "record-operator-decision",
  input: z.strictObject({ decision: OperatorDecision }).readonly(),
  outcome: z.discriminatedUnion("outcome", [
    z.strictObject({ outcome: z.literal("decided"), subscription: z.string(), access: Access }).readonly(),
    z.strictObject({ outcome: z.literal("entitlementsNeeded"), subscription: z.string() }).readonly(),
    /** The rules say no; `refusal` is why. */
    z.strictObject({ outcome: z.literal("refused"), subscription: z.string(), refusal: z.string() }).readonly(),
  ]),
  environment: ["EVENT_TABLE"],
});
