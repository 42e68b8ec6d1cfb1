import { z } from "zod";
import { Instant } from "../../../events/kernel/values";
import type { Documents } from "../marketplace/ports";
import { oneAtATime } from "../marketplace/one-at-a-time";

/** What a consumer needs of an event on the bus; members it does not know pass by, as AWS and Stallkeeper may add some. */
const Envelope = z.looseObject({
  "detail-type": z.string(),
  detail: z.looseObject({
    metadata: z.looseObject({ id: z.string().min(1), sequence: z.int().min(1), time: Instant, replay: z.boolean() }),
    data: z.looseObject({
      subscriptionId: z.string().min(1),
      access: z.string(),
      entitlements: z.array(z.looseObject({ dimension: z.string(), value: z.union([z.number(), z.boolean(), z.string()]) })),
    }),
  }),
});

const Received = z
  .strictObject({
    type: z.string(),
    detail: Envelope.shape.detail,
    receivedAt: Instant,
    /** How often the bus delivered it. */
    deliveries: z.int().min(1),
  })
  .readonly();
export type Received = z.infer<typeof Received>;

const SOURCE = "stallkeeper";
const KIND = "sample-event";

/** The events of the bus that the sample product has received, as `docs/events.md` tells consumers to keep them. */
export const inbox = ({ documents, now }: { readonly documents: Documents; readonly now: () => Instant }) => {
  const exclusively = oneAtATime();
  return {
    /** Keeps an event, once for each `metadata.id`; returns when it is kept. Events of others are none of ours. */
    receive: (event: Readonly<Record<string, unknown>>): Promise<void> =>
      exclusively(async () => {
        if (event["source"] !== SOURCE) return;
        const { "detail-type": type, detail } = Envelope.parse(event);
        const { id } = detail.metadata;
        const known = Received.safeParse(await documents.get(KIND, id));
        const received: Received = known.success
          ? { ...known.data, deliveries: known.data.deliveries + 1 }
          : { type, detail, receivedAt: now(), deliveries: 1 };
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
