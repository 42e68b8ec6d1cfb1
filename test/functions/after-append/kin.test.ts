import fc from "fast-check";
import type { PublicEvent } from "../../../events/public/contracts";
import type { SubscriptionCommand } from "../../../events/subscription/commands";
import { subscription, subscriptionStream } from "../../../events/subscription/decider";
import type { Subscription } from "../../../events/subscription/state";
import { consumers } from "../../../functions/after-append/consumers";
import { kin } from "../../../functions/after-append/kin";
import { publisher } from "../../../functions/after-append/publisher";
import type { EventStore } from "../../../functions/kernel/streams/event-store";
import { memoryEventStore } from "../../../functions/kernel/streams/memory-event-store";
import { projector } from "../../../functions/kernel/projections/projector";
import { readProjections } from "../../../functions/kernel/projections/read-projections";
import { join } from "../../../functions/kernel/purchases/succession";
import { say, tell } from "../../kit/buyer";
import { FIRST, memoryCursors, memoryGenerations, memoryRows } from "../../kit/memory-consumers";

const NOW = "2026-11-24T09:30:00.000Z";
const clock = { now: () => NOW };
const IDS = ["l-1", "l-2", "l-3"] as const;
const idle = async () => {
  await Promise.resolve();
};

/** The older that an agreement's renewal ended, as its stream knows it. */
const renewed: SubscriptionCommand = {
  type: "LinkAgreement",
  data: { agreement: { id: "agmt-1", version: 1, from: NOW, advisory: {}, advisorySuspends: false, end: { status: "RENEWED", at: NOW } } },
};

/** The log and everyone who follows it, with wake-ups that come when they are called for. */
const stall = (isConfirmed: () => boolean = () => true) => {
  const store = memoryEventStore();
  const rows = memoryRows();
  const heard: PublicEvent[] = [];
  const bus = {
    put: async (events: readonly PublicEvent[]) => {
      await Promise.resolve();
      return events.map((event) => {
        if (!isConfirmed()) return { confirmed: false, error: "ThrottlingException" } as const;
        heard.push(structuredClone(event));
        return { confirmed: true } as const;
      });
    },
  };
  const { othersGrant } = readProjections({ rows, generations: memoryGenerations() });
  const { follow } = consumers({
    projector: projector({ store, rows }),
    publisher: publisher({ store, cursors: memoryCursors(), bus, othersGrant, pause: idle }),
    watches: [{ see: idle }],
    visits: { see: async () => {} },
    kin: kin({ store, clock }),
  });
  const state = async (id: string): Promise<Subscription> => (await store.load(subscription, subscriptionStream(id))).state;
  const version = async (id: string): Promise<number> => (await store.load(subscription, subscriptionStream(id))).version;
  const shown = (id: string): number => rows.contents("subscriptions", "first")[`${id}/row`]?.version ?? 0;
  /** A wake-up. One that fails comes again. */
  const wake = async (id: (typeof IDS)[number]): Promise<void> => {
    await follow(subscriptionStream(id), FIRST).catch(idle);
  };
  /** Wakes whoever has something new, and one whose wake-up failed again, until nothing is left. */
  const rest = async (): Promise<void> => {
    for (let before = ""; ;) {
      for (const id of IDS) await wake(id);
      const now = JSON.stringify([await Promise.all(IDS.map(version)), IDS.map(shown), heard.length]);
      if (now === before) return;
      before = now;
    }
  };
  return { store, heard, state, wake, rest };
};

const joins = async (store: EventStore, older: string, newer: string): Promise<void> => {
  const { state } = await store.load(subscription, subscriptionStream(older));
  await join(
    { store, clock },
    { older: { id: older, state }, newer, basis: "previousAgreement" },
    { correlation: "c", causation: "test", actor: "stallkeeper", run: `join-${older}` },
  );
};

/** What a step does to the log. A claim and a form of the older one may come whenever they like. */
type Step = readonly [string, (store: EventStore) => Promise<unknown>];

const STEPS: readonly Step[] = [
  ["the older registers", (store) => tell(store, "l-1", say.register("c1"))],
  ["the older is claimed", (store) => tell(store, "l-1", say.link("acme", "claim-1"))],
  ["a further person registers", (store) => tell(store, "l-1", say.register("c2"))],
  ["the older ends", (store) => tell(store, "l-1", renewed, say.end(NOW))],
  ["the newer is active", (store) => tell(store, "l-2", say.activate())],
  ["the newer is read", (store) => tell(store, "l-2", say.read(5))],
  ["they are joined", (store) => joins(store, "l-1", "l-2")],
];

const begin = async (stalls: ReturnType<typeof stall>): Promise<void> => {
  await tell(stalls.store, "l-1", say.arrive(), say.activate(), say.read(5));
  await tell(stalls.store, "l-2", say.arrive());
  await stalls.rest();
};

const positionOf = (heard: readonly PublicEvent[], type: PublicEvent["type"], id: string): number =>
  heard.findIndex((event) => event.type === type && event.detail.data.subscriptionId === id);

