import type { z } from "zod";
import type { Documents } from "./ports";
import { INITIAL_SETTINGS, Notice, Purchase, Settings, Token } from "./purchase";

/** Documents of one kind, checked when they are read. */
const kept = <Document>(documents: Documents, kind: string, schema: z.ZodType<Document>) => ({
  get: async (id: string): Promise<Document | undefined> => {
    const found = await documents.get(kind, id);
    return found === undefined ? undefined : schema.parse(found);
  },
  put: (id: string, document: Document): Promise<void> => documents.put(kind, id, document),
  list: async (): Promise<readonly Document[]> => (await documents.list(kind)).map(({ document }) => schema.parse(document)),
});

/** All that the simulator keeps. */
export const shelf = (documents: Documents) => {
  const settings = kept(documents, "marketplace-settings", Settings);
  return {
    purchases: kept(documents, "marketplace-purchase", Purchase),
    tokens: kept(documents, "marketplace-token", Token),
    notices: kept(documents, "marketplace-notice", Notice),
    settings: {
      get: async (): Promise<Settings> => (await settings.get("all")) ?? INITIAL_SETTINGS,
      put: (all: Settings): Promise<void> => settings.put("all", all),
    },
  };
};
export type Shelf = ReturnType<typeof shelf>;
