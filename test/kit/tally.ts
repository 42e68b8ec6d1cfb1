import { z } from "zod";
import { defineCodec } from "../../events/kernel/codec";
import { accept, refuse, type Decider } from "../../events/kernel/decider";
import { defineEvent } from "../../events/kernel/event";
import type { StreamDefinition, StreamId } from "../../events/kernel/stream";

/** The smallest stream worth testing a store with: numbers are added up, in order. */
export const Added = defineEvent("Added", { amount: z.int(), note: z.string() });
export const Cleared = defineEvent("Cleared", {});
export const TallyEvent = z.discriminatedUnion("type", [Added, Cleared]);
export type TallyEvent = z.infer<typeof TallyEvent>;

export const Tally = z.strictObject({ sum: z.int(), last: z.string(), versions: z.int() }).readonly();
export type Tally = z.infer<typeof Tally>;

export type TallyCommand = { readonly type: "Add"; readonly amounts: readonly number[] } | { readonly type: "Clear" };

const decider: Decider<Tally, TallyCommand, TallyEvent, "alreadyClear"> = {
  initialState: { sum: 0, last: "", versions: 0 },
  // Not commutative on purpose: a store that loses the order is found out.
  evolve: (state, { type, data }, version) =>
    type === "Cleared"
      ? { sum: 0, last: "cleared", versions: version }
      : { sum: (state.sum * 31 + data.amount) % 1_000_003, last: data.note, versions: version },
  decide: (command, state) => {
    if (command.type === "Clear") return state.sum === 0 ? refuse("alreadyClear") : accept<TallyEvent>({ type: "Cleared", data: {} });
    return accept(...command.amounts.map((amount): TallyEvent => added(amount)));
  },
};

export const added = (amount: number, note = `n${amount}`): TallyEvent => ({ type: "Added", data: { amount, note } });

export const tally: StreamDefinition<Tally, TallyCommand, TallyEvent, "alreadyClear", "tally"> = {
  category: "tally",
  codec: defineCodec<TallyEvent>({ Added: { version: 1, schema: Added }, Cleared: { version: 1, schema: Cleared } }),
  decider,
  state: Tally,
  foldVersion: 1,
};

let streams = 0;

/** A stream nobody else uses. */
export const newTally = (): StreamId<"tally"> => {
  streams += 1;
  return `tally-${process.pid}-${streams}`;
};

/** What the stream's state must be, by folding all of its events. */
export const foldAll = (events: readonly TallyEvent[]): Tally =>
  events.reduce((state, event, index) => decider.evolve(state, event, index + 1), decider.initialState);
