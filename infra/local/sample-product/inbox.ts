import { z } from "zod";
import type { HeardEvent } from "../../../events/public/consumer";
import { Instant } from "../../../events/kernel/values";
import type { Documents } from "../cloud/documents";
import { oneAtATime } from "../marketplace/one-at-a-time";

/** An event as it is kept: `detail` to the letter, with members that came later than this code. */
const Received = z
  .strictObject({
    type: z.string(),
    detail: z.looseObject({
      metadata: z.looseObject({ id: z.string().min(1), sequence: z.int().min(1), time: Instant, replay: z.boolean() }),
      data: z.looseObject({ subscriptionId: z.string().min(1), tenantId: z.string().nullable() }),
    }),
    receivedAt: Instant,
    /** How often the bus delivered it. */
    deliveries: z.int().min(1),
  })
  .readonly();
export type Received = z.infer<typeof Received>;

const KIND = "sample-event";

/** Every event of the bus that the sample product has received, for its pages to show. A product has no need of them: it keeps the newest state. */
export const inbox = ({ documents, now }: { readonly documents: Documents; readonly now: () => Instant }) => {
  const exclusively = oneAtATime();
  return {
    /** Keeps an event as it came, once for each `metadata.id`; returns when it is kept. */
    keep: ({ type, metadata: { id } }: HeardEvent, detail: unknown): Promise<void> =>
      exclusively(async () => {
        const known = Received.safeParse(await documents.get(KIND, id));
        const received = known.success
          ? { ...known.data, deliveries: known.data.deliveries + 1 }
          : Received.parse({ type, detail, receivedAt: now(), deliveries: 1 });
        await documents.put(KIND, id, received);
      }),

    /** What was received of a subscription, or of all, in the order in which it happened. */
    list: async (subscription?: string): Promise<readonly Received[]> =>
      (await documents.list(KIND))
        .map(({ document }) => Received.parse(document))
        .filter(({ detail }) => subscription === undefined || detail.data.subscriptionId === subscription)
        .sort(
          (one, other) =>
            one.detail.data.subscriptionId.localeCompare(other.detail.data.subscriptionId) || one.detail.metadata.sequence - other.detail.metadata.sequence,
        ),
  };
};

/** Sequence numbers that are still under way: they have no gaps once all has arrived. */
export const missing = (received: readonly Received[]): readonly number[] => {
  const have = new Set(received.map(({ detail }) => detail.metadata.sequence));
  return Array.from({ length: Math.max(0, ...have) }, (_, index) => index + 1).filter((sequence) => !have.has(sequence));
};
