import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Level } from "level";

/** Values by a key of texts, in the keys' order, on this machine's disk for as long as a command runs: a seller's month is larger than memory. */
export interface Spool<Value> {
  /** Writes one value after what it makes of the one that stands there. */
  readonly merge: (key: readonly string[], of: (known: Value | undefined) => Value) => Promise<void>;
  readonly get: (key: readonly string[]) => Promise<Value | undefined>;
  readonly remove: (key: readonly string[]) => Promise<void>;
  /** All there is, in the keys' order. */
  readonly all: () => AsyncIterable<readonly [key: readonly string[], value: Value]>;
}

/** Stands in no text of AWS's, and sorts before all others. */
const BETWEEN = "\u0000";

const written = (key: readonly string[]): string => key.join(BETWEEN);

/** Works with a spool that is gone afterwards, whatever happens. */
export const withSpool = async <Value, Answer>(work: (spool: Spool<Value>) => Promise<Answer>): Promise<Answer> => {
  const folder = await mkdtemp(join(tmpdir(), "stallkeeper-compare-"));
  const level = new Level<string, Value>(folder, { valueEncoding: "json" });
  let last = Promise.resolve();
  try {
    await level.open();
    return await work({
      // One after the other, as the next one may be of the same key.
      merge: (key, of) => (last = last.then(async () => level.put(written(key), of(await level.get(written(key)))))),
      get: (key) => level.get(written(key)),
      remove: (key) => level.del(written(key)),
      all: async function* () {
        for await (const [key, value] of level.iterator()) yield [key.split(BETWEEN), value] as const;
      },
    });
  } finally {
    await level.close();
    await rm(folder, { recursive: true, force: true });
  }
};
