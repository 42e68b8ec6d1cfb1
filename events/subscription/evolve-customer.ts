import { withListing, type DataOf } from "./evolve-purchase";
import { withoutMailsToOthers } from "./mails";
import { CONTACTS_KEPT, type Override, type Subscription } from "./state";

export const withArrival = (state: Subscription, data: DataOf<"BuyerArrived">): Subscription => ({
  ...withListing(state, data),
  form: data.form,
  arrived: true,
  arrivedAt: state.arrivedAt ?? data.at,
  ...(data.awsAccountId !== undefined && { awsAccountId: data.awsAccountId }),
  ...(data.customerIdentifier !== undefined && { customerIdentifier: data.customerIdentifier }),
  ...(data.licenseArn !== undefined && { licenseArn: data.licenseArn, licenseArnSource: "resolved" }),
  ...(data.offerType !== undefined && { offerType: data.offerType }),
});

export const withContact = (state: Subscription, { contact, at }: DataOf<"BuyerRegistered">): Subscription =>
  withoutMailsToOthers({
    ...state,
    contacts: [...state.contacts, contact].slice(-CONTACTS_KEPT),
    addressees: [...state.addressees, { contact, since: at }].slice(-CONTACTS_KEPT),
  });

/** What reached the person under the old data has reached them; what failed, or may have gone nowhere, is due anew. */
export const withCorrection = (state: Subscription, { contact, replaced, at }: DataOf<"ContactCorrected">): Subscription => ({
  ...state,
  contacts: [...new Set(state.contacts.map((one) => (one === replaced ? contact : one)))],
  addressees: state.addressees.map((one) => (one.contact === replaced ? { contact, since: at } : one)),
  mails: state.mails.map((mail) => (mail.contact === replaced ? { ...mail, contact, status: mail.status === "sent" ? "sent" : "due" } : mail)),
});

export const withTenant = (state: Subscription, { tenantId, claim, claimExpiresAt, at }: DataOf<"TenantLinked">): Subscription => ({
  ...state,
  tenantId,
  claims: [...state.claims.filter(({ expiresAt }) => expiresAt > at), { claim, tenantId, expiresAt: claimExpiresAt }],
});

export const withOverride = (state: Subscription, override: Override): Subscription => ({ ...state, override });

export const withRestoration = ({ override: _, ...state }: Subscription, { at }: DataOf<"RestoredByOperator">): Subscription => ({ ...state, restoredAt: at });

export const withProvisioningConfirmed = (state: Subscription, { at }: DataOf<"ProvisioningConfirmed">): Subscription =>
  state.provisioning === undefined ? state : { ...state, provisioning: { ...state.provisioning, confirmedAt: at } };
