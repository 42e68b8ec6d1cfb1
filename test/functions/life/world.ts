import { subscription as subscriptions, subscriptionStream } from "../../../events/subscription/decider";
import type { Subscription } from "../../../events/subscription/state";
import { kin } from "../../../functions/after-append/kin";
import { FIRST_GENERATION } from "../../../functions/kernel/projections/generations";
import { hash } from "../../../functions/kernel/task/hash";
import { cursorRow, isSubscriptionStream, projector, subscriptionOf } from "../../../functions/kernel/projections/projector";
import { transact } from "../../../functions/kernel/streams/transact";
import { takeIn } from "../../../functions/notice-intake/intake";
import type { EventStore } from "../../../functions/kernel/streams/event-store";
import type { StreamId } from "../../../events/kernel/stream";
import { foldingStore, type Folded } from "../../kit/folding-store";
import { FIRST, memoryRows } from "../../kit/memory-consumers";
import type { StoredRow } from "../../../functions/kernel/projections/rows";
import { PRODUCTS } from "./products";
import { runsOf, type Truth } from "./runs";
import type { Fact } from "./aws-says";

interface Kept {
  readonly streams: Folded;
  readonly rows: Map<string, StoredRow>;
  /** Forms that wait for the page to show them, and log-ins that wait for a registration. */
  readonly held: readonly Fact[];
  readonly now: string;
  readonly runs: number;
}

const nothing = (): Kept => ({ streams: new Map(), rows: new Map(), held: [], now: "2026-11-24T00:00:00.000Z", runs: 0 });

/**
 * The stall, in memory: real tasks over a real log, called in the order in which the state machines call them. Each
 * stretch between two calls is a step, so that runs can be interleaved.
 */
export const world = (truth: Truth, kept: Kept = nothing()) => {
  let { held, now, runs } = kept;
  const { streams, rows } = kept;
  // No task of these reads a history or walks the log.
  const store = foldingStore(streams) as EventStore;
  const clock = { now: () => now };
  const table = memoryRows(rows);
  const appending = { store, clock, catalogue: PRODUCTS };
  const { changed, arrived, registered, due } = runsOf({ store, clock, table, truth });

  const state = (id: string): Subscription => (streams.get(subscriptionStream(id))?.state as Subscription | undefined) ?? subscriptions.decider.initialState;
  const subscriptionStreams = (): readonly StreamId<"subscription">[] => [...streams.keys()].filter(isSubscriptionStream);

  /** What is appended wakes the projector and kin, who may append and so wake themselves again. */
  const followed = async (): Promise<void> => {
    for (const stream of subscriptionStreams()) {
      const row = await table.get(cursorRow(stream, FIRST.subscriptions));
      if (row?.version === streams.get(stream)?.version) continue;
      await kin(appending).tell(stream, await projector({ store, rows: table }).project(stream, FIRST));
      return followed();
    }
  };

  const waits = (fact: Fact): boolean =>
    (fact.is === "registration" && !state(fact.subscription).arrived) || (fact.is === "claim" && state(fact.subscription).registeredAt === undefined);

  const newRun = (): string => `run-${(runs += 1)}`;

  async function* dealWith(fact: Fact): AsyncGenerator<void> {
    if (waits(fact)) {
      held = [...held, fact];
      return;
    }
    switch (fact.is) {
      case "message": {
        const started: { readonly name: string; readonly notice: string }[] = [];
        const starter = {
          start: async (_: string, name: string, input: unknown) => {
            started.push({ name, notice: (input as { readonly notice: string }).notice });
            return "started" as const;
          },
        };
        await takeIn({ store, clock, starter: starter as never, machine: "" }, { ...fact, sentAt: fact.at });
        yield;
        for (const { name, notice } of started) yield* changed(notice, name);
        return;
      }
      case "arrival":
        yield* arrived(fact, newRun());
        return;
      case "registration":
        yield* registered(fact, newRun());
        return;
      case "claim": {
        const { subscription, tenantId } = fact;
        const command = { type: "LinkTenant", data: { tenantId, claim: hash(tenantId), claimExpiresAt: "2030-01-01T00:00:00.000Z" } } as const;
        await transact({ store, clock }, subscriptions, subscriptionStream(subscription), command, {
          correlation: subscription,
          causation: "product-api",
          actor: "product",
          run: newRun(),
        });
      }
    }
  }

  const released = (): readonly Fact[] => {
    const free = held.filter((fact) => !waits(fact));
    held = held.filter((fact) => waits(fact));
    return free;
  };

  const finish = async (steps: AsyncGenerator<void>): Promise<void> => {
    for await (const _ of steps);
    await followed();
  };

  const nextDue = (by: string): { readonly id: string; readonly at: string } | undefined =>
    subscriptionStreams()
      .map((stream) => ({ id: subscriptionOf(stream), at: state(subscriptionOf(stream)).dueAt ?? "9" }))
      .filter(({ at }) => at <= by)
      .toSorted((one, other) => (one.at < other.at ? -1 : 1))
      .at(0);

  const stall = {
    state,
    /** Turns the clock, stopping at every time at which a subscription is due. */
    turnTo: async (at: string): Promise<void> => {
      for (let turn = nextDue(at); turn !== undefined; turn = nextDue(at)) {
        now = turn.at > now ? turn.at : now;
        await finish(due(turn.id, newRun()));
      }
      now = at;
    },
    /** Deals with a fact from beginning to end. */
    tell: async (fact: Fact): Promise<void> => {
      await finish(dealWith(fact));
      for (let free = released(); free.length > 0; free = released()) for (const one of free) await finish(dealWith(one));
    },
    /** Deals with several facts at once: `pick` says whose turn is next, and the consumers follow when it says so. `look` sees every moment between. */
    tellTogether: async (facts: readonly Fact[], pick: (below: number) => number, look: () => void = () => undefined): Promise<void> => {
      let open = facts.map(dealWith);
      while (open.length > 0) {
        const turn = open[pick(open.length)]!;
        if ((await turn.next()).done === true) open = open.filter((one) => one !== turn);
        look();
        if (pick(3) === 0) await followed();
        look();
        open = [...open, ...released().map(dealWith)];
      }
      await followed();
    },
    /** The same stall as it stands, to go on from twice. */
    fork: () => world(truth, { streams: new Map(streams), rows: new Map(rows), held, now, runs }),
    /** The rows of the projections that hold no time of ours. */
    rows: () => ({
      customers: table.contents("customers", FIRST_GENERATION),
      tenants: table.contents("tenants", FIRST_GENERATION),
      subscriptions: table.contents("subscriptions", FIRST_GENERATION),
    }),
  };
  return stall;
};

export type World = ReturnType<typeof world>;
