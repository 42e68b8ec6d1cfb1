import type { Agreement } from "../../../events/agreement/state";
import { present } from "../../../events/kernel/present";
import { agreement as agreements, agreementStream } from "../../../events/agreement/decider";
import type { Catalogue } from "../../../events/product/catalogue";
import { subscription as subscriptions, subscriptionStream } from "../../../events/subscription/decider";
import type { AgreementView } from "../../../events/subscription/values";
import type { Appending } from "../streams/appending";
import type { CommitMeta } from "../streams/event-store";
import { transact } from "../streams/transact";

interface Carrying extends Appending {
  readonly catalogue: Catalogue;
}

const channelOf = ({ resaleAuthorizationId, side }: Agreement): "direct" | "reseller" | undefined =>
  resaleAuthorizationId !== undefined ? "reseller" : side === "proposer" ? "direct" : undefined;

/** An agreement as one of its subscriptions knows it. `firstNamedAt`: when the license was first named with it. */
export const agreementView = (
  id: string,
  {
    state,
    version,
    firstNamedAt,
    advisorySuspends,
  }: { readonly state: Agreement; readonly version: number; readonly firstNamedAt: string; readonly advisorySuspends: boolean },
): AgreementView => {
  const { terms, end, advisory, trial, endAnnounced } = state;
  const channel = channelOf(state);
  return {
    id,
    version,
    from: terms.startsAt?.is ?? firstNamedAt,
    advisory,
    advisorySuspends,
    ...present<Partial<AgreementView>>({
      intent: terms.intent?.is,
      startsAt: terms.startsAt?.is,
      endsAt: terms.endsAt?.is,
      end: end === undefined ? undefined : { status: end.status, at: end.at },
      autoRenewal: terms.autoRenewal?.is,
      endAnnouncedAt: endAnnounced?.at,
      trial: trial?.value,
      offerId: state.offerId,
      channel,
      resellerAccountId: channel === "reseller" ? state.proposerAccountId : undefined,
      previousAgreementId: state.previousAgreementId,
      initialAgreementId: state.initialAgreementId,
    }),
  };
};

/** An agreement at a version of its stream. */
export interface KnownAgreement {
  readonly id: string;
  readonly state: Agreement;
  readonly version: number;
}

/** The agreement as its stream has it now. */
export const loadAgreement = async ({ store }: Pick<Appending, "store">, id: string): Promise<KnownAgreement> => {
  const { state, version } = await store.load(agreements, agreementStream(id));
  return { id, state, version };
};

/**
 * Carries what the agreement's stream says into each subscription whose license it carries. A copy bears the version of the
 * stream it was made from, so that a late one changes nothing.
 */
export const carryAgreement = async ({ store, clock, catalogue }: Carrying, { id, state, version }: KnownAgreement, by: CommitMeta): Promise<void> => {
  for (const { subscription, at: firstNamedAt } of state.licenses) {
    const stream = subscriptionStream(subscription);
    const { listing, agreements: known } = (await store.load(subscriptions, stream)).state;
    // Most messages of an agreement say nothing that its subscriptions have not been told.
    if (known.some((one) => one.id === id && one.version >= version)) continue;
    const advisorySuspends = catalogue.find(({ id: product }) => product === listing?.productId)?.onAdvisory === "suspend";
    const view = agreementView(id, { state, version, firstNamedAt, advisorySuspends });
    await transact({ store, clock }, subscriptions, stream, { type: "LinkAgreement", data: { agreement: view } }, by);
  }
};
