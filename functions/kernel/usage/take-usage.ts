import type { z } from "zod";
import { meteredDimensions, type Product } from "../../../events/product/product";
import { productByCode, type Catalogue } from "../../../events/product/catalogue";
import type { Instant } from "../../../events/kernel/values";
import { subscription as subscriptions, subscriptionStream } from "../../../events/subscription/decider";
import { meteredElsewhere, meteredLife } from "../../../events/subscription/metered";
import type { Subscription } from "../../../events/subscription/state";
import { startOf } from "../../../events/kernel/hour";
import { deadlineOf, sealableAt } from "../../../events/usage/deadline";
import { isRetryable, judge, ReportedUsage, type IntakeRefusal } from "../../../events/usage/intake";
import { inParallel } from "../task/batches";
import type { Clock } from "../task/clock";
import type { EventStore } from "../streams/event-store";
import { hash } from "../task/hash";
import type { Claimed, UsageRecord, UsageRecords } from "./usage-records";
import type { UsageWorkList } from "./usage-work";

interface Dependencies {
  readonly store: Pick<EventStore, "load">;
  readonly records: Pick<UsageRecords, "claim" | "claimOf" | "add" | "isFenced">;
  readonly work: Pick<UsageWorkList, "open">;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
}

/** What became of one report. */
export type IntakeAnswer =
  | {
      readonly recordId: string;
      /** `duplicate`: the same was taken before. */
      readonly status: "accepted" | "duplicate";
      readonly subscription: string;
      readonly billsInHour: string;
      readonly deadline: Instant;
      /** The hour may be sealed already: it is counted once more, and what is new goes on to a later hour, if the product's settings say so. */
      readonly late: boolean;
    }
  | { readonly recordId: string; readonly status: "conflict"; readonly code: "recordIdInUse"; readonly retryable: false; readonly message: string }
  | { readonly recordId: string | null; readonly status: "refused"; readonly code: IntakeRefusal; readonly retryable: boolean; readonly message: string };

const WORDS: Readonly<Record<IntakeRefusal, string>> = {
  malformed: "",
  unknownSubscription:
    "Nothing is known under this subscription id. Take it from 'subscriptionId' of an event or a claim; of a purchase that AWS has not told of yet, report it again later.",
  notMetered: "The product has no metered dimension: AWS takes no usage of it.",
  unknownDimension: "The product has no metered dimension of this key; keys are case-sensitive.",
  unknownTag: "The product's settings ('metering.tagKeys') do not name this tag.",
  inTheFuture: "'usedAt' is more than five minutes ahead of our clock. Report it once it has happened.",
  beforeTheStart: "The subscription was not in force yet at 'usedAt': AWS takes no usage from before.",
  afterTheEnd: "The subscription had ended at 'usedAt': AWS takes no usage from after.",
  tooLate: "AWS takes usage for 24 hours, of a month until 06:00 UTC on the 1st of the next, and for an hour after the end of a license.",
};

const refused = (recordId: string | null, code: IntakeRefusal, retryable: boolean, message = WORDS[code]): IntakeAnswer => ({
  recordId,
  status: "refused",
  code,
  retryable,
  message,
});

const IN_USE = "This recordId was used for other usage of the subscription within 40 days. Name it anew if it is new.";

const MINUTE_MS = 60_000;

/** How many streams are read, and records claimed, at once. */
const WIDTH = 25;

/** A chain of renewals is as long as a customer is loyal; one that goes in circles is none. */
const MOST_STEPS = 10;

interface Known {
  readonly id: string;
  readonly state: Subscription;
  readonly product: Product;
}

interface Parsed {
  readonly index: number;
  readonly report: ReportedUsage;
}

/** A report with its hour, and when the hour is sealed. */
interface Placed extends Parsed {
  readonly record: UsageRecord;
  readonly deadline: Instant;
  readonly graceMs: number;
}

interface Taken extends Placed {
  readonly status: "accepted" | "duplicate";
}

/** What the records of one call have in common. */
interface Taking {
  /** The subscriptions that were looked up. */
  readonly seen: Map<string, Promise<Known | undefined>>;
  readonly dryRun: boolean;
}

const recordIdOf = (given: unknown): string | null =>
  typeof given === "object" && given !== null && "recordId" in given && typeof given.recordId === "string" ? given.recordId.slice(0, 200) : null;

/** The reports by their names: of those with one name the first that is said counts. */
const byName = (given: readonly unknown[]): readonly (readonly (readonly [number, unknown])[])[] => {
  const groups = new Map<string | number, (readonly [number, unknown])[]>();
  for (const [index, one] of given.entries()) {
    const name = recordIdOf(one) ?? index;
    const known = groups.get(name);
    if (known === undefined) groups.set(name, [[index, one]]);
    else known.push([index, one]);
  }
  return [...groups.values()];
};

const faultsOf = ({ issues }: z.ZodError): string => issues.map(({ path, message }) => `${path.join(".") || "the record"}: ${message}`).join("; ");

const hourKey = ({ subscription, hour }: UsageRecord): string => `${subscription}#${hour}`;

const byHour = (taken: readonly Taken[]) => {
  const hours = new Map<string, { readonly key: string; readonly first: Taken; readonly records: UsageRecord[] }>();
  for (const one of taken) {
    const key = hourKey(one.record);
    const known = hours.get(key);
    if (known === undefined) hours.set(key, { key, first: one, records: [one.record] });
    else known.records.push(one.record);
  }
  return [...hours.values()];
};

