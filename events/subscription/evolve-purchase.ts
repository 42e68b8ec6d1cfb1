import type { Instant } from "../kernel/values";
import { present } from "../kernel/present";
import type { SubscriptionEvent } from "./events";
import type { listing } from "./purchase-events";
import { firstSaid } from "./standing";
import { AGREEMENTS_KEPT, CONTACTS_KEPT, type Signs, type Subscription } from "./state";
import type { AgreementView } from "./values";

export type DataOf<Type extends SubscriptionEvent["type"]> = Extract<SubscriptionEvent, { readonly type: Type }>["data"];

const newest = (one: Instant | undefined, other: Instant): Instant => (one !== undefined && one > other ? one : other);

/** The later of two facts; of one and the same time the greater as text, so that the order of arrival decides nothing. */
const newer = <Fact extends { readonly at: Instant }>(one: Fact | undefined, other: Fact): Fact => {
  if (one === undefined || one.at < other.at) return other;
  return one.at > other.at || JSON.stringify(one) > JSON.stringify(other) ? one : other;
};

/** A sign of AWS's, with AWS's time: the latest of each kind is kept, and the first of all that say that the purchase is in force. */
export const withSign = (state: Subscription, sign: keyof Signs, at: Instant): Subscription => {
  const after = { ...state, signs: { ...state.signs, [sign]: newest(state.signs[sign], at) } };
  const saidFrom = firstSaid(after, state.signs, { [sign]: at });
  return { ...after, ...(saidFrom !== undefined && { saidFrom }) };
};

/** What any fact of AWS's says of the listing. The product's own setting is the newest one heard. */
export const withListing = (
  state: Subscription,
  { productId, productCode, pricingModel, provisionWithinMinutes, concurrentFrom, test }: Pick<DataOf<"LicenseActivated">, keyof typeof listing>,
): Subscription => ({
  ...state,
  listing: { productId, productCode, pricingModel, ...present({ provisionWithinMinutes, concurrentFrom }) },
  test: state.test || test,
});

type LicenseData = DataOf<"LicenseActivated">;

const agreementOf = (state: Subscription, { agreementId, offerId, proposerAccountId, at }: LicenseData): Pick<Subscription, "agreement"> =>
  agreementId === undefined
    ? {}
    : {
        agreement: newer(state.agreement, {
          id: agreementId,
          ...(offerId !== undefined && { offerId }),
          ...(proposerAccountId !== undefined && { proposerAccountId }),
          at,
        }),
      };

/** Whether a license notice is newer than all before it; of one and the same time the greater text stands, in any order. */
const isNewestNotice = ({ signs }: Subscription, told: string, { known, at }: { readonly known: string | undefined; readonly at: Instant }): boolean => {
  const last = newest(signs.activatedAt, signs.deprovisionedAt ?? "");
  return known === undefined || at > last || (at === last && told > known);
};

/** Whose license it is: what ResolveCustomer answered, else what the newest notice said. */
const accountOf = (state: Subscription, { awsAccountId, at }: LicenseData): Pick<Subscription, "awsAccountId"> => {
  const isNews = awsAccountId !== undefined && isNewestNotice(state, awsAccountId, { known: state.awsAccountId, at });
  return isNews && (!state.arrived || state.awsAccountId === undefined) ? { awsAccountId } : {};
};

/** A license notice names everything there is to know of the customer but who they are. */
export const withLicense = (state: Subscription, data: LicenseData): Subscription => ({
  ...withListing(state, data),
  form: state.form ?? data.form ?? "license",
  ...accountOf(state, data),
  ...(isNewestNotice(state, data.licenseArn, { known: state.licenseArn, at: data.at }) &&
    state.licenseArnSource !== "resolved" && {
      licenseArn: data.licenseArn,
      licenseArnSource: "event",
    }),
  ...agreementOf(state, data),
});

