import type { StreamId } from "../../events/kernel/stream";
import { afterCommit } from "../../events/public/published";
import { subscription } from "../../events/subscription/decider";
import type { Subscription } from "../../events/subscription/state";
import type { Bus } from "../kernel/aws/bus";
import type { Cursors, PublisherCursor } from "../kernel/projections/cursors";
import type { EventStore } from "../kernel/streams/event-store";
import { Failure } from "../kernel/task/failure";
import { publicHistory, START, type Place, type Told } from "../kernel/projections/public-history";
import type { ReadProjections } from "../kernel/projections/read-projections";
import { delivery } from "./delivery";

interface Dependencies {
  readonly store: Pick<EventStore, "history">;
  readonly cursors: Pick<Cursors, "read" | "advance">;
  readonly bus: Bus;
  /** Whether another subscription of the tenant, not this one, gives access. */
  readonly othersGrant: ReadProjections["othersGrant"];
  /** Waits before the try of this number, from 1. */
  readonly pause: (attempt: number) => Promise<void>;
}

/** What is sent before the cursor moves: five full requests, or as many commits as stay small in memory. */
const TURN_EVENTS = 50;
const TURN_COMMITS = 500;

/** Another worker on the same stream moves the cursor for us; so often in a row means something else is wrong. */
const ROUNDS = 20;

/** Sends every public event of a stream at least once and in order, however often it fails on the way. */
export const publisher = ({ store, cursors, bus, othersGrant, pause }: Dependencies) => {
  const deliver = delivery({ bus, pause });

  const refold = async (stream: StreamId<"subscription">, upTo: number): Promise<Subscription> => {
    let state = subscription.decider.initialState;
    if (upTo === 0) return state;
    for await (const commit of store.history(subscription, stream)) {
      if (commit.first > upTo) return state;
      state = afterCommit(state, commit);
    }
    return state;
  };

  const placeOf = async (stream: StreamId<"subscription">, cursor: PublisherCursor | undefined): Promise<Place> => {
    if (cursor === undefined) return START;
    const { version, sequence } = cursor;
    const folded = cursor.foldVersion === subscription.foldVersion ? subscription.state.safeParse(cursor.fold) : undefined;
    return { version, sequence, state: folded?.success === true ? folded.data : await refold(stream, version) };
  };

  /** The commits past a place, as many as make a turn; `rest`: whether there may be more. */
  const outgoing = async (stream: StreamId<"subscription">, from: Place): Promise<{ readonly commits: readonly Told[]; readonly rest: boolean }> => {
    const commits: Told[] = [];
    let events = 0;
    for await (const told of publicHistory({ store, othersGrant }, stream, from)) {
      commits.push(told);
      events += told.events.length;
      if (events >= TURN_EVENTS || commits.length >= TURN_COMMITS) return { commits, rest: true };
    }
    return { commits, rest: false };
  };

  /** The place behind the last commit of which every event is confirmed. */
  const reached = (commits: readonly Told[], confirmed: number): Place | undefined => {
    let sent = 0;
    let place: Place | undefined;
    for (const { events, behind } of commits) {
      sent += events.length;
      if (sent > confirmed) return place;
      place = behind;
    }
    return place;
  };

  const advance = async (stream: StreamId<"subscription">, from: Place, behind: Place | undefined): Promise<"advanced" | "movedByAnother" | undefined> => {
    if (behind === undefined) return undefined;
    const { version, sequence, state } = behind;
    return cursors.advance(stream, from.version, { version, sequence, fold: state, foldVersion: subscription.foldVersion });
  };

  /** One turn. @returns whether the stream is published to its end: what is appended from here on wakes us again */
  const turn = async (stream: StreamId<"subscription">): Promise<boolean> => {
    const cursor = await cursors.read(stream);
    const place = await placeOf(stream, cursor);
    const { commits, rest } = await outgoing(stream, place);
    if (commits.length === 0) return true;

    const { confirmed, failure } = await deliver(commits.flatMap(({ events }) => events));
    const moved = await advance(stream, place, reached(commits, confirmed));
    if (failure !== undefined) throw failure;
    // If another worker moved the cursor meanwhile, it sent the same events; the next turn reads on from where it got to.
    return moved === "advanced" && !rest;
  };

  return {
    /** Publishes what the stream holds past its cursor. @throws Failure if an event stays unconfirmed: the cursor then stands before it */
    publish: async (stream: StreamId<"subscription">): Promise<void> => {
      for (let round = 0; round < ROUNDS; round += 1) if (await turn(stream)) return;
      throw new Failure("Transient", `The publisher did not come to the end of ${stream} in ${ROUNDS} turns. It goes on later.`);
    },
  };
};
