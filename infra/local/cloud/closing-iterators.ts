import { AbstractKeyIterator, AbstractValueIterator } from "abstract-level";

interface Closable {
  readonly close: () => Promise<void>;
}

/**
 * Lets dynalite close what it opens. It ends an iterator by its `return`, which those of level have only while they are
 * looped over: each Query and Scan would leave one open for good, with what it read ahead and a snapshot of the store
 * that LevelDB must keep, some 20 to a notice. Called before a database is started; any number of times.
 */
export const closeIterators = (): void => {
  for (const { prototype } of [AbstractKeyIterator, AbstractValueIterator]) {
    Object.defineProperty(prototype, "return", {
      configurable: true,
      value(this: Closable): Promise<void> {
        return this.close();
      },
    });
  }
};
