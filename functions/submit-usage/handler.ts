import { dayOf } from "../../events/kernel/hour";
import { later, type Instant } from "../../events/kernel/values";
import { LATEST_AFTER_MS } from "../../events/usage/deadline";
import { byRun, type Appending } from "../kernel/streams/appending";
import { inParallel } from "../kernel/task/batches";
import { batchMeterUsage, type BatchMeterUsage } from "../kernel/aws/batch-meter-usage";
import { budget, type Budget } from "../kernel/task/budget";
import { clock } from "../kernel/task/clock";
import { eventLog } from "../kernel/streams/event-log";
import type { CommitMeta } from "../kernel/streams/event-store";
import { Failure } from "../kernel/task/failure";
import { lambdaTask, type Run } from "../kernel/task/lambda-task";
import { log } from "../kernel/task/log";
import { meteringLane, type MeteringLane } from "../kernel/usage/metering-lane";
import { count } from "../kernel/task/metrics";
import { pacer } from "../kernel/reconciliation/pace";
import { setting } from "../kernel/task/settings";
import { storedUnsentUsage, UNSENT_PARTS, type UnsentLine, type UnsentUsage } from "../kernel/usage/unsent-usage";
import { allocationPlace, storedUsageAllocations, type UsageAllocations } from "../kernel/usage/usage-allocations";
import { usageBooks, type UsageBooks } from "../kernel/usage/usage-books";
import { deployedUsageTable } from "../kernel/usage/usage-records";
import { warnOfUsage } from "../kernel/usage/warn-of-usage";
import { SubmitUsage } from "./contract";
import { planCalls, type ReadyLine } from "./plan-calls";
import { sendCalls, type LineOutcome } from "./send-calls";

interface Dependencies extends Appending {
  readonly books: UsageBooks;
  readonly unsent: UnsentUsage;
  readonly allocations: Pick<UsageAllocations, "read">;
  readonly metering: BatchMeterUsage;
  readonly lane: MeteringLane;
  /** Those that new customers are metered in. */
  readonly regions: readonly string[];
  readonly turn: () => Promise<void>;
  readonly budget: () => Budget;
}

/** AWS allows 10 calls a second in an account and Region (`DG:metering-service-quotas`); a little below, because its seconds are not ours. */
export const CALLS_PER_SECOND = 9.8;

/** Calls that are announced together: one commit for a second's work. */
const CALLS_A_GROUP = 10;

/** A customer AWS does not know yet is told of again so much later, in milliseconds; a record it left for later in a minute. */
const NOT_SUBSCRIBED_MS = 10 * 60_000;
const UNPROCESSED_MS = 60_000;

/** So often a run waits a minute for records that AWS leaves for later, or for another run; the next run goes on. */
const MOST_WAITS = 10;

export const BUDGET_MS = 15_000;
const WIDTH = 16;

/** No record has a later deadline, so that a look so far ahead, in milliseconds, finds those too that are told again later. */
const ALL_MS = LATEST_AFTER_MS;

/** While one group is written down, the next is under way: the quota is never idle. */
const GROUPS_AT_ONCE = 2;

/** What AWS took nothing of, or may have, is sent again by the state, after a while. */
const checkAnswers = (outcomes: readonly LineOutcome[]): void => {
  if (outcomes.some(({ answer }) => answer.status === "throttled")) {
    throw new Failure("Throttled", "AWS Marketplace Metering throttled the call; it is made again.");
  }
  if (outcomes.some(({ answer }) => answer.status === "unknown")) {
    throw new Failure("Transient", "AWS Marketplace Metering did not answer: the same records are sent again.");
  }
};

/** A product whose code is wrong must not keep the others' usage from AWS: its records wait, and a person is called at once. */
const tellWithheld = (outcomes: readonly LineOutcome[]): void => {
  const withheld = outcomes.flatMap(({ ready: { line }, answer }) =>
    answer.status === "withheld" ? [{ productCode: line.productCode, error: answer.error }] : [],
  );
  const [first] = withheld;
  if (first === undefined) return;
  log.error("AWS takes no usage of a product by this code: check its code and identity forms in the settings", first);
  count("UsageDelayed", withheld.length);
};

/** So near to its deadline, in milliseconds, a record is told of again at the next occasion: runs are a quarter of an hour apart. */
const NEAR_MS = 16 * 60_000;

/** When a line is told again: after a while, or so that one run more comes before its deadline. */
const againIn =
  (milliseconds: number, now: Instant) =>
  ({ deadline }: UnsentLine): Instant => {
    const [then, last] = [later(now, milliseconds), later(deadline, -NEAR_MS)];
    return last < then ? later(now, Math.min(milliseconds, UNPROCESSED_MS)) : then;
  };

