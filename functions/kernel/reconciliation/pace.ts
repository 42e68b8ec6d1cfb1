import { setTimeout as sleep } from "node:timers/promises";
import type { ReconciliationWalk } from "../../../events/reconciliation/events";

// A quarter of AWS's quotas (GetEntitlements 20 a second, SearchAgreements 5: `DG:entitlement-service-quotas`,
// `DG:agreement-service-quotas`) is the reconciliation's; the rest is for buyers who are waiting. Half of the quarter is for the
// walk over a product's list, and a quarter of it each for what the two walks find, which is asked about customer by customer.
// 2.5 pages of 25 a second are 62 rows: a million rows of entitlements are walked in four and a half hours.

/** Pages of a list that are asked for in a second. */
export const PAGES_PER_SECOND = { entitlements: 2.5, agreements: 0.625 } as const satisfies Readonly<Record<ReconciliationWalk, number>>;

/** Milliseconds between two questions about single customers, in each of the two walks. */
export const QUESTION_EVERY = { entitlements: 800, agreements: 3_200 } as const satisfies Readonly<Record<ReconciliationWalk, number>>;

/** How a pacer tells time and waits. */
export interface PaceClock {
  /** Milliseconds from any start. */
  readonly now: () => number;
  readonly pause: (milliseconds: number) => Promise<unknown>;
}

/** The time of the process, which nobody moves: AWS counts by it too. */
const processClock: PaceClock = { now: () => performance.now(), pause: (milliseconds) => sleep(milliseconds) };

/**
 * Waits before each call, the first one too, so that there are never more than so many in a second; not across two
 * tasks of one run either. Whoever asks has a turn of their own at once, however many wait.
 */
export const pacer = (perSecond: number, { now, pause }: PaceClock = processClock): (() => Promise<void>) => {
  const interval = 1_000 / perSecond;
  let next = now() + interval;
  return async () => {
    const asked = now();
    const turn = Math.max(asked, next);
    next = turn + interval;
    if (turn > asked) await pause(turn - asked);
  };
};
