import type { Context } from "hono";
import { Hono } from "hono/tiny";
import { z } from "zod";
import { publicSubscription, type PublicSubscription } from "../../events/public/subscription-data";
import type { SubscriptionRefusal } from "../../events/subscription/commands";
import { subscription, subscriptionStream } from "../../events/subscription/decider";
import type { Subscription } from "../../events/subscription/state";
import { readClaim } from "../kernel/claim-code";
import type { Clock } from "../kernel/clock";
import type { Contact, Contacts } from "../kernel/contacts";
import type { EventStore } from "../kernel/event-store";
import type { Keys } from "../kernel/keys";
import { problemResponse, type Problem } from "../kernel/problem";
import { mediaType, readBody, readJson } from "../kernel/read-body";
import { accessLog, isPassing, RETRY_AFTER, type AccessLog, type WebEnvironment } from "../kernel/serve";
import { handOn } from "../kernel/succession";
import { transact } from "../kernel/transact";

/** What the API works with. */
export interface ProductApiDependencies {
  readonly store: EventStore;
  readonly contacts: Pick<Contacts, "find">;
  readonly keys: () => Promise<Keys>;
  readonly clock: Clock;
  readonly log: AccessLog;
  /** Whether a subscription of the tenant, other than the one named, gives access. */
  readonly othersGrant: (tenantId: string, subscriptionId: string) => Promise<boolean>;
}

type Call = Context<WebEnvironment>;

/** A product's name for one of its tenants; the length is that of the fact. */
const Claiming = z.strictObject({
  tenantId: z
    .string()
    .min(1)
    .max(200)
    .regex(/^\P{Cc}+$/u),
});

const PROBLEMS = {
  noSubscription: {
    status: 404,
    type: "noSubscription",
    title: "No such subscription",
    detail: "Nothing is known under this id. Take it from 'subscriptionId' of an event or a claim.",
  },
  noContact: { status: 404, type: "noContact", title: "No contact", detail: "Nobody has registered for this subscription, or who did has been erased." },
  notJson: { status: 400, type: "notJson", title: "The body is not JSON", detail: "Send one JSON object, with Content-Type application/json." },
  tooLarge: { status: 413, type: "tooLarge", title: "The body is too large", detail: "Send at most 64 KB." },
  invalid: {
    status: 400,
    type: "invalid",
    title: "The body does not fit",
    detail: 'Send {"tenantId": "…"}: 1 to 200 characters, no control characters, nothing else.',
  },
  noClaim: { status: 404, type: "noClaim", title: "No such claim code", detail: "Take the code from 'claim' in the log-in link, whole and as it is." },
  claimUsed: {
    status: 409,
    type: "claimUsed",
    title: "The claim code was used for another tenant",
    detail: "A code links one tenant. Send the buyer back to the fulfilment page for a new log-in link.",
  },
  claimExpired: {
    status: 410,
    type: "claimExpired",
    title: "The claim code has expired",
    detail: "A code is good for 15 minutes. Send the buyer back to the fulfilment page, which makes a new one.",
  },
  nowhere: {
    status: 404,
    type: "nowhere",
    title: "There is no such resource",
    detail: "There are GET /subscriptions/{id}, GET /subscriptions/{id}/contact and POST /claims/{code}.",
  },
  busy: { status: 503, type: "busy", title: "Too busy just now", detail: "Send the same again after the seconds in Retry-After: it is done once." },
  broken: { status: 500, type: "broken", title: "Something went wrong here", detail: "It has been recorded. Sending the same again is safe." },
} as const satisfies Readonly<Record<string, Problem>>;

/** What a product's request can meet; the other refusals answer commands that no product gives. */
const REFUSALS: Readonly<Partial<Record<SubscriptionRefusal, Problem>>> = {
  claimExpired: PROBLEMS.claimExpired,
  claimUsed: PROBLEMS.claimUsed,
  unknownSubscription: PROBLEMS.noClaim,
};

