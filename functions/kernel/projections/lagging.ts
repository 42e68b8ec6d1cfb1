import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { z } from "zod";
import { toFailure } from "../aws/aws-failure";
import { setting } from "../task/settings";

/** A stream whose consumers have to catch up. Only its id: everything else is in the log. */
export const LaggingStream = z.object({ stream: z.string().min(1) }).readonly();

/** Where streams wait whose consumers failed, so that no other stream waits for them. */
export interface Lagging {
  readonly send: (stream: string) => Promise<void>;
}

/** The lagging streams in SQS. */
export const sqsLagging = ({ client, url }: { readonly client: SQSClient; readonly url: string }): Lagging => ({
  send: async (stream) => {
    try {
      await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: JSON.stringify({ stream } satisfies z.infer<typeof LaggingStream>) }));
    } catch (error) {
      throw toFailure("SQS", error);
    }
  },
});

/** The lagging queue with this name, for a person who knows names and no URLs. */
export const laggingByName = async (name: string, client = new SQSClient()): Promise<Lagging> => {
  try {
    const { QueueUrl: url } = await client.send(new GetQueueUrlCommand({ QueueName: name }));
    return sqsLagging({ client, url: url ?? "" });
  } catch (error) {
    throw toFailure("SQS", error);
  }
};

let opened: Lagging | undefined;

/** The lagging queue of this deployment. */
export const lagging = (): Lagging => (opened ??= sqsLagging({ client: new SQSClient(), url: setting("LAGGING_QUEUE_URL") }));