export const submitUsage = (deps: Dependencies): Run<typeof SubmitUsage> => {
  const { unsent, books, allocations, lane, clock: time } = deps;
  const { send, settle } = sendCalls(deps);

  /** The first page of each part of what is due. */
  const due = async (region: string, now: Instant): Promise<{ readonly lines: readonly UnsentLine[]; readonly isAll: boolean }> => {
    const pages = await inParallel(UNSENT_PARTS, WIDTH, (part) => unsent.page(region, part, now));
    return { lines: pages.flatMap(({ items }) => items), isAll: pages.every(({ next }) => next === undefined) };
  };

  /** What AWS takes no more is shown as expired, not sent. */
  const expire = async (overdue: readonly UnsentLine[], now: Instant, by: CommitMeta): Promise<void> => {
    const late = new Map(overdue.map((line) => [`${line.subscription}#${dayOf(line.hour)}`, line]));
    await inParallel([...late.values()], WIDTH, ({ subscription, hour }) =>
      books.write(subscription, dayOf(hour), { type: "ExpireOverdue", data: { now } }, by),
    );
    await unsent.remove(overdue);
  };

  const ready = (lines: readonly UnsentLine[]): Promise<readonly ReadyLine[]> =>
    inParallel(lines, WIDTH, async (line) => ({
      line,
      allocations:
        line.allocations === undefined ? [] : await allocations.read(allocationPlace(line.subscription, line.hour, line.dimension), line.allocations),
    }));

  /** What is settled leaves the list; what is told again later moves behind what is due. */
  const tidy = async (region: string, outcomes: readonly LineOutcome[], now: Instant): Promise<void> => {
    const of = (...statuses: readonly LineOutcome["answer"]["status"][]) =>
      outcomes.filter(({ answer }) => statuses.includes(answer.status)).map(({ ready: { line } }) => line);
    await unsent.postpone(region, of("notSubscribed", "withheld"), againIn(NOT_SUBSCRIBED_MS, now));
    await unsent.postpone(region, of("unprocessed"), againIn(UNPROCESSED_MS, now));
    await unsent.remove(of("success", "duplicate", "refused"));
  };

  const groups = (calls: readonly (readonly ReadyLine[])[]): readonly (readonly (readonly ReadyLine[])[])[] =>
    Array.from({ length: Math.ceil(calls.length / CALLS_A_GROUP) }, (_, index) => calls.slice(index * CALLS_A_GROUP, (index + 1) * CALLS_A_GROUP));

  /** Tells AWS of what is due in one Region, until that is all or the time is up. */
  const submit = async (region: string, by: CommitMeta, left: Budget): Promise<"all" | "more"> => {
    for (;;) {
      const now = time.now();
      const { lines, isAll } = await due(region, now);
      if (lines.length === 0) return "all";
      await expire(
        lines.filter(({ deadline }) => deadline <= now),
        now,
        by,
      );
      const timely = lines.filter(({ deadline }) => deadline > now);
      const outcomes = await inParallel(groups(planCalls(await ready(timely), isAll, now)), GROUPS_AT_ONCE, async (group): Promise<readonly LineOutcome[]> => {
        if (left.spent()) return [];
        const sent = await send(region, group, by);
        await tidy(region, sent, time.now());
        tellWithheld(sent);
        checkAnswers(sent);
        return sent;
      });
      if (left.spent()) return "more";
      if (outcomes.flat().length === 0) return "all";
    }
  };

  /** Before anything is sent: where AWS answers nothing, the state comes no further. */
  const warn = async (region: string): Promise<void> => {
    const now = time.now();
    const { lines } = await due(region, later(now, ALL_MS));
    warnOfUsage(
      lines.filter(({ deadline }) => deadline > now),
      now,
    );
  };

  /** Whether AWS left anything that is due again within the next minutes. */
  const isWaiting = async (regions: readonly string[], now: Instant): Promise<boolean> => {
    const soon = later(now, 2 * UNPROCESSED_MS);
    const waiting = await inParallel(regions, WIDTH, async (region) => (await due(region, soon)).lines.length > 0);
    return waiting.includes(true);
  };

  return async ({ waits }, caller) => {
    const by = byRun(caller, caller.run);
    const waited = Number(waits);
    const left = deps.budget();
    const regions = await unsent.regions(deps.regions);
    for (const region of regions) {
      const owed = await lane.take(region, caller.run);
      if (owed === undefined) return waited < MOST_WAITS ? { outcome: "underWay", waits: String(waited + 1) } : { outcome: "leftToOthers" };
      for (const run of owed) await settle(run, by);
      await lane.settle(region, caller.run);
      await warn(region);
      if ((await submit(region, by, left)) === "more") return { outcome: "more", waits };
    }
    for (const region of regions) await lane.leave(region, caller.run);
    return waited < MOST_WAITS && (await isWaiting(regions, time.now())) ? { outcome: "later", waits: String(waited + 1) } : { outcome: "submitted" };
  };
};

const serve = (): Run<typeof SubmitUsage> => {
  const store = eventLog();
  const table = deployedUsageTable();
  return submitUsage({
    store,
    clock,
    books: usageBooks({ store, clock }),
    unsent: storedUnsentUsage(table),
    allocations: storedUsageAllocations(table),
    metering: batchMeterUsage(),
    lane: meteringLane(() => clock.now()),
    regions: [setting("METERING_REGION")],
    turn: pacer(CALLS_PER_SECOND),
    budget: () => budget(BUDGET_MS),
  });
};

export const handler = lambdaTask(SubmitUsage, serve);
