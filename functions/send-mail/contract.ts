import { z } from "zod";
import { MailKind } from "../../events/subscription/values";
import { defineTask } from "../kernel/task/contract";

/** Hands a mail to Amazon SES. To whom stands in the contacts table; no address comes in or goes out here. */
export const SendMail = defineTask({
  name: "send-mail",
  input: z.strictObject({ subscription: z.string().min(1), kind: MailKind, contact: z.string().min(1) }).readonly(),
  outcome: z.discriminatedUnion("outcome", [
    z.strictObject({ outcome: z.literal("sent") }).readonly(),
    /** SES takes no such mail, nor would it later: `error` is its name for why. */
    z.strictObject({ outcome: z.literal("refused"), error: z.string() }).readonly(),
  ]),
  environment: ["EVENT_TABLE", "CONTACT_TABLE", "PRODUCTS_FILE"],
});
