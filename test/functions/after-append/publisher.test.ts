import fc from "fast-check";
import { initialSubscription } from "../../../events/subscription/state";
import { subscription, subscriptionStream } from "../../../events/subscription/decider";
import type { SubscriptionCommand } from "../../../events/subscription/commands";
import type { PublicEvent } from "../../../events/public/contracts";
import { afterCommit, publicEvents } from "../../../events/public/published";
import { publisher } from "../../../functions/after-append/publisher";
import type { Bus, EntryResult } from "../../../functions/kernel/bus";
import type { Cursors } from "../../../functions/kernel/cursors";
import type { EventStore } from "../../../functions/kernel/event-store";
import { memoryEventStore } from "../../../functions/kernel/memory-event-store";
import { bought, say, tell } from "../../kit/buyer";
import { memoryCursors } from "../../kit/memory-consumers";

const STREAM = subscriptionStream("l-1");

/** A bus that remembers what it confirmed, and fails as it is told to: an entry, a whole request, or a request it took. */
const fakeBus = (fate: (event: PublicEvent) => "confirmed" | "refused" = () => "confirmed") => {
  const confirmed: PublicEvent[] = [];
  const requests: number[] = [];
  const bus: Bus = {
    put: async (events) => {
      await Promise.resolve();
      requests.push(events.length);
      return events.map((event): EntryResult => {
        if (fate(event) === "refused") return { confirmed: false, error: "ThrottlingException" };
        confirmed.push(structuredClone(event));
        return { confirmed: true };
      });
    },
  };
  return { ...bus, confirmed, requests };
};

const idsOf = (events: readonly PublicEvent[]): readonly string[] => [...new Set(events.map(({ detail }) => detail.metadata.id))];
const sequencesOf = (events: readonly PublicEvent[]): readonly number[] => [...new Set(events.map(({ detail }) => detail.metadata.sequence))];

/** What ought to be published, worked out in one go. */
const expected = async (store: EventStore): Promise<readonly PublicEvent[]> => {
  const events: PublicEvent[] = [];
  let state = initialSubscription;
  for await (const commit of store.history(subscription, STREAM)) {
    const after = afterCommit(state, commit);
    const tenantAccess = after.tenantId === undefined ? null : after.access.status === "granted";
    events.push(...publicEvents(commit, { before: state, after, lastSequence: events.length, tenantAccess }));
    state = after;
  }
  return events;
};

const build = (store: Pick<EventStore, "history">, cursors: Pick<Cursors, "read" | "advance">, bus: Bus) =>
  publisher({
    store,
    cursors,
    bus,
    othersGrant: async () => await Promise.resolve(false),
    pause: async () => {
      await Promise.resolve();
    },
  });

const life: readonly SubscriptionCommand[] = [...bought(), say.read(6), say.link("acme", "k1"), say.read(7), say.end(), say.register("c2"), say.read(8)];

describe("the publisher", () => {
  test("publishes every public event once, in order, and comes to the end of the stream", async () => {
    const store = memoryEventStore();
    const cursors = memoryCursors();
    const bus = fakeBus();
    const version = await tell(store, "l-1", ...life);
    await build(store, cursors, bus).publish(STREAM);
    expect(bus.confirmed).toEqual(await expected(store));
    expect(sequencesOf(bus.confirmed)).toEqual(bus.confirmed.map((_, index) => index + 1));
    expect(cursors.at(STREAM)?.version).toBe(version);
  });

  test("publishes nothing again when it is woken once more", async () => {
    const store = memoryEventStore();
    const cursors = memoryCursors();
    const bus = fakeBus();
    await tell(store, "l-1", ...life);
    const { publish } = build(store, cursors, bus);
    await publish(STREAM);
    const sent = bus.confirmed.length;
    await publish(STREAM);
    expect(bus.confirmed).toHaveLength(sent);
  });

  test("goes on from its cursor without reading the history before it", async () => {
    const store = memoryEventStore();
    const cursors = memoryCursors();
    const bus = fakeBus();
    await tell(store, "l-1", ...bought());
    await build(store, cursors, bus).publish(STREAM);
    const starts: number[] = [];
    const watched: Pick<EventStore, "history"> = {
      history: (definition, stream, after = 0) => {
        starts.push(after);
        return store.history(definition, stream, after);
      },
    };
    await tell(store, "l-1", say.read(9));
    await build(watched, cursors, bus).publish(STREAM);
    expect(Math.min(...starts)).toBeGreaterThan(0);
    expect(bus.confirmed).toEqual(await expected(store));
  });

  test("folds the history anew when its cursor was written by a release that folds differently", async () => {
    const store = memoryEventStore();
    const cursors = memoryCursors();
    const bus = fakeBus();
    await tell(store, "l-1", ...bought());
    await build(store, cursors, bus).publish(STREAM);
    cursors.set(STREAM, { ...cursors.at(STREAM)!, fold: { stale: true }, foldVersion: 0 });
    await tell(store, "l-1", say.read(9));
    await build(store, cursors, bus).publish(STREAM);
    expect(bus.confirmed).toEqual(await expected(store));
  });

  test("sends more events than one request takes in several, none over ten", async () => {
    const store = memoryEventStore();
    const bus = fakeBus();
    await tell(store, "l-1", ...bought(), ...Array.from({ length: 137 }, (_, index) => say.read(index + 10)));
    await build(store, memoryCursors(), bus).publish(STREAM);
    expect(Math.max(...bus.requests)).toBe(10);
    expect(bus.confirmed).toEqual(await expected(store));
  });

  test("tries a refused entry again, alone", async () => {
    const store = memoryEventStore();
    let refusals = 1;
    const bus = fakeBus(({ detail }) => (detail.metadata.sequence === 2 && refusals-- > 0 ? "refused" : "confirmed"));
    await tell(store, "l-1", ...life);
    await build(store, memoryCursors(), bus).publish(STREAM);
    expect(bus.requests[1]).toBe(1);
    expect(idsOf(bus.confirmed).toSorted()).toEqual(idsOf(await expected(store)).toSorted());
  });

  test("never moves its cursor past an event that stays refused, and says so", async () => {
    const store = memoryEventStore();
    const cursors = memoryCursors();
    const bus = fakeBus(({ detail }) => (detail.metadata.sequence === 4 ? "refused" : "confirmed"));
    await tell(store, "l-1", ...life);
    await expect(build(store, cursors, bus).publish(STREAM)).rejects.toMatchObject({ name: "Transient" });
    const refused = (await expected(store))[3]!;
    expect(cursors.at(STREAM)?.sequence).toBe(3);
    expect(cursors.at(STREAM)!.version).toBeLessThan(Number(refused.detail.metadata.id.split("@")[1]));
  });

  test("tells of a tenant's access through the tenant's other subscriptions", async () => {
    const store = memoryEventStore();
    const bus = fakeBus();
    await tell(store, "l-1", ...bought(), say.link("acme"), say.end());
    const asked: string[][] = [];
    const othersGrant = async (tenant: string, own: string) => {
      asked.push([tenant, own]);
      return await Promise.resolve(true);
    };
    await publisher({
      store,
      cursors: memoryCursors(),
      bus,
      othersGrant,
      pause: async () => {
        await Promise.resolve();
      },
    }).publish(STREAM);
    expect(bus.confirmed.at(-1)?.detail.data).toMatchObject({ access: "revoked", tenantId: "acme", tenantAccess: true });
    expect(asked).toContainEqual(["acme", "l-1"]);
  });
});

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
          const { publish } = build(
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
        const worker = build(
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