/** Takes reports of usage, each on its own: what is accepted is stored, and will be sealed or seen to be late. */
export const takeUsage = ({ store, records, work, catalogue, clock }: Dependencies) => {
  const find = async (id: string): Promise<Known | undefined> => {
    const { state } = await store.load(subscriptions, subscriptionStream(id));
    const product = state.listing === undefined ? undefined : productByCode(catalogue, state.listing.productCode);
    return product === undefined ? undefined : { id, state, product };
  };

  /** The subscription that an hour is billed to, which may be another than the one that is named. */
  const billed = async (id: string, usedAt: Instant, now: Instant, seen: Map<string, Promise<Known | undefined>>): Promise<Known | undefined> => {
    let at = id;
    for (let step = 0; step < MOST_STEPS; step += 1) {
      const asked = seen.get(at) ?? find(at);
      seen.set(at, asked);
      const known = await asked;
      const elsewhere = known === undefined ? undefined : meteredElsewhere(known.state, usedAt, now);
      if (elsewhere === undefined) return known;
      at = elsewhere;
    }
    return undefined;
  };

  const place = async (parsed: Parsed, now: Instant, seen: Map<string, Promise<Known | undefined>>): Promise<Placed | IntakeRefusal> => {
    const { subscription, usedAt, ...reported } = parsed.report;
    const known = await billed(subscription, usedAt, now, seen);
    if (known === undefined) return "unknownSubscription";
    const { metering, ...product } = known.product;
    const life = meteredLife(known.state, now);
    const metered = { life, dimensions: meteredDimensions(product), tagKeys: metering.tagKeys, carriesLate: metering.lateUsage === "carry" };
    const judged = judge(parsed.report, metered, now);
    if (typeof judged === "string") return judged;
    const { hour, deadline } = judged;
    return {
      ...parsed,
      record: { ...reported, reportedFor: subscription, subscription: known.id, usedAt, hour },
      deadline,
      graceMs: metering.graceMinutes * MINUTE_MS,
    };
  };

  /** What a claim would find. */
  const claimable = async (record: UsageRecord): Promise<Claimed> => (await records.claimOf(record)) ?? { outcome: "claimed", record };

  /** Gives the report its id, or finds what stands under it: said again it is the same, though it could not be said now. */
  const claim = async (parsed: Parsed, now: Instant, { seen, dryRun }: Taking): Promise<Taken | IntakeAnswer> => {
    const placed = await place(parsed, now, seen);
    const { subscription: reportedFor, ...reported } = parsed.report;
    const { recordId } = reported;
    if (typeof placed === "string") {
      const before = await records.claimOf({ ...reported, reportedFor });
      if (before === undefined || before.outcome === "conflict") return refused(recordId, placed, isRetryable(placed, reported, now));
      const { subscription, hour } = before.record;
      return { recordId, status: "duplicate", subscription, billsInHour: hour, deadline: deadlineOf(hour, startOf(hour)), late: false };
    }
    const claimed = await (dryRun ? claimable(placed.record) : records.claim(placed.record, now));
    if (claimed.outcome !== "conflict") return { ...placed, record: claimed.record, status: claimed.outcome === "claimed" ? "accepted" : "duplicate" };
    return { recordId, status: "conflict", code: "recordIdInUse", retryable: false, message: IN_USE };
  };

  /** Stores what was claimed, hour by hour, and learns which of the hours are fenced. */
  const keep = async (taken: readonly Taken[], now: Instant): Promise<ReadonlySet<string>> => {
    const fenced = await inParallel(byHour(taken), WIDTH, async ({ key, first, records: all }): Promise<string | undefined> => {
      const { subscription, hour } = first.record;
      // On the list before it is there, so that nothing is there that is on no list.
      await work.open(subscription, hour, sealableAt(hour, first.graceMs));
      await records.add(all, now);
      // Read after the write: without a fence the sealing is sure to see the record; with one the hour is counted once more.
      if (!(await records.isFenced(subscription, hour))) return undefined;
      // Another call of the same moment may be about to be seen to: this one has a place of its own on the list.
      await work.open(subscription, hour, now, hash(...all.map(({ recordId }) => recordId)));
      return key;
    });
    return new Set(fenced.filter((key) => key !== undefined));
  };

  const late = async (taken: readonly Taken[]): Promise<ReadonlySet<string>> => {
    const fenced = await inParallel(byHour(taken), WIDTH, async ({ key, first: { record } }) =>
      (await records.isFenced(record.subscription, record.hour)) ? key : undefined,
    );
    return new Set(fenced.filter((key) => key !== undefined));
  };

  /** @param dryRun whether nothing is kept, and only said what would become of it */
  return async (given: readonly unknown[], dryRun = false): Promise<readonly IntakeAnswer[]> => {
    const now = clock.now();
    const answers = new Map<number, IntakeAnswer>();
    const taking: Taking = { seen: new Map(), dryRun };
    const take = async (index: number, one: unknown): Promise<Taken | undefined> => {
      const report = ReportedUsage.safeParse(one);
      const answer = report.success
        ? await claim({ index, report: report.data }, now, taking)
        : refused(recordIdOf(one), "malformed", false, faultsOf(report.error));
      if ("record" in answer) return answer;
      answers.set(index, answer);
      return undefined;
    };
    const taken = await inParallel(byName(given), WIDTH, async (reports): Promise<readonly (Taken | undefined)[]> => {
      const inOrder: (Taken | undefined)[] = [];
      for (const [index, one] of reports) inOrder.push(await take(index, one));
      return inOrder;
    });
    const kept = taken.flat().filter((one) => one !== undefined);
    const fenced = await (dryRun ? late(kept) : keep(kept, now));
    for (const { index, record, deadline, status } of kept) {
      const { recordId, subscription, hour } = record;
      answers.set(index, { recordId, status, subscription, billsInHour: hour, deadline, late: fenced.has(hourKey(record)) });
    }
    return given.flatMap((_, index) => answers.get(index) ?? []);
  };
};
