import { later, type Instant } from "../../../events/kernel/values";
import type { Entitlement } from "../../../events/subscription/values";
import { memoryEventStore } from "../../../functions/kernel/streams/memory-event-store";
import { CLEARLY_AFTER_MS, readEntitlements } from "../../../functions/read-entitlements/handler";
import { recordEntitlements } from "../../../functions/record-entitlements/handler";
import { say, tell } from "../../kit/buyer";

const START = "2026-11-24T09:30:00.000Z";
const by = (run: string) => ({ run, state: "Read what was bought" });

/** A customer of a contract, AWS's answers, and runs that read at times of the test's. */
const desk = async (listed: () => readonly Entitlement[]) => {
  const store = memoryEventStore();
  await tell(store, "l-1", say.activate());
  let now: Instant = START;
  let asked = 0;
  const clock = { now: () => now };
  const marketplace = {
    entitlementsOf: async () => {
      asked += 1;
      return await Promise.resolve(listed());
    },
  };
  const readBy = (run: string, since: Instant) => readEntitlements({ store, clock, marketplace })({ subscription: "l-1", since }, by(run));
  return {
    readBy,
    /** A run that reads and records. @returns what it went on with */
    served: async (run: string, since: Instant) => {
      const read = await readBy(run, since);
      return read.outcome === "alreadyRead" ? read : recordEntitlements({ store, clock })({ subscription: "l-1", reading: read.reading }, by(run));
    },
    at: (milliseconds: number) => (now = later(START, milliseconds)),
    asked: () => asked,
  };
};

describe("reading what was bought", () => {
  const seats = (value: number): readonly Entitlement[] => [{ dimension: "seats", value }];

  test("asks AWS once for all the runs that began before the reading did, and tells each the same", async () => {
    const { served, at, asked } = await desk(() => seats(5));
    at(CLEARLY_AFTER_MS);
    const first = await served("one", START);
    expect(first).toMatchObject({ outcome: "decided", found: 1 });
    expect(await served("two", START)).toEqual({ ...first, outcome: "alreadyRead" });
    expect(await served("three", later(START, 0))).toEqual({ ...first, outcome: "alreadyRead" });
    expect(asked()).toBe(1);
  });

  test("asks anew for what came after the reading began, or too shortly before to be told apart", async () => {
    let value = 1;
    const { served, at, asked } = await desk(() => seats((value += 1)));
    at(CLEARLY_AFTER_MS);
    await served("one", START);
    for (const [index, since] of [1, CLEARLY_AFTER_MS, 2 * CLEARLY_AFTER_MS].entries()) {
      const read = await served(`later-${index}`, later(START, since));
      expect(read.outcome).toBe("decided");
    }
    expect(asked()).toBe(4);
  });

  test("dates a reading before the question it asks, so that no fact is taken for known to it that was not", async () => {
    const { readBy, at } = await desk(() => {
      at(60_000);
      return seats(1);
    });
    const read = await readBy("one", START);
    expect(read.outcome === "read" && read.reading.readAt).toBe(START);
  });

  test("takes nobody's empty answer for more than it is: AWS's reads lag, and it is found to be empty again", async () => {
    const { served, at } = await desk(() => []);
    at(CLEARLY_AFTER_MS);
    await served("one", START);
    expect(await served("two", START)).toMatchObject({ outcome: "alreadyRead", found: 0 });
  });
});
