import { accept, type Decider } from "../kernel/decider";
import { isSame } from "../kernel/same";
import type { StreamDefinition, StreamId } from "../kernel/stream";
import { agreementCodec, type AgreementEvent } from "./events";
import { Agreement, evolveAgreement, initialAgreement } from "./state";

/** A fact to be recorded of an agreement. Each is AWS's, with AWS's time; what is known already is silence. */
export interface AgreementCommand {
  readonly type: "RecordFact";
  readonly fact: AgreementEvent;
}

const agreementDecider: Decider<Agreement, AgreementCommand, AgreementEvent, never> = {
  initialState: initialAgreement,
  evolve: evolveAgreement,
  // A repeated fact, or one older than what is known, changes nothing and is not recorded: the message is in the notice's stream.
  decide: ({ fact }, state) => (isSame(evolveAgreement(state, fact), state) ? accept() : accept(fact)),
};

/** The commercial side of a purchase: what was agreed, and what became of it. Never derived from a license, nor a license from it. */
export const agreement: StreamDefinition<Agreement, AgreementCommand, AgreementEvent, never, "agreement"> = {
  category: "agreement",
  codec: agreementCodec,
  decider: agreementDecider,
  state: Agreement,
  foldVersion: 1,
};

/** The stream of one agreement. AWS's ids are safe in keys (`agmt-…`). */
export const agreementStream = (id: string): StreamId<"agreement"> => `agreement-${id}`;
