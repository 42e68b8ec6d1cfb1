import type { Json, Projection, Row } from "./projection";
import { publicSubscription } from "../public/subscription-data";
import { accessEndsAt } from "../subscription/access";
import { mailTo } from "../subscription/mails";
import { SIGN_OF } from "../subscription/signs";
import type { Subscription } from "../subscription/state";
import { MailKind, Silence, type AgreementView } from "../subscription/values";

/** The key of the only row in a subscription's partition. */
export const SUBSCRIPTION_ROW = "row";

const agreementContent = ({ id, startsAt, endsAt, end, channel, autoRenewal }: Omit<AgreementView, "version">): { readonly [key: string]: Json } => ({
  id,
  startsAt: startsAt ?? null,
  endsAt: endsAt ?? null,
  end: end === undefined ? null : { ...end },
  channel: channel ?? null,
  autoRenewal: autoRenewal ?? null,
});

/** AWS's own times of the newest sign of each kind, by name; null where there was none. */
const signs = ({ signs: known }: Subscription): { readonly [key: string]: Json } =>
  Object.fromEntries(Object.values(SIGN_OF).map((sign): readonly [string, Json] => [sign, known[sign] ?? null]));

const purchase = (state: Subscription): { readonly [key: string]: Json } => ({
  productId: state.listing?.productId ?? null,
  pricingModel: state.listing?.pricingModel ?? null,
  form: state.form ?? null,
  customerIdentifier: state.customerIdentifier ?? null,
  ...signs(state),
  agreements: state.agreements.map(({ version: _, ...agreement }) => agreementContent(agreement)),
  entitlementsReadAt: state.reading?.at ?? null,
  accessEndsAt: accessEndsAt(state) ?? null,
  predecessor: state.predecessor?.subscription ?? null,
  successor: state.successor?.subscription ?? null,
  doubt: state.doubt === undefined ? null : [...state.doubt],
});

const content = (id: string, state: Subscription): Row["content"] => {
  const { tenantAccess: _, entitlements, finalUsage, ...known } = publicSubscription(id, state, null);
  return {
    ...known,
    entitlements: entitlements.map((entitlement) => ({ ...entitlement })),
    finalUsage: finalUsage === null ? null : { ...finalUsage },
    ...purchase(state),
    arrived: state.arrived,
    offerType: state.offerType ?? null,
    registeredAt: state.registeredAt ?? null,
    override: state.override === undefined ? null : { ...state.override },
    silences: Silence.options.filter((kind) => state.silences[kind]?.open === true),
    // In the order of the contacts: which of two mails was settled first says nothing.
    mails: state.contacts.flatMap((one) =>
      MailKind.options.flatMap((kind) => {
        const mail = mailTo(state, kind, one);
        return mail === undefined ? [] : [{ kind, contact: one, status: mail.status, at: mail.at }];
      }),
    ),
    dueAt: state.dueAt ?? null,
    /** References into the contacts table, newest last. */
    contacts: [...state.contacts],
  };
};

/**
 * One row for each subscription, with all that is known of it but the persons. The projector writes it after every other
 * row of the subscription, so its version tells how far the projections of that stream have come.
 */
export const subscriptions: Projection = {
  name: "subscriptions",
  shape: 3,
  rows: (id, state) => [{ partition: id, key: SUBSCRIPTION_ROW, content: content(id, state) }],
};
