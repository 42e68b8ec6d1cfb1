import type { UsageRecord, UsageRecordResult } from "@aws-sdk/client-marketplace-metering";

const HOUR_MS = 3_600_000;

/** What AWS counts by, and so what tells one record of a call from another: its dimension and hour, beside its customer. */
const isOfSameUsage = (echo: UsageRecord, sent: UsageRecord): boolean => {
  const hourOf = ({ Timestamp }: UsageRecord): number => Math.floor((Timestamp?.getTime() ?? 0) / HOUR_MS);
  return echo.Dimension === sent.Dimension && (echo.Timestamp === undefined || hourOf(echo) === hourOf(sent));
};

const IDENTITY = ["LicenseArn", "CustomerAWSAccountId", "CustomerIdentifier"] as const;

/** Whether everything that both say of the customer is the same, and there is such a thing. */
const isOfSameCustomer = (echo: UsageRecord, sent: UsageRecord): boolean => {
  const both = IDENTITY.filter((name) => echo[name] !== undefined && sent[name] !== undefined);
  return both.length > 0 && both.every((name) => echo[name] === sent[name]);
};

/**
 * Which record of a call AWS speaks of. It echoes them in any order, and where it writes one otherwise than it was sent (a time
 * in whole seconds or of the hour, a customer under another of its names) it is meant all the same, as long as it can only be one.
 * @returns its place in the call; undefined where it may be several, or none
 */
const placeOf = (echo: UsageRecord | undefined, sent: readonly UsageRecord[]): number | undefined => {
  if (echo === undefined) return sent.length === 1 ? 0 : undefined;
  const places = [...sent.keys()].filter((place) => sent[place] !== undefined && isOfSameUsage(echo, sent[place]));
  const own = places.filter((place) => sent[place] !== undefined && isOfSameCustomer(echo, sent[place]));
  const [found, ...others] = own.length > 0 ? own : places;
  return others.length === 0 ? found : undefined;
};

/** By its place in the call what AWS says of each record. Of what is missing it said nothing that can be understood. */
export const byPlace = (
  sent: readonly UsageRecord[],
  { Results = [], UnprocessedRecords = [] }: { readonly Results?: UsageRecordResult[] | undefined; readonly UnprocessedRecords?: UsageRecord[] | undefined },
): ReadonlyMap<number, UsageRecordResult | "unprocessed"> => {
  const said = new Map<number, UsageRecordResult | "unprocessed">();
  for (const record of UnprocessedRecords) {
    const place = placeOf(record, sent);
    if (place !== undefined) said.set(place, "unprocessed");
  }
  for (const result of Results) {
    const place = placeOf(result.UsageRecord, sent);
    if (place !== undefined) said.set(place, result);
  }
  return said;
};
