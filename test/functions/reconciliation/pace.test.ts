import { PAGES_PER_SECOND, pacer, QUESTION_EVERY } from "../../../functions/kernel/reconciliation/pace";

/** A clock that moves only while somebody waits, or a call takes its time. */
const virtual = () => {
  let at = 0;
  return {
    now: () => at,
    pause: async (milliseconds: number) => {
      await Promise.resolve();
      at += milliseconds;
    },
    take: (milliseconds: number) => void (at += milliseconds),
  };
};

const QUOTA = { entitlements: 20, agreements: 5 } as const;

describe("a pacer", () => {
  test.each([0, 90, 350])("never lets more calls go in a second than it may, with calls of %i ms", async (duration) => {
    const clock = virtual();
    const turn = pacer(2.5, clock);
    const calls: number[] = [];
    for (let call = 0; call < 40; call += 1) {
      await turn();
      calls.push(clock.now());
      clock.take(duration);
    }
    for (const from of calls) expect(calls.filter((at) => at >= from && at < from + 2_000).length).toBeLessThanOrEqual(5);
  });

  test("is not slowed down by calls that take less than their turn", async () => {
    const clock = virtual();
    const turn = pacer(2.5, clock);
    for (let call = 0; call < 10; call += 1) {
      await turn();
      clock.take(300);
    }
    expect(clock.now()).toBeLessThanOrEqual(10 * 400 + 300);
  });

  test("gives each of many who ask at once a turn of their own", async () => {
    const clock = virtual();
    const turn = pacer(10, { now: clock.now, pause: (milliseconds) => Promise.resolve(void waits.push(milliseconds)) });
    const waits: number[] = [];
    await Promise.all(Array.from({ length: 30 }, turn));
    expect(waits).toEqual(Array.from({ length: 30 }, (_, index) => (index + 1) * 100));
  });

  test("waits before its first call, so that two tasks in a row keep apart", async () => {
    const clock = virtual();
    await pacer(0.625, clock)();
    expect(clock.now()).toBe(1_600);
  });
});

describe("the reconciliation's share of AWS's quotas", () => {
  test.each(["entitlements", "agreements"] as const)("is a quarter for %s: one walk, and what each of the two walks finds", (walk) => {
    const questions = 2 * (1_000 / QUESTION_EVERY[walk]);
    expect(PAGES_PER_SECOND[walk] + questions).toBeLessThanOrEqual(QUOTA[walk] / 4);
  });
});
