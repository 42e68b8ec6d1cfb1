import { z } from "zod";
import { AgreementId, AwsAccountId, Instant, LicenseArn, ProductCode } from "../kernel/values";
import { AccessStatus, ReasonCode, type Entitlement } from "../subscription/values";
import { finalUsage } from "../subscription/access";
import { trialOf } from "../subscription/derived";
import { newestAgreement } from "../subscription/standing";
import type { Subscription } from "../subscription/state";

/** One entitlement, as product services see it. `expiresAt` is the least date AWS names; null where it names none. */
export const PublicEntitlement = z
  .strictObject({ dimension: z.string(), value: z.union([z.number(), z.boolean(), z.string()]), expiresAt: Instant.nullable() })
  .readonly();
export type PublicEntitlement = z.infer<typeof PublicEntitlement>;

/** The last hour of usage. */
const FinalUsage = z.strictObject({ endsAt: Instant, deadline: Instant }).readonly();

/** All that product services may know of a subscription: no personal data. What is not known is null. */
export const PublicSubscription = z.strictObject({
  subscriptionId: z.string().min(1),
  /** The product's own tenant, once it has claimed the log-in. */
  tenantId: z.string().nullable(),
  /** Whether any subscription of the tenant gives access; null while there is no tenant. */
  tenantAccess: z.boolean().nullable(),
  productCode: ProductCode.nullable(),
  awsAccountId: AwsAccountId.nullable(),
  licenseArn: LicenseArn.nullable(),
  agreementId: AgreementId.nullable(),
  offerId: z.string().nullable(),
  /** Sold by the seller or by a reseller (AWS's channel partner). License notices do not tell, so it is null until an agreement does. */
  channel: z.enum(["direct", "reseller"]).nullable(),
  resellerAccountId: AwsAccountId.nullable(),
  /** Bought by one of the seller's own test accounts. */
  test: z.boolean(),
  access: AccessStatus,
  reasonCode: ReasonCode,
  /** A person has filled in the registration form. */
  registered: z.boolean(),
  /** Bought as a free trial; null while no authoritative source has told. */
  trial: z.boolean().nullable(),
  /** The newest full reading; empty before the first. */
  entitlements: z.array(PublicEntitlement).readonly(),
  /** The subscription that this one continues, after a renewal or replacement under a new license; and the one that continues this. */
  replaces: z.string().nullable(),
  replacedBy: z.string().nullable(),
  /** The purchase ended at `endsAt`, or is being left; AWS takes usage until `deadline`. Null for what is not metered, and while it has never ended. */
  finalUsage: FinalUsage.nullable(),
  /** By when the product should confirm that it has provisioned; null if it need not, or has. A later confirmation counts too. */
  provisioningDeadline: Instant.nullable(),
});
export type PublicSubscription = z.infer<typeof PublicSubscription>;

/** AWS's list without our own conventions: always in one order, so that equal lists are equal texts. */
export const publicEntitlements = (entitlements: readonly Entitlement[]): readonly PublicEntitlement[] =>
  entitlements
    .map(({ dimension, value, expiresAt }) => ({ dimension, value, expiresAt: expiresAt ?? null }))
    .toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));

/** What was agreed, as far as an agreement or a notice has told. */
const agreed = (state: Subscription): Pick<PublicSubscription, "agreementId" | "offerId" | "channel" | "resellerAccountId"> => {
  const agreement = newestAgreement(state);
  return {
    agreementId: agreement?.id ?? state.agreement?.id ?? null,
    offerId: agreement?.offerId ?? state.agreement?.offerId ?? state.confirmed?.offerId ?? null,
    channel: agreement?.channel ?? null,
    resellerAccountId: agreement?.resellerAccountId ?? null,
  };
};

/** Until when something is asked of the product. What has ended need not be provisioned any more. */
const asked = (state: Subscription): Pick<PublicSubscription, "finalUsage" | "provisioningDeadline"> => {
  const { provisioning, access, consideredAt = "" } = state;
  const isDone = provisioning?.confirmedAt !== undefined || access.status === "revoked";
  return {
    // Not what the product was told last: a buyer who has come back leaves no hour open.
    finalUsage: finalUsage(state, consideredAt) ?? null,
    provisioningDeadline: isDone ? null : (provisioning?.deadline ?? null),
  };
};

/**
 * The full public state of a subscription.
 * @param tenantAccess whether any of the tenant's subscriptions gives access; null while there is no tenant
 */
export const publicSubscription = (id: string, state: Subscription, tenantAccess: boolean | null): PublicSubscription => ({
  subscriptionId: id,
  tenantId: state.tenantId ?? null,
  tenantAccess: state.tenantId === undefined ? null : tenantAccess,
  productCode: state.listing?.productCode ?? null,
  awsAccountId: state.awsAccountId ?? null,
  licenseArn: state.licenseArn ?? null,
  ...agreed(state),
  test: state.test,
  access: state.access.status,
  reasonCode: state.access.reason,
  registered: state.registeredAt !== undefined,
  trial: trialOf(state) ?? null,
  entitlements: publicEntitlements(state.reading?.entitlements ?? []),
  replaces: state.predecessor?.subscription ?? null,
  replacedBy: state.successor?.subscription ?? null,
  ...asked(state),
});