export const withFound = (state: Subscription, data: DataOf<"LicenseFound">): Subscription => ({
  ...withSign(withListing(state, data), "foundAt", data.at),
  form: state.form ?? data.form ?? (data.licenseArn !== undefined ? "license" : data.awsAccountId !== undefined ? "account" : "customer"),
  ...(state.awsAccountId === undefined && data.awsAccountId !== undefined && { awsAccountId: data.awsAccountId }),
  ...(state.customerIdentifier === undefined && data.customerIdentifier !== undefined && { customerIdentifier: data.customerIdentifier }),
  // AWS's own answer spells the ARN as its calls want it.
  ...(state.licenseArnSource !== "resolved" && data.licenseArn !== undefined && { licenseArn: data.licenseArn, licenseArnSource: "resolved" }),
});

/** What every SNS message of a legacy listing names. */
export const withLegacy = (state: Subscription, data: DataOf<"DepartureAnnounced">): Subscription => ({
  ...withListing(state, data),
  form: state.form ?? data.form ?? "customer",
  customerIdentifier: state.customerIdentifier ?? data.customerIdentifier,
});

export const withConfirmation = (state: Subscription, data: DataOf<"PurchaseConfirmed">): Subscription => ({
  ...withSign(withLegacy(state, data), "confirmedAt", data.at),
  confirmed: newer(state.confirmed, {
    ...(data.offerId !== undefined && { offerId: data.offerId }),
    ...(data.trial !== undefined && { trial: data.trial }),
    at: data.at,
  }),
});

export const withReading = ({ emptySince, ...state }: Subscription, { entitlements, at }: DataOf<"EntitlementsRead">, version: number): Subscription => ({
  ...state,
  reading: { entitlements, at },
  readingVersion: version,
  ...(entitlements.length > 0 ? { lastEntitled: { entitlements, at } } : { emptySince: emptySince ?? at }),
});

const place = ({ from, id }: AgreementView): string => `${from} ${id}`;

/** The copy with the greater version stands; the newest agreements are kept, in the order of their starts. */
export const withAgreement = (state: Subscription, { agreement: view, at }: DataOf<"AgreementLinked">): Subscription => {
  const known = state.agreements.find(({ id }) => id === view.id);
  if (known !== undefined && known.version >= view.version) return state;
  const agreements = [...state.agreements.filter(({ id }) => id !== view.id), view].toSorted((one, other) => (place(one) < place(other) ? -1 : 1));
  return { ...state, agreements: agreements.slice(-AGREEMENTS_KEPT), agreementsHeardAt: newest(state.agreementsHeardAt, at) };
};

/** Takes over what the buyer had said and the product had linked; what they did here themselves stands. */
export const withPredecessor = (state: Subscription, data: DataOf<"SubscriptionContinued">): Subscription => {
  const { doubt: _, ...certain } = state;
  // The hour once told stands: it may have been billed since.
  const meteredFrom = state.predecessor?.meteredFrom ?? data.meteredFrom;
  const registeredAt = state.registeredAt ?? data.registeredAt;
  const tenantId = state.tenantId ?? data.tenantId;
  return {
    ...certain,
    predecessor: { subscription: data.predecessor, basis: data.basis, ...(meteredFrom !== undefined && { meteredFrom }) },
    contacts: [...data.contacts.filter((contact) => !state.contacts.includes(contact)), ...state.contacts].slice(-CONTACTS_KEPT),
    ...(registeredAt !== undefined && { registeredAt }),
    ...(tenantId !== undefined && { tenantId }),
  };
};

export const withSuccessor = (state: Subscription, { successor, basis, meteredUntil }: DataOf<"SubscriptionSucceeded">): Subscription => ({
  ...state,
  successor: { subscription: successor, basis, ...(meteredUntil !== undefined && { meteredUntil }) },
});

export const withSuccession = (state: Subscription, { successor, at }: DataOf<"SuccessorTookOver">): Subscription =>
  state.successor?.subscription === successor ? { ...state, successor: { ...state.successor, tookOverAt: at } } : state;
