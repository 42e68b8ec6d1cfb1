import { dayOf, hourAfter, hourAt, endOfMonth, monthOf, startOf, type Hour } from "../../events/kernel/hour";
import type { Quantity } from "../../events/kernel/quantity";
import { later, type Instant } from "../../events/kernel/values";
import { productByCode, type Catalogue } from "../../events/product/catalogue";
import type { Product } from "../../events/product/product";
import { meteredLife } from "../../events/subscription/metered";
import { subscription as subscriptions, subscriptionStream } from "../../events/subscription/decider";
import type { Subscription } from "../../events/subscription/state";
import type { Balances } from "../../events/usage/balances";
import { handedOnFrom, type Book } from "../../events/usage/book";
import { unsettledLines } from "../../events/usage/decider";
import { deadlineOf, LATEST_AFTER_MS, riskOf, sealableAt } from "../../events/usage/deadline";
import type { Clock } from "../kernel/task/clock";
import type { CommitMeta, EventStore } from "../kernel/streams/event-store";
import { Failure } from "../kernel/task/failure";
import { log } from "../kernel/task/log";
import { allocationPlace, type UsageAllocations } from "../kernel/usage/usage-allocations";
import type { UsageBooks } from "../kernel/usage/usage-books";
import type { UnsentUsage } from "../kernel/usage/unsent-usage";
import type { HourRow, UsageRecords } from "../kernel/usage/usage-records";
import type { UsageWork, UsageWorkList } from "../kernel/usage/usage-work";
import { warnOfUsage } from "../kernel/usage/warn-of-usage";
import { billsOverage, splitOverTags, summed } from "./count-hour";
import { inherited } from "./inherited";
import { termsOf, type Terms } from "./terms";

export interface SealingDependencies {
  readonly store: Pick<EventStore, "load">;
  readonly books: UsageBooks;
  readonly records: Pick<UsageRecords, "fence" | "rows">;
  readonly work: Pick<UsageWorkList, "open" | "done">;
  readonly unsent: Pick<UnsentUsage, "put">;
  readonly allocations: Pick<UsageAllocations, "keep">;
  readonly catalogue: Catalogue;
  /** Reads and records what a customer is entitled to now. */
  readonly readEntitlements: (subscription: string, by: CommitMeta) => Promise<void>;
  /** The Region new customers are metered in. */
  readonly region: string;
  readonly clock: Clock;
}

/** An hour whose subscription AWS has not confirmed yet is looked at again so much later, in milliseconds. */
const HOLD_MS = 15 * 60_000;

/** Runs are a quarter of an hour apart: with less than so many milliseconds left an hour is sealed by what is known. */
const LAST_LOOK_MS = 20 * 60_000;

/** The balances moved under the count so often: something is wrong. */
const COUNTS = 5;

interface About {
  readonly work: UsageWork;
  readonly product: Product;
  readonly state: Subscription;
  readonly by: CommitMeta;
}

/** The hour after, or the first that AWS still takes: nobody is told of a nothing that is older. */
const nextHour = (hour: Hour, now: Instant): Hour => {
  const [after, earliest] = [hourAfter(hour), hourAt(later(now, -LATEST_AFTER_MS))];
  return after < earliest ? earliest : after;
};

