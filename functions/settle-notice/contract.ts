import { z } from "zod";
import { NoticeOutcome } from "../../events/notice/events";
import { defineTask } from "../kernel/task/contract";

/** Closes a notice with what was done about it. */
export const SettleNotice = defineTask({
  name: "settle-notice",
  input: z
    .strictObject({
      notice: z.string().min(1),
      outcome: NoticeOutcome,
      /** Empty where the notice belongs to none. */
      subscription: z.string(),
    })
    .readonly(),
  outcome: z.discriminatedUnion("outcome", [z.strictObject({ outcome: z.literal("settled"), subscription: z.string() }).readonly()]),
  environment: ["EVENT_TABLE"],
});
