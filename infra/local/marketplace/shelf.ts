import { createHash } from "node:crypto";
import { z } from "zod";
import type { Documents } from "../cloud/documents";
import { ledger } from "./metering/ledger";
import { Notice } from "./notice";
import { oneAtATime } from "./one-at-a-time";
import { Purchase, purchaseKeys, Token } from "./purchase";
import { INITIAL_SETTINGS, Settings } from "./settings";

/** Documents of one kind, checked when they are read. */
const kept = <Document>(documents: Documents, kind: string, schema: z.ZodType<Document>) => ({
  get: async (id: string): Promise<Document | undefined> => {
    const found = await documents.get(kind, id);
    return found === undefined ? undefined : schema.parse(found);
  },
  put: (id: string, document: Document): Promise<void> => documents.put(kind, id, document),
});

/** Documents of one kind that are listed at every turn: read once, and remembered, for nobody else writes them. */
const remembered = <Document>(
  documents: Documents,
  kind: string,
  schema: z.ZodType<Document>,
  keysOf: (document: Document) => readonly string[] = () => [],
) => {
  /** Ids by key; a document never loses a key that it had. */
  const index = new Map<string, string[]>();
  const enter = (id: string, document: Document): void => {
    for (const key of keysOf(document)) {
      const ids = index.get(key);
      // A list for each of a hundred thousand licenses: a set would take ten times its space.
      if (ids === undefined) index.set(key, [id]);
      else if (!ids.includes(id)) ids.push(id);
    }
  };
  let version = 0;
  let reading: Promise<Map<string, Document>> | undefined;
  const all = async (): Promise<Map<string, Document>> => {
    reading ??= documents.list(kind).then((found) => {
      const read = new Map(found.map(({ id, document }) => [id, schema.parse(document)]));
      for (const [id, document] of read) enter(id, document);
      return read;
    });
    try {
      return await reading;
    } catch (error) {
      // A failed reading is not remembered: the next one tries again.
      reading = undefined;
      throw error;
    }
  };
  const remember = async (id: string, document: Document): Promise<void> => {
    (await all()).set(id, document);
    enter(id, document);
    version += 1;
  };
  return {
    kind,
    /** Takes note of what was written together with others. */
    remember,
    get: async (id: string): Promise<Document | undefined> => (await all()).get(id),
    put: async (id: string, document: Document): Promise<void> => {
      await documents.put(kind, id, document);
      await remember(id, document);
    },
    /** Those that have a key, found without looking at the others. */
    under: async (key: string): Promise<readonly Document[]> => {
      const documentsById = await all();
      return [...(index.get(key) ?? [])].flatMap((id) => documentsById.get(id) ?? []);
    },
    count: async (): Promise<number> => (await all()).size,
    /** Another number after each write: what was worked out from all of them holds as long as it is the same. */
    version: (): number => version,
    list: async (): Promise<readonly Document[]> => [...(await all()).values()],
  };
};

/** A token is kept by its hash: a key has 1,024 bytes at most, and callers send what they like. */
const nameOf = (token: string): string => createHash("sha256").update(token).digest("hex");

const Stored = z.record(z.string(), z.unknown()).optional();

const oldestFirst = (purchases: readonly Purchase[]): readonly Purchase[] =>
  purchases.toSorted((one, other) => (one.boughtAt + one.agreementId < other.boughtAt + other.agreementId ? -1 : 1));

/** All that the simulator keeps. */
export const shelf = (documents: Documents) => {
  const tokens = kept(documents, "marketplace-token", Token);
  const purchases = remembered(documents, "marketplace-purchase", Purchase, purchaseKeys);
  const notices = remembered(documents, "marketplace-notice", Notice);
  const exclusively = oneAtATime();
  const SETTINGS = ["marketplace-settings", "all"] as const;
  const settings = async (): Promise<Settings> => Settings.parse({ ...INITIAL_SETTINGS, ...Stored.parse(await documents.get(...SETTINGS)) });

  return {
    /** Work that reads and then writes: no two pieces of it run at a time, and none may start another. */
    exclusively,
    purchases: {
      ...purchases,
      /** Oldest first. */
      list: async (): Promise<readonly Purchase[]> => oldestFirst(await purchases.list()),
      /** The same of those that have one of these keys. */
      underAny: async (keys: readonly string[]): Promise<readonly Purchase[]> =>
        oldestFirst([...new Set((await Promise.all(keys.map(purchases.under))).flat())]),
    },
    tokens: {
      get: (token: string): Promise<Token | undefined> => tokens.get(nameOf(token)),
      put: (token: string, issued: Token): Promise<void> => tokens.put(nameOf(token), issued),
    },
    metering: ledger(documents),
    notices,
    /** Writes agreements together with what the seller is told of them: all or none, whenever the process is killed. */
    record: async (changed: readonly Purchase[], told: readonly Notice[]): Promise<void> => {
      await documents.putAll([
        ...changed.map((purchase) => ({ kind: purchases.kind, id: purchase.agreementId, document: purchase })),
        ...told.map((notice) => ({ kind: notices.kind, id: notice.id, document: notice })),
      ]);
      for (const purchase of changed) await purchases.remember(purchase.agreementId, purchase);
      for (const notice of told) await notices.remember(notice.id, notice);
    },
    settings: {
      get: settings,
      /** Part of exclusive work. */
      put: (all: Settings): Promise<void> => documents.put(...SETTINGS, all),
      change: (change: (before: Settings) => Settings): Promise<Settings> =>
        exclusively(async () => {
          const after = change(await settings());
          await documents.put(...SETTINGS, after);
          return after;
        }),
    },
  };
};
export type Shelf = ReturnType<typeof shelf>;
