import { z } from "zod";
import { Instant } from "../kernel/values";
import { CONTRACTS, PublicData, type PublicEventType } from "./contracts";

// For product teams: what `docs/events.md` asks of a consumer. It needs zod and nothing of AWS's.

const Entitlement = z.object({ dimension: z.string(), value: z.union([z.number(), z.boolean(), z.string()]), expiresAt: Instant.nullable() });

/** The data as a consumer reads it: members and reason codes that were added later pass by, so that they break nobody. */
const HeardData = z.object({
  ...PublicData.shape,
  reasonCode: z.string().min(1),
  entitlements: z.array(Entitlement).readonly(),
  finalUsage: z.object({ endsAt: Instant, deadline: Instant }).nullable(),
  previousEntitlements: z.array(Entitlement).readonly().nullable(),
  /** Absent from events that were sent before there was such a member. */
  notBilled: z.object({ hour: z.string(), dimension: z.string(), quantity: z.string(), reason: z.string(), because: z.string() }).nullable().default(null),
});
export type HeardData = z.infer<typeof HeardData>;

const HeardMetadata = z.object({
  id: z.string().min(1),
  time: Instant,
  sequence: z.int().min(1),
  correlationId: z.string().min(1),
  replay: z.boolean(),
});

/** One event, read and typed. `data` is the whole state of the subscription at `metadata.sequence`. */
export interface HeardEvent {
  readonly type: PublicEventType;
  readonly metadata: Readonly<z.infer<typeof HeardMetadata>>;
  readonly data: Readonly<HeardData>;
}

/** Why a message is no event to act on. */
export type Fault =
  /** An envelope of another source: the rule lets too much through. */
  | "notOurs"
  /** A type that came later than this code. Its state comes again with the next event of a type that is known. */
  | "unknownType"
  /** A version that came later than this code: it must be learned before it can be acted on. */
  | "newerVersion"
  /** It breaks the contract. */
  | "malformed";

/** What a message turned out to be. `why` names members, never values. */
export type Parsed = { readonly ok: HeardEvent } | { readonly fault: Fault; readonly why: string };

const TYPES: ReadonlyMap<string, PublicEventType> = new Map(Object.values(CONTRACTS).map(({ type }) => [type, type]));

const Envelope = z.object({ source: z.string(), "detail-type": z.string(), detail: z.unknown() });
const Head = z.object({ metadata: z.object({ type: z.string().min(1), version: z.int().min(1) }) });
const Body = z.object({ metadata: HeardMetadata, data: HeardData });

const malformed = ({ issues }: z.ZodError): Parsed => ({
  fault: "malformed",
  why: issues.map(({ path, message }) => `${path.join(".") || "the message"}: ${message}`).join("; "),
});

const parseDetail = (detail: unknown, announced: string | undefined): Parsed => {
  const head = Head.safeParse(detail);
  if (!head.success) return malformed(head.error);
  const { type: name, version } = head.data.metadata;
  if (announced !== undefined && announced !== name) return { fault: "malformed", why: "detail-type and metadata.type differ" };
  const type = TYPES.get(name);
  if (type === undefined) return { fault: "unknownType", why: "metadata.type is of a later release" };
  if (version > 1) return { fault: "newerVersion", why: `metadata.version is ${version}, and this code knows 1` };
  const body = Body.safeParse(detail);
  return body.success ? { ok: { type, ...body.data } } : malformed(body.error);
};

/** Reads what a rule delivered: the envelope of EventBridge's, or only its `detail`. It never throws. */
export const parsePublicEvent = (message: unknown): Parsed => {
  const envelope = Envelope.safeParse(message);
  if (!envelope.success) return parseDetail(message, undefined);
  const { source, detail, "detail-type": announced } = envelope.data;
  return source === "stallkeeper" ? parseDetail(detail, announced) : { fault: "notOurs", why: "source is not 'stallkeeper'" };
};

/** What to do with an event, by its sequence. */
export type Order =
  /** The next one: set the state to its `data`. */
  | "apply"
  /** Newer than the next: set the state to its `data` too. Those between are under way, and will be stale. */
  | "gap"
  /** The one that was applied last: nothing to do. */
  | "duplicate"
  /** Older than what was applied: nothing to do, its news is in the state already. */
  | "stale";

/** Judges an event against the greatest sequence applied of its subscription, 0 before the first. */
export const inOrder = (lastSequence: number, { metadata: { sequence } }: Pick<HeardEvent, "metadata">): Order => {
  if (sequence === lastSequence) return "duplicate";
  if (sequence < lastSequence) return "stale";
  return sequence === lastSequence + 1 ? "apply" : "gap";
};

/** What a consumer keeps, and does. */
export interface Consumer {
  /** The greatest sequence remembered of a subscription; undefined if none is. */
  readonly recall: (subscriptionId: string) => Promise<number | undefined>;
  /** Makes `event.data` the state of the subscription. Doing it twice must be as good as once: it is repeated after a crash. */
  readonly apply: (event: HeardEvent, order: "apply" | "gap") => Promise<void>;
  /** Remembers a sequence, once it is applied. */
  readonly remember: (subscriptionId: string, sequence: number) => Promise<void>;
}

/** What became of a message that may be acknowledged. */
export type Taken =
  { readonly outcome: Order; readonly event: HeardEvent } | { readonly outcome: "ignored"; readonly fault: "notOurs" | "unknownType"; readonly why: string };

/** A message that must not be acknowledged: let the queue keep it, and lay it aside as a dead letter. */
export class UnreadableEvent extends Error {
  override readonly name = "UnreadableEvent";

  constructor(
    readonly fault: "newerVersion" | "malformed",
    why: string,
  ) {
    super(`The message is no public event that this code can read (${fault}): ${why}.`);
  }
}

/**
 * Takes messages in any order and any number of times, and applies the newest state of each subscription. Messages of one
 * subscription are taken one after another within this process; several processes on one queue make their writes in
 * `apply` conditional on the sequence.
 * @returns a function that takes one message, and ends once what follows from it is done
 * @throws UnreadableEvent for what must not be acknowledged; and whatever the consumer's own functions throw
 */
export const subscriber = ({ recall, apply, remember }: Consumer): ((message: unknown) => Promise<Taken>) => {
  const turns = new Map<string, Promise<unknown>>();

  const take = async (event: HeardEvent): Promise<Taken> => {
    const { subscriptionId } = event.data;
    const order = inOrder((await recall(subscriptionId)) ?? 0, event);
    if (order === "apply" || order === "gap") {
      await apply(event, order);
      await remember(subscriptionId, event.metadata.sequence);
    }
    return { outcome: order, event };
  };

  return async (message) => {
    const parsed = parsePublicEvent(message);
    if ("ok" in parsed) {
      const { subscriptionId } = parsed.ok.data;
      const turn = (turns.get(subscriptionId) ?? Promise.resolve()).then(() => take(parsed.ok));
      const settled = turn.catch(() => undefined);
      turns.set(subscriptionId, settled);
      try {
        return await turn;
      } finally {
        if (turns.get(subscriptionId) === settled) turns.delete(subscriptionId);
      }
    }
    const { fault, why } = parsed;
    if (fault === "malformed" || fault === "newerVersion") throw new UnreadableEvent(fault, why);
    return { outcome: "ignored", fault, why };
  };
};

/** Whether a tenant may use the product: by any of its subscriptions. Nothing is added up, and no order between them matters. */
export const tenantHasAccess = (tenantId: string, newest: readonly Pick<HeardData, "tenantId" | "access">[]): boolean =>
  newest.some((data) => data.tenantId === tenantId && data.access === "granted");
