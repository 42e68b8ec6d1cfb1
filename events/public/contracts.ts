import { z } from "zod";
import { Hour } from "../kernel/hour";
import { Quantity } from "../kernel/quantity";
import { UsageProblemKind } from "../kernel/usage-problem";
import { Instant } from "../kernel/values";
import { PublicEntitlement, PublicSubscription } from "./subscription-data";

/** Usage of one dimension and hour that AWS does not bill as it was sealed. */
const NotBilled = z
  .strictObject({
    hour: Hour,
    dimension: z.string(),
    /** A decimal as text: the units of the record, or what was reported too late. */
    quantity: Quantity,
    reason: UsageProblemKind,
    /** AWS's error, or a word of ours. */
    because: z.string(),
  })
  .readonly();

/** Every public event carries the whole state, so that a consumer needs no earlier event and no call back. */
export const PublicData = z.strictObject({
  ...PublicSubscription.shape,
  /** What the buyer was entitled to before an `Entitlements Changed`; null in other events. */
  previousEntitlements: z.array(PublicEntitlement).readonly().nullable(),
  /** What a `Usage Not Billed` is about; null in other events. */
  notBilled: NotBilled.nullable(),
});
export type PublicData = z.infer<typeof PublicData>;

const metadata = <Type extends string>(type: Type) =>
  z.strictObject({
    /** The fact's identity, `<stream>@<version>`. A republished event has the same: consumers drop what they have seen. */
    id: z.string().min(1),
    type: z.literal(type),
    /** The contract's version. Members are only ever added within one. */
    version: z.literal(1),
    /** When it was decided, not when it was sent. */
    time: Instant,
    /** 1, 2, 3, … without gaps for each subscription. EventBridge keeps no order: consumers order by this. */
    sequence: z.int().min(1),
    /** The journey it belongs to, such as an arrival or a notice of AWS's. */
    correlationId: z.string().min(1),
    /** Sent again on an operator's request. */
    replay: z.boolean(),
  });

const contract = <Type extends string>(type: Type, meaning: string) => ({
  /** The `detail-type` on the bus. */
  type,
  /** When it is sent, in one sentence. */
  meaning,
  /** The `detail` on the bus. */
  schema: z.strictObject({ metadata: metadata(type), data: PublicData }).meta({ title: type, description: meaning }),
});

/** What the bus carries. Adding a member is a change; removing or renaming one needs a new version. */
export const CONTRACTS = {
  customerRegistered: contract("Customer Registered", "A buyer filled in the registration form for the first time."),
  accessGranted: contract("Access Granted", "The buyer may use the product."),
  entitlementsChanged: contract("Entitlements Changed", "AWS lists other entitlements than at the reading before."),
  accessSuspended: contract("Access Suspended", "The buyer may not use the product for now; what was bought goes on, and so does metering."),
  accessRestored: contract("Access Restored", "The buyer may use the product again after a suspension."),
  accessRevoked: contract(
    "Access Revoked",
    "The buyer may no longer use the product: `access` is `revoked` where the purchase ended, and `pending` where an operator's grant ran out before AWS confirmed one.",
  ),
  subscriptionReplaced: contract("Subscription Replaced", "This subscription goes on where another ended, which `replaces` names: same tenant, same contacts."),
  finalUsageDue: contract("Final Usage Due", "The purchase ended: what was used until then is billed if it is reported by the deadline in `finalUsage`."),
  usageNotBilled: contract(
    "Usage Not Billed",
    "AWS does not bill usage as it was sealed, and is not told of it again: `notBilled` says which, and why. Told once for each such matter.",
  ),
  provisioningRequested: contract(
    "Provisioning Requested",
    "The product is asked to confirm that it has provisioned, by `provisioningDeadline`; until then the buyer is not told that all is ready.",
  ),
  tenantLinked: contract("Tenant Linked", "The product named the tenant in which the subscription is used."),
} as const;

export type ContractName = keyof typeof CONTRACTS;

export type PublicEventType = (typeof CONTRACTS)[ContractName]["type"];

/** One event as it goes on the bus. */
export interface PublicEvent {
  readonly type: PublicEventType;
  readonly detail: { readonly metadata: { readonly id: string; readonly type: PublicEventType } & PublicMetadata; readonly data: PublicData };
}

type PublicMetadata = Omit<z.infer<(typeof CONTRACTS)["accessGranted"]["schema"]>["metadata"], "type">;
