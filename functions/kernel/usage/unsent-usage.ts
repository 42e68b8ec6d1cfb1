import { z } from "zod";
import { Hour } from "../../../events/kernel/hour";
import { Instant } from "../../../events/kernel/values";
import { shardOf } from "../../../events/projections/shard";
import { Billed } from "../../../events/usage/events";
import type { Page } from "../task/page";
import type { UsageTable } from "./usage-table";

/** A sealed record that AWS has not answered for: exactly what it is told, for ever. */
export const UnsentLine = z
  .object({
    pk: z.string(),
    sk: z.string(),
    subscription: z.string(),
    productCode: z.string(),
    hour: Hour,
    dimension: z.string(),
    billedTo: Billed,
    timestamp: Instant,
    quantity: z.int().min(0),
    deadline: Instant,
    allocations: z.string().optional(),
  })
  .readonly();
export type UnsentLine = z.infer<typeof UnsentLine>;

/** So many writers of one Region's list at DynamoDB's 1,000 writes a second each. */
const PARTS = 16;
export const UNSENT_PARTS: readonly string[] = Array.from({ length: PARTS }, (_, index) => String(index));

/** What AWS has to be told, by Region, the earliest deadline first. */
export interface UnsentUsage {
  readonly put: (region: string, lines: readonly NewLine[]) => Promise<void>;
  /**
   * Every Region that customers were ever metered in. They stay with theirs when the deployment's setting changes: AWS recognises a record
   * within one Region only.
   * @param own those of the setting, which are remembered
   */
  readonly regions: (own: readonly string[]) => Promise<readonly string[]>;
  /** The first of what is due in one part of the list. */
  readonly page: (region: string, part: string, until: Instant) => Promise<Page<UnsentLine>>;
  /** Moves lines to where they are due again. */
  readonly postpone: (region: string, lines: readonly UnsentLine[], dueAt: (line: UnsentLine) => Instant) => Promise<void>;
  readonly remove: (lines: readonly UnsentLine[]) => Promise<void>;
}

type NewLine = Omit<UnsentLine, "pk" | "sk">;

/** So many of each part are looked at together: 4,000 lines are 160 calls, a quarter of a minute's. */
const PAGE = 250;

/** What was never sent is due at once. */
const AT_ONCE = "0";

const placed = (region: string, line: NewLine, dueAt: string) => ({
  ...line,
  pk: listKey(region, shardOf(line.subscription, PARTS)),
  sk: `${dueAt}#${line.deadline}#${line.productCode}#${line.subscription}#${line.hour}#${line.dimension}`,
});

const REGIONS = "regions";
const Region = z.object({ sk: z.string() });

const listKey = (region: string, part: string): string => `unsent#${region}#${part}`;

/** The list in the usage table. It is made of the books, so whoever seals an hour again writes the same. */
export const storedUnsentUsage = (table: UsageTable): UnsentUsage => ({
  put: (region, lines) => table.put(lines.map((line) => placed(region, line, AT_ONCE))),
  regions: async (own) => {
    await table.put(own.map((region) => ({ pk: REGIONS, sk: region })));
    return (await table.page(Region, { pk: REGIONS })).items.map(({ sk }) => sk);
  },
  // '~' comes after every character of a key.
  page: (region, part, until) => table.page(UnsentLine, { pk: listKey(region, part), upTo: `${until}~`, most: PAGE }),
  postpone: async (region, lines, dueAt) => {
    // Moved by a copy: between the two it stands there twice, and is sent twice at worst, which bills once.
    await table.put(lines.map((line) => placed(region, line, dueAt(line))));
    await table.remove(lines.map(({ pk, sk }) => ({ pk, sk })));
  },
  remove: (lines) => table.remove(lines.map(({ pk, sk }) => ({ pk, sk }))),
});