/** What the product knows of one in the end: the bus keeps no order, sequences do. */
const newestOf = (heard: readonly PublicEvent[], id: string): PublicEvent["detail"]["data"] | undefined =>
  heard
    .filter(({ detail }) => detail.data.subscriptionId === id)
    .toSorted((one, other) => one.detail.metadata.sequence - other.detail.metadata.sequence)
    .at(-1)?.detail.data;

describe("subscriptions that are joined", () => {
  test("know the same of the buyer, and hear of it in the right order, however their facts and wake-ups cross", async () => {
    const order = fc.shuffledSubarray([...STEPS], { minLength: STEPS.length });
    const wakes = fc.array(fc.subarray([...IDS]), { minLength: STEPS.length, maxLength: STEPS.length });
    const refusals = fc.array(fc.boolean(), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(order, wakes, refusals, async (steps, woken, refused) => {
        const fates = [...refused];
        const at = stall(() => fates.shift() !== true);
        await begin(at);
        for (const [index, [, step]] of steps.entries()) {
          await step(at.store);
          for (const id of woken[index]!) await at.wake(id);
          const [older, newer] = [await at.state("l-1"), await at.state("l-2")];
          // Whatever has come so far, the buyer has access somewhere.
          expect([older.access.status, newer.access.status]).toContain("granted");
        }
        await at.rest();

        expect(await at.state("l-2")).toMatchObject({ access: { status: "granted" }, tenantId: "acme", predecessor: { subscription: "l-1" } });
        expect((await at.state("l-2")).registeredAt).toBe(NOW);
        expect(new Set((await at.state("l-2")).contacts)).toEqual(new Set(["c1", "c2"]));
        expect(await at.state("l-1")).toMatchObject({ access: { status: "revoked", reason: "replaced" }, successor: { subscription: "l-2" } });

        const revoked = positionOf(at.heard, "Access Revoked", "l-1");
        expect(revoked).toBeGreaterThan(positionOf(at.heard, "Subscription Replaced", "l-2"));
        expect(revoked).toBeGreaterThan(positionOf(at.heard, "Access Granted", "l-2"));
        expect(positionOf(at.heard, "Subscription Replaced", "l-2")).toBeGreaterThanOrEqual(0);
        expect(newestOf(at.heard, "l-2")).toMatchObject({ tenantId: "acme", access: "granted" });
        const end = at.heard[revoked]?.detail.data;
        // Once the tenant is known, it never hears that nothing of it gives access.
        expect(end?.tenantAccess).toBe(end?.tenantId === null ? null : true);
      }),
      { numRuns: 120, seed: 20261125, endOnFailure: true },
    );
  });

  test("keep the older one's access while the newer waits, and end it when the newer is over", async () => {
    const at = stall();
    await begin(at);
    await tell(at.store, "l-1", renewed, say.end(NOW));
    await tell(at.store, "l-2", say.activate());
    await joins(at.store, "l-1", "l-2");
    await at.rest();
    expect((await at.state("l-1")).access).toEqual({ status: "granted", reason: "renewalUnderWay" });
    const cancelled = { id: "agmt-2", version: 1, from: NOW, advisory: {}, advisorySuspends: false, end: { status: "CANCELLED", at: NOW } } as const;
    await tell(at.store, "l-2", { type: "LinkAgreement", data: { agreement: cancelled } });
    await at.rest();
    expect((await at.state("l-1")).access).toEqual({ status: "revoked", reason: "replaced" });
    expect((await at.state("l-2")).access).toEqual({ status: "revoked", reason: "agreementEnded" });
  });

  test("pass on what is told along a chain, in both directions", async () => {
    const at = stall();
    await begin(at);
    await tell(at.store, "l-3", say.arrive());
    await joins(at.store, "l-1", "l-2");
    await joins(at.store, "l-2", "l-3");
    await tell(at.store, "l-1", renewed, say.end(NOW));
    await at.rest();
    await tell(at.store, "l-1", say.register("c1"), say.link("acme", "claim-1"));
    await at.rest();
    expect(await at.state("l-3")).toMatchObject({ tenantId: "acme", contacts: ["c1"], registeredAt: NOW });
    expect((await at.state("l-1")).access.status).toBe("granted");
    await tell(at.store, "l-3", say.activate(), say.read(5));
    await at.rest();
    expect((await at.state("l-1")).access).toEqual({ status: "revoked", reason: "replaced" });
    expect((await at.state("l-2")).successor?.tookOverAt).toBe(NOW);
  });

  test("are joined on the older side too, where a run ended between the two", async () => {
    const at = stall();
    await begin(at);
    await tell(at.store, "l-2", { type: "Continue", data: { predecessor: "l-1", basis: "previousAgreement", contacts: [] } }, say.activate(), say.read(5));
    await at.rest();
    expect((await at.state("l-1")).successor).toEqual({ subscription: "l-2", basis: "previousAgreement", tookOverAt: NOW });
  });

  test("append nothing more, however often they are woken", async () => {
    const at = stall();
    await begin(at);
    await tell(at.store, "l-2", say.activate(), say.read(5));
    await joins(at.store, "l-1", "l-2");
    await at.rest();
    const before = await Promise.all(IDS.map(at.state));
    await at.rest();
    expect(await Promise.all(IDS.map(at.state))).toEqual(before);
  });
});
