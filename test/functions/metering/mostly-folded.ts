import type { EventStore } from "../../../functions/kernel/streams/event-store";
import { folds } from "../../../functions/kernel/streams/folds";

/** A log whose only writer this is: it keeps what it has folded, so that days are lived in a second, and reads it again now and then. */
export const mostlyFolded = (log: EventStore, readsAgain: () => boolean): EventStore => {
  const kept = folds(10_000);
  return {
    ...log,
    load: async (definition, stream) => {
      const known = kept.of(definition, stream);
      return known === undefined || readsAgain() ? kept.keep(definition, await log.load(definition, stream)) : known;
    },
    append: async (definition, after, commit) => {
      const answer = await log.append(definition, after, commit);
      if (answer.outcome === "appended") kept.keep(definition, answer.loaded);
      return answer;
    },
  };
};
