import { z } from "zod";
import type { DifferenceKind } from "../kernel/differences";
import { accept, type Decider, type Decision } from "../kernel/decider";
import type { StreamDefinition, StreamId } from "../kernel/stream";
import { Instant } from "../kernel/values";
import { reconciliationCodec, ReconciliationWalk, type ReconciliationEvent, type Tally } from "./events";

const Turn = z.strictObject({ turn: z.string(), startedAt: Instant, finishedAt: Instant.optional(), notReadable: z.boolean().optional() }).readonly();

/** How far the comparison of one product with AWS has come. What was found is in the events, not here: the state stays small. */
const Reconciliation = z
  .strictObject({
    /** The newest turn of each walk. */
    turns: z.partialRecord(ReconciliationWalk, Turn).readonly(),
    /** Up to when agreements have been read without a gap: the start of the last turn that got through. */
    agreementsReadTo: Instant.optional(),
  })
  .readonly();
export type Reconciliation = z.infer<typeof Reconciliation>;

interface OfTurn {
  readonly walk: ReconciliationWalk;
  readonly turn: string;
}

/** What a turn has to record. */
export type ReconciliationCommand =
  | { readonly type: "Start"; readonly data: OfTurn & { readonly since?: Instant | undefined } }
  | {
      readonly type: "RecordDifferences";
      readonly data: OfTurn & { readonly differences: readonly { readonly subscription: string; readonly what: DifferenceKind }[] };
    }
  | { readonly type: "RecordNotReadable"; readonly data: { readonly turn: string } }
  | { readonly type: "Finish"; readonly data: OfTurn & { readonly tally: Tally } };

const evolve = (state: Reconciliation, { type, data }: ReconciliationEvent): Reconciliation => {
  switch (type) {
    case "ReconciliationStarted":
      return { ...state, turns: { ...state.turns, [data.walk]: { turn: data.turn, startedAt: data.at } } };
    case "DifferenceFound":
      return state;
    case "AgreementsNotReadable": {
      const { agreements } = state.turns;
      return agreements?.turn === data.turn ? { ...state, turns: { ...state.turns, agreements: { ...agreements, notReadable: true } } } : state;
    }
    case "ReconciliationFinished": {
      const known = state.turns[data.walk];
      if (known?.turn !== data.turn) return state;
      const isRead = data.walk === "agreements" && known.notReadable !== true;
      return { ...state, turns: { ...state.turns, [data.walk]: { ...known, finishedAt: data.at } }, ...(isRead && { agreementsReadTo: known.startedAt }) };
    }
  }
};

const decide = (command: ReconciliationCommand, { turns }: Reconciliation, at: Instant): Decision<ReconciliationEvent, never> => {
  switch (command.type) {
    case "Start": {
      const { walk, turn, since } = command.data;
      if (turns[walk]?.turn === turn) return accept();
      return accept({ type: "ReconciliationStarted", data: { walk, turn, ...(since !== undefined && { since }), at } });
    }
    case "RecordDifferences": {
      const { walk, turn, differences } = command.data;
      return accept(...differences.map((difference) => ({ type: "DifferenceFound", data: { walk, turn, ...difference, at } }) as const));
    }
    case "RecordNotReadable":
      return turns.agreements?.notReadable === true
        ? accept()
        : accept({ type: "AgreementsNotReadable", data: { ...command.data, reason: "notPermitted", at } });
    case "Finish": {
      const { walk, turn } = command.data;
      const known = turns[walk];
      return known?.turn === turn && known.finishedAt !== undefined ? accept() : accept({ type: "ReconciliationFinished", data: { ...command.data, at } });
    }
  }
};

const reconciliationDecider: Decider<Reconciliation, ReconciliationCommand, ReconciliationEvent, never> = { initialState: { turns: {} }, evolve, decide };

/** One product's comparison with what AWS lists, turn after turn, and what it found. */
export const reconciliation: StreamDefinition<Reconciliation, ReconciliationCommand, ReconciliationEvent, never, "reconciliation"> = {
  category: "reconciliation",
  codec: reconciliationCodec,
  decider: reconciliationDecider,
  state: Reconciliation,
  foldVersion: 1,
};

/** The stream of one product's reconciliations. */
export const reconciliationStream = (productCode: string): StreamId<"reconciliation"> => `reconciliation-${productCode}`;
