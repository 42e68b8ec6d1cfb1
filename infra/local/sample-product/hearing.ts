import { z } from "zod";
import { subscriber, type HeardEvent } from "../../../events/public/consumer";
import type { Documents } from "../cloud/documents";

export interface Product {
  readonly documents: Documents;
  /** Sets a tenant's access and limits to what an event says. */
  readonly follow: (event: HeardEvent) => Promise<void>;
  /** Makes ready what a new customer needs, and then calls `POST /subscriptions/{id}/provisioned`. */
  readonly provision: (subscriptionId: string) => Promise<void>;
}

const Sequence = z.object({ sequence: z.int().min(0) });
const KIND = "sample-sequence";

/** Takes the messages of the product's queue: an error leaves a message there, to come again. */
export const hearing = ({ documents, follow, provision }: Product) =>
  subscriber({
    recall: async (subscriptionId) => Sequence.safeParse(await documents.get(KIND, subscriptionId)).data?.sequence,
    apply: async (event) => {
      await follow(event);
      if (event.data.provisioningDeadline !== null) await provision(event.data.subscriptionId);
    },
    remember: (subscriptionId, sequence) => documents.put(KIND, subscriptionId, { sequence }),
  });
