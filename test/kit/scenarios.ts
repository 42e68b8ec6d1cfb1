import type { AnyEvent } from "../../events/kernel/event";
import type { StreamDefinition } from "../../events/kernel/stream";

/** When tests happen, unless they say otherwise. */
export const NOW = "2026-11-24T09:30:00.000Z";

/** Tests of a stream's rules that read as a sentence: given these facts, when this is asked, then these follow. */
export const scenarios = <State, Command, Event extends AnyEvent, Refusal extends string>({
  decider,
}: Pick<StreamDefinition<State, Command, Event, Refusal>, "decider">) => ({
  given: (...history: readonly Event[]) => {
    const state = history.reduce((folded, event, index) => decider.evolve(folded, event, index + 1), decider.initialState);
    return {
      state,
      when: (command: Command, at = NOW) => {
        const decision = decider.decide(command, state, at);
        return {
          then: (...events: readonly Event[]) => {
            expect(decision).toEqual({ accepted: true, events });
          },
          thenNothing: () => {
            expect(decision).toEqual({ accepted: true, events: [] });
          },
          thenRefused: (refusal: Refusal) => {
            expect(decision).toEqual({ accepted: false, refusal });
          },
        };
      },
    };
  },
});
