import { endOf, hourAt, type Hour } from "../../events/kernel/hour";
import { later, type Instant } from "../../events/kernel/values";
import { productByCode } from "../../events/product/catalogue";
import { meteredDimensions } from "../../events/product/product";
import { ALL_SHARDS } from "../../events/projections/shard";
import { subscription as subscriptions, subscriptionStream } from "../../events/subscription/decider";
import { meteredLife } from "../../events/subscription/metered";
import { byRun } from "../kernel/streams/appending";
import { inParallel } from "../kernel/task/batches";
import { budget, type Budget } from "../kernel/task/budget";
import { catalogue } from "../kernel/task/catalogue";
import { clock, type Clock } from "../kernel/task/clock";
import { entitlementFilter } from "../kernel/purchases/entitlement-filter";
import { eventLog } from "../kernel/streams/event-log";
import type { CommitMeta, EventStore } from "../kernel/streams/event-store";
import { lambdaTask, type Run } from "../kernel/task/lambda-task";
import { marketplaceEntitlement, type MarketplaceEntitlement } from "../kernel/aws/marketplace-entitlement";
import { rememberingStore } from "../kernel/streams/remembering-store";
import { setting } from "../kernel/task/settings";
import { transact } from "../kernel/streams/transact";
import { storedUnsentUsage } from "../kernel/usage/unsent-usage";
import { storedUsageAllocations } from "../kernel/usage/usage-allocations";
import { usageBooks } from "../kernel/usage/usage-books";
import { deployedUsageTable, storedUsageRecords } from "../kernel/usage/usage-records";
import { storedUsageWork, type UsageWork, type UsageWorkList } from "../kernel/usage/usage-work";
import { SealUsage } from "./contract";
import { sealHour, type SealingDependencies } from "./seal-hour";

interface Dependencies extends Omit<SealingDependencies, "work" | "store" | "books"> {
  readonly store: EventStore;
  readonly work: UsageWorkList;
  readonly budget: () => Budget;
  readonly clock: Clock;
}

/** How many hours are sealed at once: each is some thirteen small calls to DynamoDB, one after the other. */
const WIDTH = 24;

/** A state may last 30 seconds; half of it leaves room for what is under way when it is over. */
export const BUDGET_MS = 15_000;

const byHour = (one: UsageWork, other: UsageWork): number => (one.hour < other.hour ? -1 : Number(one.hour > other.hour));

export const sealUsage = (deps: Dependencies): Run<typeof SealUsage> => {
  const { work, store, catalogue: products, clock: time } = deps;
  /** An hour's books are looked at a dozen times: each is read once for it. */
  const seal = (hour: UsageWork, by: CommitMeta, isBehind: boolean) =>
    sealHour({ ...deps, books: usageBooks({ store: rememberingStore(store), clock: time }) })(hour, by, isBehind);

  /** The last hour of a license that ends; undefined for one that goes on. */
  const lastHour = async (subscription: string, now: Instant): Promise<Hour | undefined> => {
    const { state } = await store.load(subscriptions, subscriptionStream(subscription));
    const product = productByCode(products, state.listing?.productCode ?? "");
    const life = meteredLife(state, now);
    if (product === undefined || meteredDimensions(product).length === 0 || typeof life === "string" || life.until === undefined) return undefined;
    return hourAt(later(life.until, -1));
  };

  /**
   * Puts the last hour on the list though nothing was used in it, for what is carried is told of. A legacy buyer's notice runs an hour:
   * where its last part has not begun yet, the hour under way is the last that AWS can be told of in time, and goes there too.
   */
  const openLast = async (subscription: string, now: Instant): Promise<Hour | undefined> => {
    const last = await lastHour(subscription, now);
    const under = hourAt(now);
    if (last === undefined || last <= under) {
      if (last !== undefined) await work.open(subscription, last, now);
      return last;
    }
    await work.open(subscription, under, now);
    await work.open(subscription, last, endOf(last));
    return under;
  };

  const ofOne = async (subscription: string, withLast: boolean, by: CommitMeta): Promise<void> => {
    const now = time.now();
    const last = withLast ? await openLast(subscription, now) : undefined;
    // Sealing an hour may put the next one on the list; one that is held stays there.
    for (let held = false; !held;) {
      const open = (await work.openHours(subscription)).filter(({ hour }) => endOf(hour) <= now || (last !== undefined && hour <= last));
      if (open.length === 0) return;
      for (const one of open.toSorted(byHour)) held = (await seal(one, by, held)) === "held" || held;
    }
  };

  /** Those of one subscription one after the other, in order, and none before an earlier one that is on the list but not due: each is counted on what the one before hands on. */
  const sealAll = async (due: readonly UsageWork[], by: CommitMeta): Promise<void> => {
    const latest = new Map<string, Hour>();
    for (const { subscription, hour } of due) if (hour > (latest.get(subscription) ?? "")) latest.set(subscription, hour);
    await inParallel([...latest], WIDTH, async ([subscription, last]) => {
      const open = (await work.openHours(subscription)).filter(({ hour }) => hour <= last);
      const listed = due.filter((one) => one.subscription === subscription);
      const all = new Map([...listed, ...open].map((one) => [`${one.hour}#${one.dueAt}`, one]));
      let held = false;
      for (const one of [...all.values()].toSorted(byHour)) held = (await seal(one, by, held)) === "held" || held;
    });
  };

  return async ({ subscription, lastHour: last, position }, caller) => {
    const by = byRun(caller, subscription === "" ? caller.run : subscription);
    if (subscription !== "") {
      await ofOne(subscription, last === "yes", by);
      return { outcome: "sealed" };
    }
    const until = time.now();
    const left = deps.budget();
    for (const shard of ALL_SHARDS.slice(Number(position))) {
      // From the start each time: what is sealed has left, and may have put the next hour there.
      for (let page = await work.due(shard, until); page.items.length > 0; page = await work.due(shard, until)) {
        await sealAll(page.items, by);
        if (left.spent()) return { outcome: "more", position: shard };
      }
    }
    return { outcome: "sealed" };
  };
};

/** Reads what a customer is entitled to, and records it; another reading that came between is as good. */
const reading =
  ({ store, marketplace }: { readonly store: EventStore; readonly marketplace: Pick<MarketplaceEntitlement, "entitlementsOf"> }) =>
  async (subscription: string, by: CommitMeta): Promise<void> => {
    const { state, version } = await store.load(subscriptions, subscriptionStream(subscription));
    const filter = entitlementFilter(subscription, state);
    if (state.listing === undefined || filter === undefined) return;
    const readAt = clock.now();
    const entitlements = await marketplace.entitlementsOf(state.listing.productCode, filter);
    const command = { type: "RecordEntitlements", data: { entitlements, basedOn: version, readAt } } as const;
    await transact({ store, clock }, subscriptions, subscriptionStream(subscription), command, by);
  };

const serve = (): Run<typeof SealUsage> => {
  const store = eventLog();
  const table = deployedUsageTable();
  return sealUsage({
    store,
    records: storedUsageRecords(table),
    work: storedUsageWork(table),
    unsent: storedUnsentUsage(table),
    allocations: storedUsageAllocations(table),
    catalogue: catalogue(),
    readEntitlements: reading({ store, marketplace: marketplaceEntitlement() }),
    region: setting("METERING_REGION"),
    clock,
    budget: () => budget(BUDGET_MS),
  });
};

export const handler = lambdaTask(SealUsage, serve);
