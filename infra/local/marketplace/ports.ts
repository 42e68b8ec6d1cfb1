import type { Catalogue } from "../../../events/product/catalogue";
import type { Instant } from "../../../events/kernel/values";
import type { Documents, Found } from "../cloud/documents";

/** What the simulated AWS Marketplace needs of the cloud it runs in. */
export interface MarketplaceHost {
  /** Where the simulator keeps what it must not forget, written before anything is acknowledged. */
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

const byId = ([one]: readonly [string, string], [other]: readonly [string, string]): number => (one < other ? -1 : 1);

/** Documents in memory, for tests. */
export const memoryDocuments = (): Documents => {
  const kinds = new Map<string, Map<string, string>>();
  const of = (kind: string): Map<string, string> => {
    const found = kinds.get(kind) ?? new Map<string, string>();
    kinds.set(kind, found);
    return found;
  };
  const parse = (text: string): unknown => JSON.parse(text);
  const found = (all: readonly (readonly [string, string])[]): readonly Found[] => all.map(([id, text]) => ({ id, document: parse(text) }));
  return {
    getAll: (kind, ids) => {
      const there = ids.flatMap((id): (readonly [string, string])[] => {
        const text = of(kind).get(id);
        return text === undefined ? [] : [[id, text]];
      });
      return Promise.resolve(new Map(found(there).map(({ id, document }) => [id, document])));
    },
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
    list: (kind) => Promise.resolve(found([...of(kind)])),
    putAll: (all) => {
      for (const { kind, id, document } of all) of(kind).set(id, JSON.stringify(document));
      return Promise.resolve();
    },
    page: (kind, startsWith) => Promise.resolve({ found: found([...of(kind)].filter(([id]) => id.startsWith(startsWith)).sort(byId)) }),
  };
};
