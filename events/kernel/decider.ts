import type { AnyEvent } from "./event";
import type { Instant } from "./values";

/** What the rules answer: facts to append (none means 'already true'), or a named refusal, which is a branch of a workflow. */
export type Decision<Event extends AnyEvent, Refusal extends string> =
  { readonly accepted: true; readonly events: readonly Event[] } | { readonly accepted: false; readonly refusal: Refusal };

/** Says yes with these facts. No facts at all: it is so already. */
export const accept = <Event extends AnyEvent>(...events: readonly Event[]): { readonly accepted: true; readonly events: readonly Event[] } => ({
  accepted: true,
  events,
});

/** Says no. Not an error: the workflow has a branch for it. */
export const refuse = <Refusal extends string>(refusal: Refusal): { readonly accepted: false; readonly refusal: Refusal } => ({
  accepted: false,
  refusal,
});

/** The rules of one stream. Pure: the time comes in as `at`. */
export interface Decider<State, Command, Event extends AnyEvent, Refusal extends string> {
  readonly initialState: State;
  /** `version` is the event's place in its stream, from 1. */
  readonly evolve: (state: State, event: Event, version: number) => State;
  readonly decide: (command: Command, state: State, at: Instant) => Decision<Event, Refusal>;
}

/** Folds events onto a state whose last event had version `from`. */
export const fold = <State, Event extends AnyEvent>(
  { evolve }: Pick<Decider<State, never, Event, never>, "evolve">,
  state: State,
  events: readonly Event[],
  from = 0,
): State => events.reduce((folded, event, index) => evolve(folded, event, from + index + 1), state);
