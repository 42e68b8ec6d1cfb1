import { z } from "zod";
import type { Hour } from "../../../events/kernel/hour";
import type { Allocation } from "../../../events/usage/allocation";
import { hash } from "../task/hash";
import type { UsageTable } from "./usage-table";

/** Where an hour's allocations of one dimension are kept. */
export const allocationPlace = (subscription: string, hour: Hour, dimension: string): string => `${subscription}#${hour}#${dimension}`;

/** How records are split over tags: too long for an event, and never changed once written. */
export interface UsageAllocations {
  /** @returns what the event bears: the hash of what was kept */
  readonly keep: (place: string, allocations: readonly Allocation[]) => Promise<string>;
  readonly read: (place: string, digest: string) => Promise<readonly Allocation[]>;
}

/** 2,500 allocations of five tags of 356 characters are over four megabytes; 150 fit into an item of 400 KB. */
const CHUNK = 150;

const Chunk = z.object({ allocations: z.array(z.object({ tags: z.record(z.string(), z.string()), units: z.int() })) });

/** The allocations in the usage table. A place is a subscription, hour and dimension. */
export const storedUsageAllocations = (table: UsageTable): UsageAllocations => ({
  keep: async (place, allocations) => {
    const digest = hash(JSON.stringify(allocations));
    const chunks = Array.from({ length: Math.ceil(allocations.length / CHUNK) }, (_, index) => allocations.slice(index * CHUNK, (index + 1) * CHUNK));
    for (const [index, chunk] of chunks.entries()) {
      await table.put([{ pk: `allocations#${place}`, sk: `${digest}#${String(index).padStart(4, "0")}`, allocations: chunk }]);
    }
    return digest;
  },
  read: async (place, digest) => {
    const found: Allocation[] = [];
    let after: string | undefined = `${digest}#`;
    do {
      const page: { readonly items: readonly z.infer<typeof Chunk>[]; readonly next?: string } = await table.page(
        Chunk,
        { pk: `allocations#${place}`, upTo: `${digest}#~` },
        after,
      );
      found.push(...page.items.flatMap(({ allocations }) => allocations));
      after = page.next;
    } while (after !== undefined);
    return found;
  },
});
