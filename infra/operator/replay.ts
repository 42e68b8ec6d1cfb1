import { randomUUID } from "node:crypto";
import type { StreamId } from "../../events/kernel/stream";
import type { PublicEvent } from "../../events/public/contracts";
import { inParallel } from "../../functions/kernel/task/batches";
import { EVENT_SOURCE } from "../../functions/kernel/aws/bus";
import type { EventStore, ListedStream } from "../../functions/kernel/streams/event-store";
import { publicHistory, START } from "../../functions/kernel/projections/public-history";
import type { ReadProjections } from "../../functions/kernel/projections/read-projections";
import type { Envelope, Rule, RuleTarget, RuleTargets } from "../../functions/kernel/aws/rule-targets";
import { walk, WALK_WIDTH } from "../../functions/kernel/streams/walk";

/** What is to be sent again: a subscription's events, or those of a period, both from and to in the log's own time, `to` not included. */
export interface Wanted {
  readonly subscription?: string;
  readonly from?: string;
  readonly to?: string;
  /** Where a walk that broke off goes on; empty to start. */
  readonly position: string;
}

/** How far it came. */
export interface Replayed {
  readonly streams: number;
  readonly events: number;
  /** Events that the rule's own pattern keeps from its targets. */
  readonly notForRule: number;
  readonly messages: number;
}

interface Dependencies {
  readonly store: Pick<EventStore, "history" | "streams">;
  readonly othersGrant: ReadProjections["othersGrant"];
  readonly targets: Pick<RuleTargets, "fits" | "send">;
  readonly rule: Rule;
  readonly queues: readonly Extract<RuleTarget, { readonly kind: "queue" }>[];
  /** Only counts, sends nothing. */
  readonly isDryRun: boolean;
  readonly onEvent: (event: PublicEvent) => void;
  /** Told after each page of a walk: segments done of those there are, and where to go on. */
  readonly onPage: (position: string, segments: number) => void;
}

const isStream = (stream: StreamId): stream is StreamId<"subscription"> => stream.startsWith("subscription-");

/** Whether a page shows commits of the stream that may lie in the period: a public event bears its commit's time. */
const mayLieIn = ({ earliest, latest }: ListedStream, from: string | undefined, to: string | undefined): boolean =>
  (from === undefined || latest >= from) && (to === undefined || earliest < to);

/** The event as EventBridge would deliver it, marked as sent again. Its own id, number and time are those of the first time. */
const envelopeOf = ({ type, detail }: PublicEvent, { account, region }: Rule): Envelope => ({
  version: "0",
  id: randomUUID(),
  "detail-type": type,
  source: EVENT_SOURCE,
  account,
  time: detail.metadata.time.replace(/\.\d+Z$/, "Z"),
  region,
  resources: [],
  detail: { ...detail, metadata: { ...detail.metadata, replay: true } },
});

/** Sends public events again to a rule's queues, those of one subscription in their order. */
export const replay = async (dependencies: Dependencies, { subscription, from, to, position }: Wanted): Promise<Replayed> => {
  const { store, othersGrant, targets, rule, queues, isDryRun, onEvent, onPage } = dependencies;
  const found = { streams: 0, events: 0, notForRule: 0, messages: 0 };

  const sendOne = async (event: PublicEvent): Promise<void> => {
    const envelope = envelopeOf(event, rule);
    if (!(await targets.fits(rule.pattern, envelope))) {
      found.notForRule += 1;
      return;
    }
    found.events += 1;
    onEvent(event);
    for (const queue of queues) {
      if (!isDryRun) await targets.send(queue, envelope);
      found.messages += 1;
    }
  };

  const sendStream = async (stream: StreamId<"subscription">): Promise<void> => {
    found.streams += 1;
    for await (const { events } of publicHistory({ store, othersGrant }, stream, START)) {
      for (const event of events) {
        const { time } = event.detail.metadata;
        if ((from === undefined || time >= from) && (to === undefined || time < to)) await sendOne(event);
      }
    }
  };

  if (subscription !== undefined) {
    await sendStream(`subscription-${subscription}`);
    return found;
  }
  // A stream that goes over a page's end is on the next page again, and may lie in the period on one of the two alone.
  let done: ReadonlySet<string> = new Set();
  let at = position;
  do {
    const walked = await walk({
      position: at,
      budget: { spent: () => true },
      page: async (segment, start) => {
        const { streams, next } = await store.streams("subscription", segment, start);
        return { items: streams, ...(next !== undefined && { next }) };
      },
      visit: async (page) => {
        const wanted = page.filter((listed) => mayLieIn(listed, from, to)).map(({ stream }) => stream);
        await inParallel(wanted.filter((stream) => !done.has(stream)).filter(isStream), WALK_WIDTH, sendStream);
        done = new Set([...wanted, ...page.map(({ stream }) => stream).filter((stream) => done.has(stream))]);
      },
    });
    at = walked.position;
    onPage(at, walked.segments);
  } while (at !== "");
  return found;
};
