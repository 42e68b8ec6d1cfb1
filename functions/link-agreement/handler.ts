import { agreement as agreements, agreementStream } from "../../events/agreement/decider";
import type { Agreement } from "../../events/agreement/state";
import type { Catalogue } from "../../events/product/catalogue";
import { byRun, type Appending } from "../kernel/streams/appending";
import { carryAgreement, loadAgreement, type KnownAgreement } from "../kernel/purchases/carry-agreement";
import { catalogue } from "../kernel/task/catalogue";
import { clock } from "../kernel/task/clock";
import type { InputOf } from "../kernel/task/contract";
import { eventLog } from "../kernel/streams/event-log";
import type { CommitMeta } from "../kernel/streams/event-store";
import { lambdaTask, type Run } from "../kernel/task/lambda-task";
import { transact } from "../kernel/streams/transact";
import { LinkAgreement } from "./contract";

interface Dependencies extends Appending {
  readonly catalogue: Catalogue;
}

/** A channel partner's agreement can't be read by the manufacturer (SDK client-marketplace-agreement: PartyType is Proposer or Acceptor). */
const areTermsNeeded = ({ resaleAuthorizationId, trial, changedAt }: Agreement): boolean =>
  // Whether it is a trial only the terms tell: a reconciliation reads agreements without them.
  resaleAuthorizationId === undefined && (trial === undefined || (changedAt !== undefined && changedAt > trial.at));

type NamedLicense = Extract<InputOf<typeof LinkAgreement>, { readonly named: "license" }>;

/** The agreement learns which license it carries, with the time of the notice that said so. */
const linkLicense = async ({ store, clock }: Appending, { agreement: id, subscription, at }: NamedLicense, by: CommitMeta): Promise<KnownAgreement> => {
  const fact = { type: "LicenseLinked", data: { subscription, at } } as const;
  const { state, version } = await transact({ store, clock }, agreements, agreementStream(id), { type: "RecordFact", fact }, by);
  return { id, state, version };
};

/** The agreement that this one names as its previous learns of it, so that whichever license is known later finds the other. */
const linkPrevious = async ({ store, clock }: Appending, id: string, { previousAgreementId, terms }: Agreement, by: CommitMeta): Promise<void> => {
  if (previousAgreementId === undefined) return;
  const fact = { type: "AgreementContinued", data: { successor: id, at: terms.startsAt?.is ?? clock.now() } } as const;
  await transact({ store, clock }, agreements, agreementStream(previousAgreementId), { type: "RecordFact", fact }, by);
};

export const linkAgreement =
  (dependencies: Dependencies): Run<typeof LinkAgreement> =>
  async (input, caller) => {
    const { agreement: id } = input;
    const subscription = input.named === "license" ? input.subscription : undefined;
    const by = byRun(caller, subscription ?? id);
    const known = input.named === "license" ? await linkLicense(dependencies, input, by) : await loadAgreement(dependencies, id);
    await carryAgreement(dependencies, known, by);
    const { state: agreement } = known;
    await linkPrevious(dependencies, id, agreement, by);
    const named = subscription ?? agreement.licenses[0]?.subscription;
    if (named === undefined) return { outcome: "unlinked", agreement: id };
    return { outcome: areTermsNeeded(agreement) ? "termsNeeded" : "linked", agreement: id, subscription: named };
  };

export const handler = lambdaTask(LinkAgreement, () => linkAgreement({ store: eventLog(), clock, catalogue: catalogue() }));
