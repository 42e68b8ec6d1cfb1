import { z } from "zod";
import { AwsError } from "../cloud/aws-service";
import { startOf, type Purchase } from "./purchase";

/** A status in AWS's words: an agreement that starts later is active already. */
export const wireStatus = ({ status }: Purchase): string => {
  if (status === "scheduled") return "ACTIVE";
  return status === "rolledBack" ? "ROLLED_BACK" : status.toUpperCase();
};

export const lastUpdate = ({ updatedAt, endedAt, boughtAt }: Purchase): string => updatedAt ?? endedAt ?? boughtAt;

/** What happens at the end of the term; nothing where the buyer pays as they go. */
export const endTimeBehavior = ({ endsAt, autoRenewal }: Purchase): "RENEW" | "EXPIRE" | undefined =>
  endsAt === undefined ? undefined : autoRenewal ? "RENEW" : "EXPIRE";

/** AWS JSON 1.0 (API 2020-03-01): at most ten filters of one value each. */
export const SearchAgreementsRequest = z.object({
  catalog: z.literal("AWSMarketplace").optional(),
  filters: z
    .array(z.object({ name: z.string(), values: z.array(z.string().min(1)).length(1) }))
    .max(10)
    .default([]),
  sort: z
    .object({
      sortBy: z.enum(["EndTime", "StartTime", "LastUpdateTime"]).default("LastUpdateTime"),
      sortOrder: z.enum(["ASCENDING", "DESCENDING"]).default("DESCENDING"),
    })
    .prefault({}),
  maxResults: z.int().min(1).max(50).default(50),
  nextToken: z.string().optional(),
});
type Search = z.infer<typeof SearchAgreementsRequest>;

export const invalid = (message: string): AwsError => new AwsError("ValidationException", message, 400);

type Test = (purchase: Purchase, value: string) => boolean;

const instant = (value: string): number => {
  const time = Date.parse(value);
  if (Number.isNaN(time)) throw invalid(`'${value}' is no time: give it as 2026-11-24T09:30:00Z.`);
  return time;
};

const before =
  (timeOf: (purchase: Purchase) => string | undefined): Test =>
  (purchase, value) => {
    const time = timeOf(purchase);
    return time !== undefined && Date.parse(time) < instant(value);
  };

const after =
  (timeOf: (purchase: Purchase) => string | undefined): Test =>
  (purchase, value) => {
    const time = timeOf(purchase);
    return time !== undefined && Date.parse(time) > instant(value);
  };

const endOf = ({ endsAt }: Purchase): string | undefined => endsAt;

/** Every filter that AWS names for proposers (`SDK-AGR`, SearchAgreements). */
const FILTERS: ReadonlyMap<string, Test> = new Map<string, Test>([
  ["ResourceIdentifier", ({ productId }, value) => productId === value],
  ["ResourceType", (_, value) => value === "SaaSProduct"],
  // The seller proposes; it accepts nothing here.
  ["PartyType", (_, value) => value === "Proposer"],
  ["AgreementType", (_, value) => value === "PurchaseAgreement"],
  ["AcceptorAccountId", ({ accountId }, value) => accountId === value],
  ["OfferId", ({ offerId }, value) => offerId === value],
  ["OfferSetId", () => false],
  ["Status", (purchase, value) => wireStatus(purchase) === value],
  ["InitialAgreementId", ({ initialAgreementId, agreementId }, value) => (initialAgreementId ?? agreementId) === value],
  ["LicenseArn", ({ licenseArn }, value) => licenseArn === value],
  ["EndTimeBehaviorType", (purchase, value) => endTimeBehavior(purchase) === value],
  ["EndTimeBehaviorReasonCode", () => false],
  ["BeforeEndTime", before(endOf)],
  ["AfterEndTime", after(endOf)],
  ["BeforeStartTime", before(startOf)],
  ["AfterStartTime", after(startOf)],
  ["BeforeLastUpdateTime", before(lastUpdate)],
  ["AfterLastUpdateTime", after(lastUpdate)],
]);

const SORT_KEYS = { EndTime: endOf, StartTime: startOf, LastUpdateTime: lastUpdate } as const;

/** Those that match every filter, in the order asked for. @throws AwsError for a filter that AWS does not have */
export const search = (all: readonly Purchase[], { filters, sort }: Search): readonly Purchase[] => {
  if (!filters.some(({ name, values: [value] }) => name === "AgreementType" && value === "PurchaseAgreement"))
    throw invalid("Filter AgreementType=PurchaseAgreement is required.");
  const tests = filters.map(({ name, values: [value = ""] }) => {
    const test = FILTERS.get(name);
    if (test === undefined) throw invalid(`There is no filter '${name}': there are ${[...FILTERS.keys()].join(", ")}.`);
    return (purchase: Purchase): boolean => test(purchase, value);
  });
  const keyOf = SORT_KEYS[sort.sortBy];
  const direction = sort.sortOrder === "ASCENDING" ? 1 : -1;
  // What has no end is after everything that has one; the id settles what is equal, so that pages do not overlap.
  const key = (purchase: Purchase): string => `${keyOf(purchase) ?? "9999"}/${purchase.agreementId}`;
  return all.filter((purchase) => tests.every((test) => test(purchase))).toSorted((one, other) => (key(one) < key(other) ? -direction : direction));
};
