import type { Catalogue } from "../../../events/product/catalogue";
import type { Instant } from "../../../events/kernel/values";

/** Where the simulator keeps what it must not forget: JSON documents by kind and id, written before anything is acknowledged. */
export interface Documents {
  readonly get: (kind: string, id: string) => Promise<unknown>;
  readonly put: (kind: string, id: string, document: unknown) => Promise<void>;
  readonly delete: (kind: string, id: string) => Promise<void>;
  readonly list: (kind: string) => Promise<readonly { readonly id: string; readonly document: unknown }[]>;
}

/** What the simulated AWS Marketplace needs of the cloud it runs in. */
export interface MarketplaceHost {
  readonly documents: Documents;
  readonly now: () => Instant;
  /** Puts an event of AWS's own on the seller's default bus; `text` is its exact JSON, where that matters. */
  readonly deliver: (event: Readonly<Record<string, unknown>>, text?: string) => Promise<void>;
  /** Puts a message on the seller's queue of notices, as an SNS topic does that the queue subscribed to. */
  readonly post: (body: string) => Promise<void>;
  readonly catalogue: Catalogue;
  /** Where the listing sends buyers: the fulfilment URL. */
  readonly fulfilmentUrl: string;
}

/** Documents in memory, for tests. */
export const memoryDocuments = (): Documents => {
  const kinds = new Map<string, Map<string, string>>();
  const of = (kind: string): Map<string, string> => {
    const found = kinds.get(kind) ?? new Map<string, string>();
    kinds.set(kind, found);
    return found;
  };
  const parse = (text: string): unknown => JSON.parse(text);
  return {
    get: (kind, id) => {
      const text = of(kind).get(id);
      return Promise.resolve(text === undefined ? undefined : parse(text));
    },
    put: (kind, id, document) => {
      of(kind).set(id, JSON.stringify(document));
      return Promise.resolve();
    },
    delete: (kind, id) => {
      of(kind).delete(id);
      return Promise.resolve();
    },
    list: (kind) => Promise.resolve([...of(kind)].map(([id, text]) => ({ id, document: parse(text) }))),
  };
};
