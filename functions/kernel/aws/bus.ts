import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import type { PublicEvent } from "../../../events/public/contracts";
import { toFailure } from "./aws-failure";
import { setting } from "../task/settings";

/** What became of one entry. `error` is EventBridge's code, such as `ThrottlingException`. */
export type EntryResult = { readonly confirmed: true } | { readonly confirmed: false; readonly error: string };

/** Where public events go. */
export interface Bus {
  /** Sends one request's worth of events. @returns the result of each, in their order */
  readonly put: (events: readonly PublicEvent[]) => Promise<readonly EntryResult[]>;
}

/** The `source` of every public event. */
export const EVENT_SOURCE = "stallkeeper";

/** PutEvents takes at most 10 entries (EventBridge API reference). */
export const MAX_ENTRIES = 10;

/** A request's entries together must stay under 256 KB (EventBridge user guide, "Calculating event entry size"). */
export const MAX_BYTES = 262_144;

/** The size EventBridge counts for an event: source, detail-type and detail in UTF-8, and 14 bytes for the time. */
export const sizeOf = ({ type, detail }: PublicEvent): number => 14 + EVENT_SOURCE.length + Buffer.byteLength(type) + Buffer.byteLength(JSON.stringify(detail));

/** Cuts events into requests that PutEvents takes, in their order. An event too large for any stands alone, and is refused there. */
export const inRequests = (events: readonly PublicEvent[]): readonly (readonly PublicEvent[])[] => {
  const requests: PublicEvent[][] = [];
  let bytes = 0;
  for (const event of events) {
    const size = sizeOf(event);
    const current = requests.at(-1);
    if (current === undefined || current.length === MAX_ENTRIES || bytes + size >= MAX_BYTES) {
      requests.push([event]);
      bytes = size;
    } else {
      current.push(event);
      bytes += size;
    }
  }
  return requests;
};

/** A bus of EventBridge. */
export const eventBridgeBus = ({ client, name }: { readonly client: EventBridgeClient; readonly name: string }): Bus => ({
  put: async (events) => {
    const Entries = events.map(({ type, detail }) => ({
      EventBusName: name,
      Source: EVENT_SOURCE,
      DetailType: type,
      Time: new Date(detail.metadata.time),
      Detail: JSON.stringify(detail),
    }));
    try {
      const answer = await client.send(new PutEventsCommand({ Entries }));
      // An entry without an id was not taken, whatever FailedEntryCount says.
      return events.map((_, index) => {
        const entry = answer.Entries?.[index];
        return entry?.EventId === undefined ? { confirmed: false, error: entry?.ErrorCode ?? "NoResult" } : { confirmed: true };
      });
    } catch (error) {
      throw toFailure("EventBridge", error);
    }
  },
});

let opened: Bus | undefined;

/** The bus of this deployment. */
export const bus = (): Bus => (opened ??= eventBridgeBus({ client: new EventBridgeClient(), name: setting("BUS_NAME") }));
