import { z } from "zod";
import { Hour } from "../../../events/kernel/hour";
import { Quantity } from "../../../events/kernel/quantity";
import { Instant } from "../../../events/kernel/values";
import { documentClient } from "../aws/dynamo";
import { hash } from "../task/hash";
import { setting } from "../task/settings";
import { usageTable, type UsageKey, type UsageTable } from "./usage-table";

const Tags = z.record(z.string(), z.string()).readonly();

/** Usage as it was reported and judged: what, of whom, and the hour it counts in. */
export const UsageRecord = z
  .strictObject({
    recordId: z.string().min(1),
    /** The subscription it was reported for: its id is unique there. */
    reportedFor: z.string().min(1),
    /** The subscription it is billed to, which may go on from that one. */
    subscription: z.string().min(1),
    dimension: z.string().min(1),
    quantity: Quantity,
    usedAt: Instant,
    hour: Hour,
    tags: Tags,
  })
  .readonly();
export type UsageRecord = z.infer<typeof UsageRecord>;

/** What a product said, before it was judged. */
export type Reported = Omit<UsageRecord, "subscription" | "hour">;

/** What an id stands for. `conflict`: for something else than what is reported under it now. */
export type Claimed = { readonly outcome: "claimed" | "known"; readonly record: UsageRecord } | { readonly outcome: "conflict" };

/** The part of a record that is counted. */
const HourRow = z.object({ dimension: z.string(), quantity: Quantity, tags: Tags });
export type HourRow = z.infer<typeof HourRow>;

/** Usage that was reported, and the fence that an hour gets before it is sealed. */
export interface UsageRecords {
  /** Gives a record its id for 40 days. Whoever claims it again goes on where the first may have stopped, with what was judged then. */
  readonly claim: (record: UsageRecord, now: Instant) => Promise<Claimed>;
  /** What the id of a record stands for; undefined if nothing claimed it. */
  readonly claimOf: (record: Reported) => Promise<Claimed | undefined>;
  /** Writes records into their hours. Written twice they are there once. */
  readonly add: (records: readonly UsageRecord[], now: Instant) => Promise<void>;
  /** Whether the hour is fenced: what is written now may not be seen by its sealing. */
  readonly isFenced: (subscription: string, hour: Hour) => Promise<boolean>;
  /** From now on whoever writes into the hour learns that it may be late. */
  readonly fence: (subscription: string, hour: Hour, now: Instant) => Promise<void>;
  /** Everything in the hour. */
  readonly rows: (subscription: string, hour: Hour) => Promise<readonly HourRow[]>;
}

/** A product may repeat a report for so long: longer than any month, after which nothing of it can be billed. */
const KEPT_DAYS = 40;
const DAY_SECONDS = 86_400;

/** When DynamoDB may take an item away, in seconds since 1970. */
const expiry = (now: Instant): number => Math.floor(Date.parse(now) / 1_000) + KEPT_DAYS * DAY_SECONDS;

const hourKey = (subscription: string, hour: Hour): string => `hour#${subscription}#${hour}`;
/** Sorts before every row. */
const FENCE = "!fence";

/** A record's id is unique for the subscription it was reported for, and in an hour may stand what was reported for two. */
const rowKey = ({ recordId, reportedFor, subscription }: UsageRecord): string =>
  reportedFor === subscription ? `row#${recordId}` : `row#${recordId}#${reportedFor}`;

const Claim = z.object({ digest: z.string(), record: UsageRecord });
const Entry = z.looseObject({ sk: z.string() });

/** What a report says, whatever order its tags were named in. */
const digestOf = ({ dimension, quantity, usedAt, tags }: Reported): string =>
  hash(dimension, quantity, usedAt, JSON.stringify(Object.entries(tags).toSorted(([one], [other]) => (one < other ? -1 : 1))));

const claimKey = ({ reportedFor, recordId }: Reported): UsageKey => ({ pk: `record#${reportedFor}#${recordId}`, sk: "claim" });

const standing = (item: unknown, digest: string): Claimed => {
  const claim = Claim.parse(item);
  return claim.digest === digest ? { outcome: "known", record: claim.record } : { outcome: "conflict" };
};

/** The records in the usage table. */
export const storedUsageRecords = (table: UsageTable): UsageRecords => ({
  claim: async (record, now) => {
    const digest = digestOf(record);
    const found = await table.claim({ ...claimKey(record), record, digest, expires: expiry(now) });
    return found === undefined ? { outcome: "claimed", record } : standing(found, digest);
  },
  claimOf: async (reported) => {
    const found = await table.get(claimKey(reported));
    return found === undefined ? undefined : standing(found, digestOf(reported));
  },
  add: (records, now) =>
    table.put(
      records.map((record) => {
        const { subscription, hour, dimension, quantity, tags } = record;
        return { pk: hourKey(subscription, hour), sk: rowKey(record), dimension, quantity, tags, expires: expiry(now) };
      }),
    ),
  isFenced: async (subscription, hour) => (await table.get({ pk: hourKey(subscription, hour), sk: FENCE })) !== undefined,
  fence: (subscription, hour, now) => table.put([{ pk: hourKey(subscription, hour), sk: FENCE, at: now, expires: expiry(now) }]),
  rows: async (subscription, hour) => {
    const rows: HourRow[] = [];
    let after: string | undefined;
    do {
      const page = await table.page(Entry, { pk: hourKey(subscription, hour) }, after);
      rows.push(...page.items.filter(({ sk }) => sk !== FENCE).map((item) => HourRow.parse(item)));
      after = page.next;
    } while (after !== undefined);
    return rows;
  },
});

/** The usage table of this deployment. */
export const deployedUsageTable = (): UsageTable => usageTable({ client: documentClient(), table: setting("USAGE_TABLE") });
