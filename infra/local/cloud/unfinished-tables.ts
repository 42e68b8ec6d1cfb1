import { Level } from "level";
import { z } from "zod";

/** Where dynalite writes a table's description. */
const PLACE = "table~";

const Described = z.looseObject({ TableStatus: z.string() });

/**
 * Forgets tables that were being made when the process was killed: dynalite writes `CREATING` and a moment later `ACTIVE`,
 * and would leave such a table in between for ever. Nothing can have been put into it. Called before dynalite opens the store.
 */
export const forgetUnfinishedTables = async (path: string): Promise<void> => {
  const store = new Level<string, unknown>(path, { valueEncoding: "json" });
  await store.open();
  for (const [key, table] of await store.iterator({ gte: PLACE, lt: `${PLACE}\u00ff` }).all()) {
    if (Described.safeParse(table).data?.TableStatus !== "ACTIVE") await store.del(key);
  }
  await store.close();
};
