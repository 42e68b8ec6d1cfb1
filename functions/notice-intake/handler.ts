import { z } from "zod";
import { toInstant } from "../../events/kernel/values";
import { clock } from "../kernel/task/clock";
import { eventLog } from "../kernel/streams/event-log";
import { Failure } from "../kernel/task/failure";
import { log } from "../kernel/task/log";
import { setting } from "../kernel/task/settings";
import { starter } from "../kernel/aws/starter";
import { takeIn, type IntakeDependencies } from "./intake";

const QueueBatch = z.object({
  Records: z.array(
    z.object({
      messageId: z.string(),
      body: z.string(),
      /** Milliseconds since 1970, as text (Lambda developer guide, "Using Lambda with Amazon SQS"). */
      attributes: z.object({ SentTimestamp: z.string().regex(/^\d+$/) }),
    }),
  ),
});

/** Lambda's answer to a queue: the messages to be delivered again (`ReportBatchItemFailures`). */
interface BatchAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** Takes in a batch; each message that fails is delivered again on its own, and the others are acknowledged. */
export const noticeIntake =
  (compose: () => IntakeDependencies) =>
  async (event: unknown): Promise<BatchAnswer> => {
    const dependencies = compose();
    const failed: { readonly itemIdentifier: string }[] = [];
    for (const { messageId, body, attributes } of QueueBatch.parse(event).Records) {
      try {
        const notice = await takeIn(dependencies, { body, messageId, sentAt: toInstant(new Date(Number(attributes.SentTimestamp))) });
        log.info("notice", { notice, messageId });
      } catch (error) {
        log.error("notice not taken in; it is delivered again", { messageId, failure: error instanceof Failure ? error.name : "Permanent" });
        failed.push({ itemIdentifier: messageId });
      }
    }
    return { batchItemFailures: failed };
  };

let dependencies: IntakeDependencies | undefined;

export const handler = noticeIntake(() => (dependencies ??= { store: eventLog(), clock, starter: starter(), machine: setting("ENTITLEMENT_CHANGE_MACHINE") }));
