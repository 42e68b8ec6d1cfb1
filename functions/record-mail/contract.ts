import { z } from "zod";
import { MailCause, MailKind } from "../../events/subscription/values";
import { defineTask } from "../kernel/task/contract";

const mail = { subscription: z.string().min(1), kind: MailKind, contact: z.string().min(1), request: z.string().min(1) };

/** Records that a mail is about to go out, and then what became of it. */
export const RecordMail = defineTask({
  name: "record-mail",
  input: z.discriminatedUnion("step", [
    z.strictObject({ step: z.literal("attempted"), ...mail, because: MailCause }).readonly(),
    z.strictObject({ step: z.literal("sent"), ...mail }).readonly(),
    z.strictObject({ step: z.literal("failed"), ...mail, error: z.string().min(1) }).readonly(),
  ]),
  outcome: z.discriminatedUnion("outcome", [
    z.strictObject({ outcome: z.literal("recorded") }).readonly(),
    /** It is not to go out; `refusal` is why. */
    z.strictObject({ outcome: z.literal("refused"), refusal: z.string() }).readonly(),
  ]),
  environment: ["EVENT_TABLE"],
});
