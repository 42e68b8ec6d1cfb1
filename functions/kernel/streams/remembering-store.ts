import type { EventStore } from "./event-store";
import { folds } from "./folds";

/**
 * The log, for one piece of work that comes back to the same few streams: each is read once, and known from then on by what
 * this work appended. What others append meanwhile is learnt where it matters: an append after a place that is no longer the
 * end is a conflict, and the stream is read again. It is thrown away with the work.
 */
export const rememberingStore = (store: EventStore): EventStore => {
  const known = folds();
  return {
    ...store,
    load: async (definition, stream) => known.of(definition, stream) ?? known.keep(definition, await store.load(definition, stream)),
    append: async (definition, after, commit) => {
      const appended = await store.append(definition, after, commit);
      if (appended.outcome === "conflict") known.forget(after.token.stream);
      else known.keep(definition, appended.loaded);
      return appended;
    },
  };
};
