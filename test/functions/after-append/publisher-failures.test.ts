import fc from "fast-check";
import type { Cursors } from "../../../functions/kernel/projections/cursors";
import { memoryEventStore } from "../../../functions/kernel/streams/memory-event-store";
import { memoryCursors } from "../../kit/memory-consumers";
import { say, tell } from "../../kit/buyer";
import { STREAM, quietPublisher, expected, fakeBus } from "./publishing";

/** Something stopped the process: nothing after it happens. */
class Crash extends Error {}

/**
 * Runs calls under decisions of a test case: each call may crash before it takes effect, or after, so that the
 * caller never learns that it did.
 */
const chaos = (decisions: Iterator<number>) => {
  const decide = (): number => {
    const next = decisions.next();
    return next.done === true ? 9 : next.value;
  };
  const unsafely =
    <Args extends readonly unknown[], Answer>(call: (...args: Args) => Promise<Answer>) =>
    async (...args: Args): Promise<Answer> => {
      const fate = decide();
      if (fate === 0) throw new Crash("before");
      const answer = await call(...args);
      if (fate === 1) throw new Crash("after");
      return answer;
    };
  return { decide, unsafely };
};

const command = fc.oneof(
  fc.constant(say.arrive()),
  fc.constant(say.activate()),
  fc.integer({ min: 0, max: 3 }).map((seats) => say.read(seats)),
  fc.constantFrom("c1", "c2").map(say.register),
  fc.constantFrom("acme", "other").map((tenant) => say.link(tenant, `claim-${tenant}`)),
  fc.constant(say.end()),
);

describe("the publisher under failures", () => {
  test("loses, skips and renumbers nothing, wherever it crashes and whatever the bus refuses", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(command, { minLength: 1, maxLength: 25 }),
        fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 200 }),
        async (commands, fates) => {
          const store = memoryEventStore();
          const cursors = memoryCursors();
          const { decide, unsafely } = chaos(fates[Symbol.iterator]());
          const bus = fakeBus(() => (decide() === 2 ? "refused" : "confirmed"));
          const known = new Set<string>();
          const watchedAdvance: Cursors["advance"] = async (stream, from, to) => {
            // The promise itself: whatever lies behind a cursor has been confirmed.
            for (const event of await expected(store)) {
              const { id } = event.detail.metadata;
              if (Number(id.split("@")[1]) <= to.version) expect(known.has(id)).toBe(true);
            }
            return await cursors.advance(stream, from, to);
          };
          const { publish } = quietPublisher(
            store,
            { read: unsafely(cursors.read), advance: unsafely(watchedAdvance) },
            {
              put: unsafely(async (events) => {
                const results = await bus.put(events);
                events.forEach(({ detail }, index) => results[index]!.confirmed && known.add(detail.metadata.id));
                return results;
              }),
            },
          );
          for (const one of commands) {
            await tell(store, "l-1", one);
            if (decide() > 4) await publish(STREAM).catch(() => undefined);
          }
          for (let tries = 0; tries < 300; tries += 1) {
            const done = await publish(STREAM).then(
              () => true,
              () => false,
            );
            if (done) break;
          }
          const ought = await expected(store);
          const byId = new Map(bus.confirmed.map((event) => [event.detail.metadata.id, event]));
          expect(ought.map(({ detail }) => byId.get(detail.metadata.id))).toEqual(ought);
          // Nothing else was sent, and whatever was sent twice was the same twice.
          for (const event of bus.confirmed) expect(event).toEqual(byId.get(event.detail.metadata.id));
          expect(byId.size).toBe(ought.length);
        },
      ),
      { numRuns: 200 },
    );
  });

  test("publishes everything when several workers follow one stream while it is written to", async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(command, { minLength: 3, maxLength: 12 }), async (scheduler, commands) => {
        const store = memoryEventStore();
        const cursors = memoryCursors();
        const bus = fakeBus();
        const worker = quietPublisher(
          store,
          {
            read: scheduler.scheduleFunction(cursors.read),
            advance: scheduler.scheduleFunction(cursors.advance),
          },
          { put: scheduler.scheduleFunction(bus.put) },
        );
        const work = (async () => {
          const wakeUps: Promise<void>[] = [];
          for (const one of commands) {
            await tell(store, "l-1", one);
            wakeUps.push(worker.publish(STREAM));
          }
          await Promise.all(wakeUps);
        })();
        await scheduler.waitFor(work);
        const ought = await expected(store);
        const byId = new Map(bus.confirmed.map((event) => [event.detail.metadata.id, event]));
        expect(ought.map(({ detail }) => byId.get(detail.metadata.id))).toEqual(ought);
        for (const event of bus.confirmed) expect(event).toEqual(byId.get(event.detail.metadata.id));
      }),
      { numRuns: 100 },
    );
  });
});
