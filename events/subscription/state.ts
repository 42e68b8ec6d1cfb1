import { z } from "zod";
import { AgreementId, AwsAccountId, Instant, LicenseArn, ProductCode } from "../kernel/values";
import { IdentityForm, PricingModel } from "../product/product";
import type { SubscriptionEvent } from "./events";
import { Access, Entitlement } from "./values";

/** One authoritative read. */
const Reading = z.strictObject({ entitlements: z.array(Entitlement).readonly(), at: Instant }).readonly();

/** What we believe of one subscription. Plain JSON: snapshots hold it as it is. */
export const Subscription = z
  .strictObject({
    listing: z.strictObject({ productId: z.string(), productCode: ProductCode, pricingModel: PricingModel }).readonly().optional(),
    test: z.boolean(),
    form: IdentityForm.optional(),
    awsAccountId: AwsAccountId.optional(),
    /** Accounts and tenants it was listed under before, newest last, at most `FORMER_KEPT`: projections take their rows there away. */
    formerAccounts: z.array(AwsAccountId).readonly().optional(),
    formerTenants: z.array(z.string()).readonly().optional(),
    customerIdentifier: z.string().optional(),
    /** The spelling to use in calls to AWS: what ResolveCustomer answered, else what an event said. */
    licenseArn: LicenseArn.optional(),
    licenseArnSource: z.enum(["resolved", "event"]).optional(),
    arrived: z.boolean(),
    offerType: z.string().optional(),
    /** AWS's own times of the latest of each; the later of the two tells whether the license lives. */
    activatedAt: Instant.optional(),
    deprovisionedAt: Instant.optional(),
    /** The agreement of the newest license notice. */
    agreement: z.strictObject({ id: AgreementId, offerId: z.string().optional(), proposerAccountId: z.string().optional(), at: Instant }).readonly().optional(),
    reading: Reading.optional(),
    /** The version of the event that holds the newest reading; 0 before the first. */
    readingVersion: z.int().min(0),
    /** The newest reading that had any entitlement in it: reads lag, so an empty one does not end access at once. */
    lastEntitled: Reading.optional(),
    registeredAt: Instant.optional(),
    /** The newest contacts, oldest first; at most `CONTACTS_KEPT`. The rest are in the events. */
    contacts: z.array(z.string()).readonly(),
    tenantId: z.string().optional(),
    /** Claim codes used up and not yet expired. */
    claims: z.array(z.strictObject({ claim: z.string(), tenantId: z.string(), expiresAt: Instant }).readonly()).readonly(),
    access: Access,
  })
  .readonly();
export type Subscription = z.infer<typeof Subscription>;

/** How many contacts a state keeps at hand; a snapshot must not grow with the stream's age. */
const CONTACTS_KEPT = 20;

/** How many former accounts and tenants a state keeps. Each change is a person's doing; what falls out was taken away long since. */
const FORMER_KEPT = 20;

export const initialSubscription: Subscription = {
  test: false,
  arrived: false,
  readingVersion: 0,
  contacts: [],
  claims: [],
  access: { status: "none", reason: "nothingKnown" },
};

type DataOf<Type extends SubscriptionEvent["type"]> = Extract<SubscriptionEvent, { readonly type: Type }>["data"];

const newest = (one: Instant | undefined, other: Instant): Instant => (one !== undefined && one > other ? one : other);

const withArrival = (state: Subscription, data: DataOf<"BuyerArrived">): Subscription => ({
  ...state,
  listing: { productId: data.productId, productCode: data.productCode, pricingModel: data.pricingModel },
  test: data.test,
  form: data.form,
  arrived: true,
  ...(data.awsAccountId !== undefined && { awsAccountId: data.awsAccountId }),
  ...(data.customerIdentifier !== undefined && { customerIdentifier: data.customerIdentifier }),
  ...(data.licenseArn !== undefined && { licenseArn: data.licenseArn, licenseArnSource: "resolved" }),
  ...(data.offerType !== undefined && { offerType: data.offerType }),
});

type LicenseData = DataOf<"LicenseActivated">;

const agreementOf = ({ agreementId, offerId, proposerAccountId, at }: LicenseData): Pick<Subscription, "agreement"> =>
  agreementId === undefined
    ? {}
    : { agreement: { id: agreementId, at, ...(offerId !== undefined && { offerId }), ...(proposerAccountId !== undefined && { proposerAccountId }) } };

const withLicense = (state: Subscription, data: LicenseData): Subscription => ({
  ...state,
  listing: state.listing ?? { productId: data.productId, productCode: data.productCode, pricingModel: data.pricingModel },
  test: state.test || data.test,
  form: state.form ?? "license",
  ...(state.awsAccountId === undefined && data.awsAccountId !== undefined && { awsAccountId: data.awsAccountId }),
  ...(state.licenseArnSource !== "resolved" && { licenseArn: data.licenseArn, licenseArnSource: "event" }),
  ...((state.agreement === undefined || state.agreement.at <= data.at) && agreementOf(data)),
});

const withReading = (state: Subscription, { entitlements, at }: DataOf<"EntitlementsRead">, version: number): Subscription => ({
  ...state,
  reading: { entitlements, at },
  readingVersion: version,
  ...(entitlements.length > 0 && { lastEntitled: { entitlements, at } }),
});

const withContact = (state: Subscription, contact: string): Subscription => ({
  ...state,
  contacts: [...state.contacts, contact].slice(-CONTACTS_KEPT),
});

const former = (kept: readonly string[] | undefined, before: string | undefined, after: string | undefined): readonly string[] | undefined =>
  before === undefined || before === after ? kept : [...(kept ?? []).filter((one) => one !== before), before].slice(-FORMER_KEPT);

/** Remembers under which account and tenant the subscription was listed before, if that has just changed. */
const withFormer = (before: Subscription, after: Subscription): Subscription => {
  const formerAccounts = former(before.formerAccounts, before.awsAccountId, after.awsAccountId);
  const formerTenants = former(before.formerTenants, before.tenantId, after.tenantId);
  return { ...after, ...(formerAccounts && { formerAccounts }), ...(formerTenants && { formerTenants }) };
};

const evolveFact = (state: Subscription, { type, data }: SubscriptionEvent, version: number): Subscription => {
  switch (type) {
    case "BuyerArrived":
      return withArrival(state, data);
    case "LicenseActivated":
      return { ...withLicense(state, data), activatedAt: newest(state.activatedAt, data.at) };
    case "LicenseDeprovisioned":
      return { ...withLicense(state, data), deprovisionedAt: newest(state.deprovisionedAt, data.at) };
    case "EntitlementsRead":
      return withReading(state, data, version);
    case "BuyerRegistered":
      return { ...withContact(state, data.contact), registeredAt: data.at };
    case "ContactAdded":
      return withContact(state, data.contact);
    case "TenantLinked":
      return {
        ...state,
        tenantId: data.tenantId,
        claims: [
          ...state.claims.filter(({ expiresAt }) => expiresAt > data.at),
          { claim: data.claim, tenantId: data.tenantId, expiresAt: data.claimExpiresAt },
        ],
      };
    case "AccessPending":
      return { ...state, access: { status: "pending", reason: data.reason } };
    case "AccessGranted":
      return { ...state, access: { status: "granted", reason: data.reason } };
    case "AccessRevoked":
      return { ...state, access: { status: "revoked", reason: data.reason } };
  }
};

/** What an event means for the state. Total over the stream's types. */
export const evolve = (state: Subscription, event: SubscriptionEvent, version: number): Subscription => withFormer(state, evolveFact(state, event, version));
