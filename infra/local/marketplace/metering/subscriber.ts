import { later, toInstant, type Instant } from "../../../../events/kernel/values";
import { purchaseKey, startOf, type Purchase } from "../purchase";
import type { Settings } from "../settings";
import type { Shelf } from "../shelf";
import { hourOf } from "./billing-time";
import { refused } from "./refusals";
import type { UsageRecord } from "./usage-record";

/** Final usage is taken for so long after the end (`UG:saas-eventbridge-integration`). */
const FINAL_MS = 3_600_000;

/** Whom AWS counts a record for, and which of their agreements pays; or that they are not subscribed. */
export type Subscriber = { readonly subscribed: true; readonly purchase: Purchase } | { readonly subscribed: false };

/** What a record is judged by, beside what it says. */
export interface Circumstances {
  readonly now: Instant;
  readonly settings: Pick<Settings, "activationHour">;
}

const NOT_SUBSCRIBED: Subscriber = { subscribed: false };

const hasBegun = ({ status }: Purchase): boolean => status !== "scheduled" && status !== "rolledBack";

/** When an agreement ended, or undefined while it lasts. One whose term is over has ended, whether or not anybody looked. */
const endOf = ({ endedAt, endsAt, autoRenewal }: Purchase, now: Instant): Instant | undefined => {
  if (endedAt !== undefined) return endedAt;
  return endsAt !== undefined && endsAt <= now && !autoRenewal ? endsAt : undefined;
};

/** Clients send whole seconds, and agreements begin and end within one: that second is theirs. */
const startOfSecond = (instant: Instant): Instant => instant.replace(/\.\d{3}Z$/, ".000Z");
const endOfSecond = (instant: Instant): Instant => instant.replace(/\.\d{3}Z$/, ".999Z");

/**
 * The agreement in force at a time; where one follows another in that very second, the later.
 * @returns undefined if there was none
 */
const inForce = (agreements: readonly Purchase[], at: Instant, { now, settings }: Circumstances): Purchase | undefined =>
  agreements.findLast((purchase) => {
    const start = startOf(purchase);
    const from = settings.activationHour === "whole" ? hourOf(start) : startOfSecond(start);
    const end = endOf(purchase, now);
    return from <= at && (end === undefined || at <= endOfSecond(end));
  });

const byStart = (one: Purchase, other: Purchase): number => (startOf(one) < startOf(other) ? -1 : 1);

/** The agreements that have begun, oldest first; none where the last ended more than an hour ago. */
const alive = (agreements: readonly Purchase[], now: Instant): readonly Purchase[] => {
  const begun = agreements.filter(hasBegun).sort(byStart);
  const ends = begun.map((purchase) => endOf(purchase, now));
  return ends.some((end) => end === undefined || now < later(end, FINAL_MS)) ? begun : [];
};

const judged = (
  agreements: readonly Purchase[],
  record: UsageRecord,
  { circumstances, outside }: { readonly circumstances: Circumstances; readonly outside: "InvalidLicenseException" | "TimestampOutOfBoundsException" },
): Subscriber => {
  const living = alive(agreements, circumstances.now);
  if (living.length === 0) return NOT_SUBSCRIBED;
  const purchase = inForce(living, toInstant(new Date(record.Timestamp * 1000)), circumstances);
  if (purchase === undefined) throw refused(outside);
  return { subscribed: true, purchase };
};

/** Finds out whom records are about, by their keys alone. */
export const subscribers = ({ purchases }: Pick<Shelf, "purchases">) => ({
  /** By license and account. @throws AwsError InvalidLicenseException: unknown, another account's, or outside its life */
  byLicense: async (record: UsageRecord, circumstances: Circumstances): Promise<Subscriber & { readonly productCode: string }> => {
    const { LicenseArn, CustomerAWSAccountId } = record;
    const agreements = LicenseArn === undefined ? [] : await purchases.under(purchaseKey.license(LicenseArn));
    const [first] = agreements;
    if (first === undefined || first.accountId !== CustomerAWSAccountId) throw refused("InvalidLicenseException");
    return { ...judged(agreements, record, { circumstances, outside: "InvalidLicenseException" }), productCode: first.productCode };
  },

  /** By product and buyer. @throws AwsError InvalidCustomerIdentifierException, TimestampOutOfBoundsException */
  byCustomer: async (productCode: string, record: UsageRecord, circumstances: Circumstances): Promise<Subscriber> => {
    const { CustomerIdentifier, CustomerAWSAccountId = "" } = record;
    const key =
      CustomerIdentifier === undefined ? purchaseKey.account(productCode, CustomerAWSAccountId) : purchaseKey.customer(productCode, CustomerIdentifier);
    const agreements = await purchases.under(key);
    if (CustomerIdentifier !== undefined && agreements.length === 0) throw refused("InvalidCustomerIdentifierException");
    return judged(agreements, record, { circumstances, outside: "TimestampOutOfBoundsException" });
  },
});
export type Subscribers = ReturnType<typeof subscribers>;
