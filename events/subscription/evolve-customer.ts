import { withListing, type DataOf } from "./evolve-purchase";
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

export const withContact = (state: Subscription, contact: string): Subscription => ({
  ...state,
  contacts: [...state.contacts, contact].slice(-CONTACTS_KEPT),
});

export const withCorrection = (state: Subscription, { contact, replaced }: DataOf<"ContactCorrected">): Subscription => ({
  ...state,
  contacts: state.contacts.map((one) => (one === replaced ? contact : one)),
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
