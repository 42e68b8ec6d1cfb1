import fc from "fast-check";
import type { Fact } from "./aws-says";
import type { Truth } from "./runs";
import { world, type World } from "./world";

/** A life, or a stretch of one, that must end alike however its facts arrive. */
export interface Story {
  /** What had been told, read and decided in its own time, and is not shuffled: a reading not made in time is a fact that is missing. */
  readonly before?: readonly Fact[];
  /** What was told before the rest; the samples shuffle it in. */
  readonly given?: readonly Fact[];
  readonly facts: readonly Fact[];
  readonly truth?: Truth;
  /** Access and reason in the end, by subscription; and whatever else of its row is worth saying. */
  readonly ends: Readonly<Record<string, Readonly<Record<string, unknown>> & { readonly access: string; readonly reasonCode: string }>>;
  /** When the end is looked at: two days after the story by default, when all graces but a renewal's are over. */
  readonly at?: string;
}

const AFTER = "2026-11-26T00:00:00.000Z";

/** How long before the end is looked at the late ones hear of everything: two hours, which all patience with AWS's messages fits in. */
const LATE_BY = 2 * 3_600_000;

/** Six facts have 720 orders; seven have 5,040, and are sampled. */
const ALL_ORDERS_UP_TO = 6;
const SAMPLE = 25;
const SEED = 20261124;

/** Members of a row that hold times of our own, which are those of arrival. What a buyer is silent about depends on when we heard of them. */
const OURS = new Set(["entitlementsReadAt", "registeredAt", "accessEndsAt", "dueAt", "mails", "silences", "provisioningDeadline", "version"]);

const essence = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(essence);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !OURS.has(key))
      .map(([key, member]) => [key, essence(member)]),
  );
};

const endOf = async (stall: World, at: string): Promise<unknown> => {
  await stall.turnTo(at);
  return essence(stall.rows());
};

const sentence = (fact: Fact): string =>
  fact.is === "message" ? (/"detail-type":"([^"]*)"|action\\": \\"([^\\]*)/.exec(fact.body)?.slice(1).join("") ?? "?") + ` ${fact.at.slice(11, 16)}` : fact.is;

const expectSame = (end: unknown, first: unknown, order: readonly Fact[], how: string): void => {
  if (JSON.stringify(end) === JSON.stringify(first)) return;
  // The order is part of what differs, so that a failure tells which one it was.
  const told = `${how}: ${order.map(sentence).join(" | ")}`;
  expect({ told, end }).toEqual({ told, end: first });
};

/** Visits every order of the facts; orders with a beginning in common share it. */
const everyOrder = async (stall: World, facts: readonly Fact[], visit: (stall: World, order: readonly Fact[]) => Promise<void>, told: readonly Fact[] = []) => {
  if (facts.length === 0) await visit(stall, told);
  for (const fact of facts) {
    const branch = stall.fork();
    await branch.tell(fact);
    await everyOrder(
      branch,
      facts.filter((one) => one !== fact),
      visit,
      [...told, fact],
    );
  }
};

const late = async (stall: World, at: string, told: readonly Fact[] = []): Promise<World> => {
  await stall.turnTo(at);
  for (const fact of told) await stall.tell(fact);
  return stall;
};

/** As it happens when nothing is delayed: each fact at its own time, and every due turn between. */
export const live = async (stall: World, facts: readonly Fact[]): Promise<World> => {
  for (const fact of facts.toSorted((one, other) => (one.at < other.at ? -1 : 1))) {
    await stall.turnTo(fact.at);
    await stall.tell(fact);
  }
  return stall;
};

const sampled = async (
  facts: readonly Fact[],
  runs: number,
  check: (order: readonly Fact[], pick: (below: number) => number) => Promise<void>,
): Promise<void> => {
  const shuffled = fc.shuffledSubarray([...facts], { minLength: facts.length });
  const picks = fc.array(fc.nat(997), { minLength: 64, maxLength: 64 });
  await fc.assert(
    fc.asyncProperty(shuffled, picks, async (order, numbers) => {
      let next = 0;
      await check(order, (below) => (numbers[(next += 1) % numbers.length] ?? 0) % below);
    }),
    { numRuns: runs, seed: SEED, endOnFailure: true },
  );
};

/**
 * Holds a story to its end: told as it happens, told afterwards in every order (or a seeded sample), with every fact twice,
 * and with all runs interleaved step by step over projections that lag.
 */
export const endsAlike = async ({ before = [], given = [], facts, truth = {}, ends, at = AFTER }: Story): Promise<void> => {
  const begun = await live(world(truth), before);
  const heard = new Date(Date.parse(at) - LATE_BY).toISOString();
  const all = [...given, ...facts];
  const asItHappens = await live(begun.fork(), all);
  const first = await endOf(asItHappens, at);
  const rows = Object.entries(asItHappens.rows().subscriptions);
  expect(Object.fromEntries(rows.map(([key, row]) => [key.replace(/\/row$/, ""), row.content]))).toEqual(
    Object.fromEntries(Object.entries(ends).map(([id, end]) => [id, expect.objectContaining(end)])),
  );

  const check = async (how: string, stall: World, order: readonly Fact[]): Promise<void> => {
    expectSame(await endOf(stall, at), first, order, how);
  };
  if (facts.length <= ALL_ORDERS_UP_TO) await everyOrder(await late(begun.fork(), heard, given), facts, (stall, order) => check("late", stall, order));
  await sampled(all, SAMPLE, async (order) => {
    await check("late, shuffled", await late(begun.fork(), heard, order), order);
  });
  const twice = [...all, ...all];
  await sampled(twice, SAMPLE, async (order) => {
    await check("late and twice", await late(begun.fork(), heard, order), order);
  });
  await sampled(twice, SAMPLE, async (order, pick) => {
    const stall = await late(begun.fork(), heard);
    await stall.tellTogether(order, pick);
    await check("at once", stall, order);
  });
};
