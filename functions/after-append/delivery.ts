import type { PublicEvent } from "../../events/public/contracts";
import { inRequests, type Bus } from "../kernel/aws/bus";
import { Failure } from "../kernel/task/failure";

interface Dependencies {
  readonly bus: Bus;
  /** Waits before the try of this number. */
  readonly pause: (attempt: number) => Promise<void>;
}

/** How far a delivery came. */
export interface Delivered {
  /** How many events, from the first on without a gap, the bus has confirmed. */
  readonly confirmed: number;
  /** Why the next one is not; undefined if all are. */
  readonly failure: Failure | undefined;
}

/** A refused entry is sent again so often at once; then the stream goes to the lagging queue, where it waits longer. */
const TRIES = 3;

const refused = (error: string): Failure => new Failure("Transient", `EventBridge refused an event (${error}). It is sent again.`);

const asFailure = (error: unknown): Failure =>
  error instanceof Failure ? error : new Failure("Transient", "The bus could not be reached. It is tried again.", { cause: error });

/** What became of each event of a request. */
const put = async (bus: Bus, events: readonly PublicEvent[]): Promise<readonly ("confirmed" | Failure)[]> => {
  try {
    const results = await bus.put(events);
    return events.map((_, index) => {
      const result = results[index] ?? { confirmed: false, error: "NoResult" };
      return result.confirmed ? "confirmed" : refused(result.error);
    });
  } catch (error) {
    return events.map(() => asFailure(error));
  }
};

/** Sends one request, and again those of its entries that were refused: the bus takes or refuses each on its own. */
const sendRequest = async (request: readonly PublicEvent[], { bus, pause }: Dependencies): Promise<Delivered> => {
  const open = new Map(request.entries());
  let failure: Failure | undefined;
  for (let attempt = 1; open.size > 0 && attempt <= TRIES; attempt += 1) {
    if (attempt > 1) await pause(attempt);
    const sent = [...open];
    const results = await put(
      bus,
      sent.map(([, event]) => event),
    );
    for (const [index, [place]] of sent.entries()) {
      const result = results[index];
      if (result === "confirmed") open.delete(place);
      else failure = result;
    }
  }
  return open.size === 0 ? { confirmed: request.length, failure: undefined } : { confirmed: Math.min(...open.keys()), failure };
};

/** Sends events in their order, and stops at the first request of which one entry stays unconfirmed. */
export const delivery =
  (dependencies: Dependencies) =>
  async (events: readonly PublicEvent[]): Promise<Delivered> => {
    let confirmed = 0;
    for (const request of inRequests(events)) {
      const delivered = await sendRequest(request, dependencies);
      confirmed += delivered.confirmed;
      if (delivered.failure !== undefined) return { confirmed, failure: delivered.failure };
    }
    return { confirmed, failure: undefined };
  };
