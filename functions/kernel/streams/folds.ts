import type { AnyEvent } from "../../../events/kernel/event";
import type { StreamId } from "../../../events/kernel/stream";
import type { Definition, Loaded } from "./event-store";

/**
 * What this process has folded, so that a load reads only what came after. A stream is never changed but at its end: what was
 * folded up to a version stays right for ever, and nothing here has to be given up in time.
 */
export interface Folds {
  readonly of: <State, Event extends AnyEvent>(definition: Definition<State, Event>, stream: StreamId) => Loaded<State> | undefined;
  /** @returns what was given */
  readonly keep: <State, Event extends AnyEvent>(definition: Definition<State, Event>, loaded: Loaded<State>) => Loaded<State>;
  readonly forget: (stream: StreamId) => void;
}

/** Of a stream, by the definition that folded it: two of them may see one stream in two ways. */
interface Kept<State> {
  readonly definition: object;
  readonly loaded: Loaded<State>;
}

const isOf = <State, Event extends AnyEvent>(definition: Definition<State, Event>, kept: Kept<unknown> | undefined): kept is Kept<State> =>
  kept !== undefined && Object.is(kept.definition, definition);

/** Remembers nothing. */
export const NO_FOLDS: Folds = { of: () => undefined, keep: (_, loaded) => loaded, forget: () => undefined };

/**
 * The folds of so many streams, the longest unused of which is forgotten. A state is mostly a few KB, a notice's is that of AWS's
 * message: 512 of them take a few MB, and every run that is under way finds its own streams.
 */
export const folds = (most = 512): Folds => {
  const kept = new Map<StreamId, Kept<unknown>>();
  return {
    of: (definition, stream) => {
      const found = kept.get(stream);
      return isOf(definition, found) ? found.loaded : undefined;
    },
    keep: (definition, loaded) => {
      const { stream } = loaded.token;
      const before = kept.get(stream);
      // Of two loads that cross, the newer one stays.
      if (isOf(definition, before) && before.loaded.version > loaded.version) return loaded;
      kept.delete(stream);
      kept.set(stream, { definition, loaded });
      const [oldest] = kept.keys();
      if (kept.size > most && oldest !== undefined) kept.delete(oldest);
      return loaded;
    },
    forget: (stream) => void kept.delete(stream),
  };
};
