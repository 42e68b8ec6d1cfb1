import { createHash } from "node:crypto";
import { z } from "zod";
import { Notice } from "./notice";
import { oneAtATime } from "./one-at-a-time";
import type { Documents } from "./ports";
import { Purchase, Token } from "./purchase";
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
const remembered = <Document>(documents: Documents, kind: string, schema: z.ZodType<Document>) => {
  let reading: Promise<Map<string, Document>> | undefined;
  const all = async (): Promise<Map<string, Document>> => {
    reading ??= documents.list(kind).then((found) => new Map(found.map(({ id, document }) => [id, schema.parse(document)])));
    try {
      return await reading;
    } catch (error) {
      // A failed reading is not remembered: the next one tries again.
      reading = undefined;
      throw error;
    }
  };
  return {
    get: async (id: string): Promise<Document | undefined> => (await all()).get(id),
    put: async (id: string, document: Document): Promise<void> => {
      await documents.put(kind, id, document);
      (await all()).set(id, document);
    },
    list: async (): Promise<readonly Document[]> => [...(await all()).values()],
  };
};

/** A token is kept by its hash: a key has 1,024 bytes at most, and callers send what they like. */
const nameOf = (token: string): string => createHash("sha256").update(token).digest("hex");

const Stored = z.record(z.string(), z.unknown()).optional();

/** All that the simulator keeps. */
export const shelf = (documents: Documents) => {
  const tokens = kept(documents, "marketplace-token", Token);
  const purchases = remembered(documents, "marketplace-purchase", Purchase);
  const exclusively = oneAtATime();
  const SETTINGS = ["marketplace-settings", "all"] as const;
  const settings = async (): Promise<Settings> => Settings.parse({ ...INITIAL_SETTINGS, ...Stored.parse(await documents.get(...SETTINGS)) });

  return {
    /** Work that reads and then writes: no two pieces of it run at a time, and none may start another. */
    exclusively,
    purchases: {
      ...purchases,
      /** Oldest first. */
      list: async (): Promise<readonly Purchase[]> =>
        [...(await purchases.list())].sort((one, other) => (one.boughtAt + one.agreementId < other.boughtAt + other.agreementId ? -1 : 1)),
    },
    tokens: {
      get: (token: string): Promise<Token | undefined> => tokens.get(nameOf(token)),
      put: (token: string, issued: Token): Promise<void> => tokens.put(nameOf(token), issued),
    },
    notices: remembered(documents, "marketplace-notice", Notice),
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
