import { publisher } from "../../../functions/after-append/publisher";
import type { EventStore } from "../../../functions/kernel/streams/event-store";
import { memoryEventStore } from "../../../functions/kernel/streams/memory-event-store";
import { memoryCursors } from "../../kit/memory-consumers";
import { bought, say, tell } from "../../kit/buyer";
import { STREAM, quietPublisher, expected, fakeBus, idsOf, life, sequencesOf } from "./publishing";

describe("the publisher", () => {
  test("publishes every public event once, in order, and comes to the end of the stream", async () => {
    const store = memoryEventStore();
    const cursors = memoryCursors();
    const bus = fakeBus();
    const version = await tell(store, "l-1", ...life);
    await quietPublisher(store, cursors, bus).publish(STREAM);
    expect(bus.confirmed).toEqual(await expected(store));
    expect(sequencesOf(bus.confirmed)).toEqual(bus.confirmed.map((_, index) => index + 1));
    expect(cursors.at(STREAM)?.version).toBe(version);
  });

  test("publishes nothing again when it is woken once more", async () => {
    const store = memoryEventStore();
    const cursors = memoryCursors();
    const bus = fakeBus();
    await tell(store, "l-1", ...life);
    const { publish } = quietPublisher(store, cursors, bus);
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
    await quietPublisher(store, cursors, bus).publish(STREAM);
    const starts: number[] = [];
    const watched: Pick<EventStore, "history"> = {
      history: (definition, stream, after = 0) => {
        starts.push(after);
        return store.history(definition, stream, after);
      },
    };
    await tell(store, "l-1", say.read(9));
    await quietPublisher(watched, cursors, bus).publish(STREAM);
    expect(Math.min(...starts)).toBeGreaterThan(0);
    expect(bus.confirmed).toEqual(await expected(store));
  });

  test("folds the history anew when its cursor was written by a release that folds differently", async () => {
    const store = memoryEventStore();
    const cursors = memoryCursors();
    const bus = fakeBus();
    await tell(store, "l-1", ...bought());
    await quietPublisher(store, cursors, bus).publish(STREAM);
    cursors.set(STREAM, { ...cursors.at(STREAM)!, fold: { stale: true }, foldVersion: 0 });
    await tell(store, "l-1", say.read(9));
    await quietPublisher(store, cursors, bus).publish(STREAM);
    expect(bus.confirmed).toEqual(await expected(store));
  });

  test("sends more events than one request takes in several, none over ten", async () => {
    const store = memoryEventStore();
    const bus = fakeBus();
    await tell(store, "l-1", ...bought(), ...Array.from({ length: 137 }, (_, index) => say.read(index + 10)));
    await quietPublisher(store, memoryCursors(), bus).publish(STREAM);
    expect(Math.max(...bus.requests)).toBe(10);
    expect(bus.confirmed).toEqual(await expected(store));
  });

  test("tries a refused entry again, alone", async () => {
    const store = memoryEventStore();
    let refusals = 1;
    const bus = fakeBus(({ detail }) => (detail.metadata.sequence === 2 && refusals-- > 0 ? "refused" : "confirmed"));
    await tell(store, "l-1", ...life);
    await quietPublisher(store, memoryCursors(), bus).publish(STREAM);
    expect(bus.requests[1]).toBe(1);
    expect(idsOf(bus.confirmed).toSorted()).toEqual(idsOf(await expected(store)).toSorted());
  });

  test("never moves its cursor past an event that stays refused, and says so", async () => {
    const store = memoryEventStore();
    const cursors = memoryCursors();
    const bus = fakeBus(({ detail }) => (detail.metadata.sequence === 4 ? "refused" : "confirmed"));
    await tell(store, "l-1", ...life);
    await expect(quietPublisher(store, cursors, bus).publish(STREAM)).rejects.toMatchObject({ name: "Transient" });
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
