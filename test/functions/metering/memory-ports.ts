import type { z } from "zod";
import { later, type Instant } from "../../../events/kernel/values";
import type { MeteringLane } from "../../../functions/kernel/usage/metering-lane";
import type { UsageTable } from "../../../functions/kernel/usage/usage-table";

/** The usage table in memory. */
export const memoryUsageTable = (): UsageTable & { readonly size: (prefix: string) => number } => {
  const partitions = new Map<string, Map<string, Record<string, unknown>>>();
  const of = (pk: string) => partitions.get(pk) ?? partitions.set(pk, new Map()).get(pk)!;
  const put = (item: { readonly pk: string; readonly sk: string }) => of(item.pk).set(item.sk, structuredClone(item));
  return {
    size: (prefix) => [...partitions].filter(([pk]) => pk.startsWith(prefix)).reduce((sum, [, items]) => sum + items.size, 0),
    claim: async (item) => {
      await Promise.resolve();
      const known = of(item.pk).get(item.sk);
      if (known === undefined) put(item);
      return known;
    },
    put: async (items) => {
      await Promise.resolve();
      items.forEach(put);
    },
    get: async ({ pk, sk }) => {
      await Promise.resolve();
      return of(pk).get(sk);
    },
    page: async <T>(
      schema: z.ZodType<T>,
      { pk, upTo = "￿", most = 5 }: { readonly pk: string; readonly upTo?: string; readonly most?: number },
      after = "",
    ) => {
      await Promise.resolve();
      const keys = [...of(pk).keys()].filter((sk) => sk > after && sk <= upTo).toSorted();
      const page = keys.slice(0, most);
      const last = page.at(-1);
      return { items: page.map((sk) => schema.parse(of(pk).get(sk))), ...(keys.length > page.length && last !== undefined && { next: last }) };
    },
    remove: async (keys) => {
      await Promise.resolve();
      for (const { pk, sk } of keys) of(pk).delete(sk);
    },
  };
};

/** The lane in memory. */
export const memoryLane = (now: () => Instant): MeteringLane => {
  let lane: { readonly run: string; readonly heldUntil: string; readonly owed: readonly string[] } | undefined;
  const keep = (run: string, change: Partial<NonNullable<typeof lane>>) => {
    if (lane?.run === run) lane = { ...lane, ...change };
  };
  return {
    take: async (_, run) => {
      await Promise.resolve();
      if (lane !== undefined && lane.run !== run && lane.heldUntil > now()) return undefined;
      const owed = [...new Set([...(lane === undefined ? [] : [...lane.owed, lane.run]), run])];
      lane = { run, heldUntil: later(now(), 300_000), owed };
      return owed;
    },
    settle: async (_, run) => {
      await Promise.resolve();
      keep(run, { owed: [] });
    },
    leave: async (_, run) => {
      await Promise.resolve();
      keep(run, { owed: [], heldUntil: "" });
    },
  };
};
