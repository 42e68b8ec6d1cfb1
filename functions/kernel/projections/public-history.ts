import type { StreamId } from "../../../events/kernel/stream";
import type { PublicEvent } from "../../../events/public/contracts";
import { afterCommit, publicEvents } from "../../../events/public/published";
import { subscription } from "../../../events/subscription/decider";
import type { Subscription } from "../../../events/subscription/state";
import type { EventStore } from "../streams/event-store";
import type { ReadProjections } from "./read-projections";

/** A place in one stream: the version, the number of its last public event, and the state there. */
export interface Place {
  readonly version: number;
  readonly sequence: number;
  readonly state: Subscription;
}

/** Before the first commit of a stream. */
export const START: Place = { version: 0, sequence: 0, state: subscription.decider.initialState };

/** The public events of a commit, none for many, and the place behind it. */
export interface Told {
  readonly events: readonly PublicEvent[];
  readonly behind: Place;
}

interface Dependencies {
  readonly store: Pick<EventStore, "history">;
  /** Whether another subscription of the tenant, not this one, gives access. */
  readonly othersGrant: ReadProjections["othersGrant"];
}

/**
 * The public events of a stream from a place on, commit by commit. The same history gives the same ids, numbers and data;
 * only `tenantAccess` looks beyond the stream, and says what is so now.
 */
export async function* publicHistory({ store, othersGrant }: Dependencies, stream: StreamId<"subscription">, from: Place): AsyncIterable<Told> {
  const id = stream.slice("subscription-".length);
  const tenantAccess = async ({ tenantId, access, successor }: Subscription): Promise<boolean | null> => {
    if (tenantId === undefined) return null;
    return access.status === "granted" || (await othersGrant(tenantId, id, successor?.subscription));
  };
  let place = from;
  for await (const commit of store.history(subscription, stream, from.version)) {
    const state = afterCommit(place.state, commit);
    const change = { before: place.state, after: state, lastSequence: place.sequence };
    const events = publicEvents(commit, { ...change, tenantAccess: await tenantAccess(state) });
    place = { version: commit.last, sequence: place.sequence + events.length, state };
    yield { events, behind: place };
  }
}
