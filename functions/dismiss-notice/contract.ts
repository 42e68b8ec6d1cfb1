import { z } from "zod";
import { defineTask } from "../kernel/task/contract";

/** Records that nothing needs to be done about a parked notice. The reason and the name stand in the log for ever: they are no place for a buyer's data. */
export const DismissNotice = defineTask({
  name: "dismiss-notice",
  input: z.strictObject({ notice: z.string().min(1), reason: z.string().min(1), by: z.string().min(1) }).readonly(),
  outcome: z.discriminatedUnion("outcome", [
    z.strictObject({ outcome: z.literal("dismissed"), notice: z.string() }).readonly(),
    /** It does not wait: it never came, is being dealt with, or was dealt with meanwhile. */
    z.strictObject({ outcome: z.literal("refused"), notice: z.string(), refusal: z.string() }).readonly(),
  ]),
  environment: ["EVENT_TABLE"],
});