/** A caller's own name for what it is doing, else the gateway's id of the request. It joins their logs and ours. */
const correlationOf = (context: Call): string => {
  const given = context.req.header("x-correlation-id");
  return given !== undefined && /^[\w.:-]{1,100}$/.test(given) ? given : context.env.requestId;
};

const newestContact = async (contacts: Pick<Contacts, "find">, ids: readonly string[]): Promise<Contact | undefined> => {
  for (const id of ids.toReversed()) {
    const contact = await contacts.find(id);
    if (contact !== undefined) return contact;
  }
  return undefined;
};

/** What product services ask and tell: what a subscription is, whom to write to, and in which tenant it is used. API Gateway has checked who calls. */
export const productApi = (deps: ProductApiDependencies): Hono<WebEnvironment> => {
  const { store, contacts, keys, clock, log, othersGrant } = deps;
  const api = new Hono<WebEnvironment>();

  const told = async (id: string, state: Subscription): Promise<PublicSubscription> => {
    const { tenantId } = state;
    if (tenantId === undefined) return publicSubscription(id, state, null);
    return publicSubscription(id, state, state.access.status === "granted" || (await othersGrant(tenantId, id)));
  };

  api.use(accessLog(log));
  api.use(async (context, next) => {
    await next();
    context.header("x-correlation-id", correlationOf(context));
    context.header("cache-control", "no-store");
    context.header("x-content-type-options", "nosniff");
  });

  api.get("/subscriptions/:id", async (context) => {
    const id = context.req.param("id");
    const { state } = await store.load(subscription, subscriptionStream(id));
    if (state.listing === undefined) return problemResponse(PROBLEMS.noSubscription);
    context.set("about", { subscription: id });
    return context.json(await told(id, state));
  });

  api.get("/subscriptions/:id/contact", async (context) => {
    const id = context.req.param("id");
    const { state } = await store.load(subscription, subscriptionStream(id));
    if (state.listing === undefined) return problemResponse(PROBLEMS.noSubscription);
    const contact = await newestContact(contacts, state.contacts);
    context.set("about", { subscription: id, ...(contact !== undefined && { contact: contact.id }) });
    if (contact === undefined) return problemResponse(PROBLEMS.noContact);
    const { email, name, company, phone, fields } = contact.details;
    return context.json({ contactId: contact.id, email, name: name ?? null, company: company ?? null, phone: phone ?? null, fields, registeredAt: contact.at });
  });

  api.post("/claims/:code", async (context) => {
    const claim = readClaim(context.req.param("code"), await keys());
    if (claim === undefined) return problemResponse(PROBLEMS.noClaim);
    const { subscription: id, nonce, expiresAt } = claim;
    context.set("about", { subscription: id });
    const body = await readBody(context.req.raw);
    if (body.kind === "tooLarge") return problemResponse(PROBLEMS.tooLarge);
    const json = mediaType(context.req.raw) === "application/json" ? readJson(body.text) : undefined;
    if (json === undefined) return problemResponse(PROBLEMS.notJson);
    const claiming = Claiming.safeParse(json);
    if (!claiming.success) return problemResponse(PROBLEMS.invalid);
    const by = { correlation: correlationOf(context), causation: "POST /claims", actor: "product" };
    const linked = await transact(
      { store, clock },
      subscription,
      subscriptionStream(id),
      { type: "LinkTenant", data: { tenantId: claiming.data.tenantId, claim: nonce, claimExpiresAt: expiresAt } },
      by,
    );
    if (linked.outcome === "refused") return problemResponse(REFUSALS[linked.refusal] ?? PROBLEMS.broken);
    await handOn({ store, clock }, { id, state: linked.state }, by);
    return context.json({ subscription: await told(id, linked.state) });
  });

  api.notFound(() => problemResponse(PROBLEMS.nowhere));
  api.onError((error) => (isPassing(error) ? problemResponse(PROBLEMS.busy, RETRY_AFTER) : problemResponse(PROBLEMS.broken)));
  return api;
};