/** Seals one hour, or takes up what came after it was. Done twice it is done once. */
export const sealHour = (deps: SealingDependencies) => {
  const { store, books, records, work, unsent, allocations, catalogue, clock } = deps;

  const inheritedBy = inherited({ store, books });

  const graceMs = ({ metering }: Product): number => metering.graceMinutes * 60_000;

  const load = async (id: string): Promise<Subscription> => (await store.load(subscriptions, subscriptionStream(id))).state;

  /** What AWS is to be told of the hour, on the list of what it was not told yet. */
  const announce = async ({ work: { subscription, hour }, product }: About, book: Book): Promise<void> => {
    const sealed = book.hours[hour];
    if (sealed?.billedTo === undefined) return;
    const { billedTo, timestamp, deadline, region } = sealed;
    const lines = unsettledLines(book).flatMap(({ hour: at, line: { dimension, billed, allocations: digest } }) =>
      at === hour
        ? [
            {
              subscription,
              productCode: product.code,
              hour,
              dimension,
              billedTo,
              timestamp,
              quantity: billed,
              deadline,
              ...(digest !== undefined && { allocations: digest }),
            },
          ]
        : [],
    );
    if (lines.length > 0) await unsent.put(region, lines);
  };

  /** Whether an hour may still be sealed: neither it nor a later one is. */
  const isAhead = async (subscription: string, hour: Hour): Promise<boolean> => {
    const { closed, hours } = await books.load(subscription, dayOf(hour));
    const { day } = await books.meter(subscription);
    return !closed && (day === undefined || day <= dayOf(hour)) && !Object.keys(hours).some((sealed) => sealed >= hour);
  };

  /** The hour that late usage is billed with: the one under way, or the last of a month or life that is over; none once that is sealed. */
  const lateTarget = async ({ work: { subscription, hour }, product, state }: About, now: Instant): Promise<Hour | undefined> => {
    if (product.metering.lateUsage === "expire") return undefined;
    const life = meteredLife(state, now);
    if (life === "never") return undefined;
    const lastOfMonth = hourAt(later(endOfMonth(hour), -1));
    const under = monthOf(hour) === monthOf(hourAt(now)) ? hourAt(now) : lastOfMonth;
    const lastOfLife = life === "unknown" || life.until === undefined ? undefined : hourAt(later(life.until, -1));
    const target = lastOfLife !== undefined && lastOfLife < under ? lastOfLife : under;
    return (await isAhead(subscription, target)) ? target : undefined;
  };

  /** Brings what a sealed hour handed on to where it goes; said twice it is silence there. */
  const handOn = async ({ work: { subscription, hour }, by }: About, book: Book): Promise<void> => {
    for (const { into, ...late } of handedOnFrom(book, hour)) {
      const received = await books.write(subscription, into, { type: "ReceiveLate", data: late }, by);
      if (received.outcome === "accepted") continue;
      // The day it was meant for is closed since. Where it goes instead is written down before it goes there.
      const { day = into } = await books.meter(subscription);
      await books.write(subscription, dayOf(hour), { type: "RerouteLate", data: { hour, dimension: late.dimension, into: day } }, by);
      await books.write(subscription, day, { type: "ReceiveLate", data: late }, by);
    }
  };

  const takeLate = async (about: About, recorded: Readonly<Record<string, Quantity>>, now: Instant): Promise<void> => {
    const { subscription, hour } = about.work;
    const day = dayOf(hour);
    await handOn(about, await books.load(subscription, day));
    const target = await lateTarget(about, now);
    const into = target === undefined ? undefined : dayOf(target);
    if (target !== undefined) await work.open(subscription, target, sealableAt(target, graceMs(about.product)));
    const taken = await books.write(subscription, day, { type: "RecordLate", data: { hour, recorded, into } }, about.by);
    await handOn(about, taken.state);
  };

  const seal = async (about: About, terms: Terms, rows: readonly HourRow[], first: Balances | undefined): Promise<"sealed" | "late"> => {
    const {
      work: { subscription, hour },
      by,
    } = about;
    if ((await books.load(subscription, dayOf(hour))).hours[hour] !== undefined) return "late";
    const region = await books.region(subscription, deps.region, by);
    if ((await books.open(subscription, dayOf(hour), by, first)) === "late") return "late";
    const { goesOn: _, ...sealing } = terms;
    for (let counted = 0; counted < COUNTS; counted += 1) {
      const book = await books.load(subscription, dayOf(hour));
      const place = (dimension: string): string => allocationPlace(subscription, hour, dimension);
      const split = await splitOverTags({ rows, terms, book, place }, allocations);
      const data = { ...sealing, hour, region, recorded: summed(rows), allocations: split };
      const sealed = await books.write(subscription, dayOf(hour), { type: "Seal", data }, by);
      if (sealed.outcome === "accepted") {
        await announce(about, sealed.state);
        return "sealed";
      }
      if (sealed.refusal === "late") return "late";
    }
    throw new Failure("Transient", `The usage of ${subscription} changes faster than it can be counted; it is counted again.`);
  };

  /** The terms with entitlements that were read after the hour's end, where they decide what is billed beyond the contract. */
  const settledTerms = async (about: About, terms: Terms, rows: readonly HourRow[], now: Instant): Promise<Terms | "unknown"> => {
    const {
      work: { subscription, hour },
      state,
      product,
      by,
    } = about;
    const readAt = state.reading?.at;
    const isFresh = readAt !== undefined && readAt >= startOf(hourAfter(hour));
    if (terms.allowances.length === 0 || isFresh || !billsOverage(summed(rows), terms, await books.load(subscription, dayOf(hour)))) return terms;
    try {
      await deps.readEntitlements(subscription, by);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      // An outage of that service must not keep the usage of all others from AWS; near the end what was read last has to do.
      log.error("What a contract covers could not be read: its hour waits", { subscription, hour, failure: error.name });
      if (now < later(terms.deadline, -LAST_LOOK_MS)) return "unknown";
    }
    return termsOf(product, await load(subscription), hour, now);
  };

  /** What the hour is counted by, once its fence is up; `wait` while AWS has yet to say what decides it. */
  const prepare = async (
    about: About,
    now: Instant,
  ): Promise<{ readonly terms: Terms; readonly rows: readonly HourRow[]; readonly first?: Balances } | "wait"> => {
    const {
      work: { subscription, hour },
      product,
      state,
    } = about;
    const isSealed = (await books.load(subscription, dayOf(hour))).hours[hour] !== undefined;
    const first = termsOf(product, state, hour, now);
    if (first === "unknown") return "wait";
    const goesOnWith = isSealed || first.allowances.length === 0 ? undefined : await inheritedBy(subscription, state, hour, now);
    if (goesOnWith === "wait") return "wait";
    await records.fence(subscription, hour, now);
    const rows = await records.rows(subscription, hour);
    const terms = isSealed ? first : await settledTerms(about, first, rows, now);
    return terms === "unknown" ? "wait" : { terms, rows, ...(goesOnWith !== undefined && { first: goesOnWith }) };
  };

  const hold = async (one: UsageWork, now: Instant): Promise<"held"> => {
    const { subscription, hour } = one;
    // What AWS has yet to name waits for hours as a matter of course; near its end it is as lost as any other.
    const held = { hour, timestamp: startOf(hour), deadline: deadlineOf(hour, startOf(hour)) };
    if (now < held.deadline && riskOf(held, now) !== "delayed") warnOfUsage([held], now);
    const then = later(now, HOLD_MS);
    await work.open(subscription, hour, then);
    // Looked at twice in one moment it stands where it stood.
    if (one.dueAt !== then || one.mark !== undefined) await work.done(one);
    return "held";
  };

  /** @param isBehind whether an earlier hour is held: this one is counted on what that hands on, and waits with it */
  return async (one: UsageWork, by: CommitMeta, isBehind = false): Promise<"sealed" | "late" | "held"> => {
    const { subscription, hour } = one;
    const now = clock.now();
    const state = await load(subscription);
    const product = productByCode(catalogue, state.listing?.productCode ?? "");
    if (product === undefined || isBehind) return hold(one, now);
    const about: About = { work: one, product, state, by };
    const prepared = await prepare(about, now);
    if (prepared === "wait") return hold(one, now);
    const { terms, rows, first } = prepared;
    const outcome = await seal(about, terms, rows, first);
    if (outcome === "late") {
      // What a crash may have left: the hour was sealed, and not put on the list.
      await announce(about, await books.load(subscription, dayOf(hour)));
      await takeLate(about, summed(rows), now);
    }
    // The next hour is on the list before this one leaves it: an hour without usage is told of too.
    const next = nextHour(hour, now);
    if (terms.zero && terms.goesOn && (await isAhead(subscription, next))) await work.open(subscription, next, sealableAt(next, graceMs(product)));
    await work.done(one);
    return outcome;
  };
};
