import type { AbstractLevel } from "abstract-level";
import { Level } from "level";
import { MemoryLevel } from "memory-level";

/** A document with its id. */
export interface Found {
  readonly id: string;
  readonly document: unknown;
}

/** The embedded cloud's own memory: JSON documents by kind and id. What a write returned from outlasts the process. */
export interface Documents {
  readonly get: (kind: string, id: string) => Promise<unknown>;
  readonly put: (kind: string, id: string, document: unknown) => Promise<void>;
  /** Writes several, of any kinds and each id once: all or none, whenever the process is killed. */
  readonly putAll: (documents: readonly (Found & { readonly kind: string })[]) => Promise<void>;
  readonly delete: (kind: string, id: string) => Promise<void>;
  /** All of a kind, by id. */
  readonly list: (kind: string) => Promise<readonly Found[]>;
  /** Those of several ids that there are, by id. */
  readonly getAll: (kind: string, ids: readonly string[]) => Promise<ReadonlyMap<string, unknown>>;
  /** The next of a kind by id, for those that are too many for one list: whose ids begin so, from the one after `after`. */
  readonly page: (kind: string, startsWith: string, after?: string) => Promise<{ readonly found: readonly Found[]; readonly after?: string }>;
}

/** Documents in a store of their own. */
export interface Store {
  readonly documents: Documents;
  /** What is asked for after that is never answered, as nothing goes on after a kill. */
  readonly close: () => Promise<void>;
}

/** Between kind and id: in neither of them, and before whatever may follow a kind. */
const BETWEEN = "\u0000";
const AFTER = "\u0001";

/** After every id that begins so: no id of ours has a character beyond this one. */
const LAST = "\uffff";

/** Documents on a page: a walk over a month's records takes a few hundred of them. */
const PAGE = 1_000;

const keyOf = (kind: string, id: string): string => `${kind}${BETWEEN}${id}`;

const read = (text: string): unknown => JSON.parse(text);

/**
 * Opens the store in a folder, or one in memory. It is LevelDB, as under dynalite; without DynamoDB's wire between, a write
 * takes a fraction of the time, and a notice makes some forty.
 */
export const openDocuments = async (folder?: string): Promise<Store> => {
  const level: AbstractLevel<string | Buffer | Uint8Array> = folder === undefined ? new MemoryLevel() : new Level(folder);
  await level.open();
  let closed = false;
  const underWay = new Set<Promise<unknown>>();
  const guarded = <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
    if (closed) return new Promise<Answer>(() => undefined);
    const answer = work();
    underWay.add(answer);
    const over = (): void => void underWay.delete(answer);
    answer.then(over, over);
    return answer;
  };

  const range = async (
    kind: string,
    options: { readonly gte?: string; readonly gt?: string; readonly lt: string; readonly limit?: number },
  ): Promise<readonly Found[]> => (await level.iterator(options).all()).map(([key, text]) => ({ id: key.slice(kind.length + 1), document: read(text) }));

  return {
    documents: {
      get: (kind, id) =>
        guarded(async () => {
          const text = await level.get(keyOf(kind, id));
          return text === undefined ? undefined : read(text);
        }),
      put: (kind, id, document) => guarded(async () => level.put(keyOf(kind, id), JSON.stringify(document))),
      putAll: (all) =>
        guarded(async () => level.batch(all.map(({ kind, id, document }) => ({ type: "put", key: keyOf(kind, id), value: JSON.stringify(document) })))),
      delete: (kind, id) => guarded(async () => level.del(keyOf(kind, id))),
      list: (kind) => guarded(() => range(kind, { gte: keyOf(kind, ""), lt: `${kind}${AFTER}` })),
      getAll: (kind, ids) =>
        guarded(async () => {
          const texts = await level.getMany(ids.map((id) => keyOf(kind, id)));
          return new Map(ids.flatMap((id, index): [string, unknown][] => (texts[index] === undefined ? [] : [[id, read(texts[index])]])));
        }),
      page: (kind, startsWith, after) =>
        guarded(async () => {
          const from = after === undefined ? { gte: keyOf(kind, startsWith) } : { gt: keyOf(kind, after) };
          const found = await range(kind, { ...from, lt: keyOf(kind, `${startsWith}${LAST}`), limit: PAGE });
          const last = found.length === PAGE ? found.at(-1) : undefined;
          return { found, ...(last !== undefined && { after: last.id }) };
        }),
    },
    close: async () => {
      closed = true;
      await Promise.allSettled(underWay);
      await level.close();
    },
  };
};
