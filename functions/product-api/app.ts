import type { Hono } from "hono/tiny";
import { z } from "zod";
import { publicSubscription, type PublicSubscription } from "../../events/public/subscription-data";
import type { SubscriptionRefusal } from "../../events/subscription/commands";
import { subscription, subscriptionStream } from "../../events/subscription/decider";
import type { Subscription } from "../../events/subscription/state";
import { readClaim } from "../kernel/buyers/claim-code";
import type { Clock } from "../kernel/task/clock";
import type { Contact, Contacts } from "../kernel/buyers/contacts";
import type { EventStore } from "../kernel/streams/event-store";
import type { Keys } from "../kernel/buyers/keys";
import { problemResponse, type Problem } from "../kernel/web/problem";
import { mediaType, readBody, readJson } from "../kernel/web/read-body";
import type { AccessLog, WebEnvironment } from "../kernel/web/serve";
import { correlationOf, serviceApi } from "../kernel/web/service-api";
import type { ReadProjections } from "../kernel/projections/read-projections";
import { transact } from "../kernel/streams/transact";
import { PROBLEMS } from "./problems";
import { tenantPage } from "./tenant-page";

/** What the API works with. */
export interface ProductApiDependencies {
  readonly store: EventStore;
  readonly contacts: Pick<Contacts, "find">;
  readonly keys: () => Promise<Keys>;
  readonly clock: Clock;
  readonly log: AccessLog;
  readonly projections: Pick<ReadProjections, "othersGrant" | "tenant">;
}

/** A product's name for one of its tenants; the length is that of the fact. */
const Claiming = z.strictObject({
  tenantId: z
    .string()
    .min(1)
    .max(200)
    .regex(/^\P{Cc}+$/u),
});

/** What a command of a product's can meet; the other refusals answer commands that no product gives. */
type Refusals = Readonly<Partial<Record<SubscriptionRefusal, Problem>>>;
const CLAIM_REFUSALS: Refusals = { claimExpired: PROBLEMS.claimExpired, claimUsed: PROBLEMS.claimUsed, unknownSubscription: PROBLEMS.noClaim };
const PROVISIONING_REFUSALS: Refusals = { notRequested: PROBLEMS.notRequested, unknownSubscription: PROBLEMS.noSubscription };

const newestContact = async (contacts: Pick<Contacts, "find">, ids: readonly string[]): Promise<Contact | undefined> => {
  for (const id of ids.toReversed()) {
    const contact = await contacts.find(id);
    if (contact !== undefined) return contact;
  }
  return undefined;
};

/** What product services ask and tell: what a subscription is, whom to write to, and in which tenant it is used. API Gateway has checked who calls. */
export const productApi = (deps: ProductApiDependencies): Hono<WebEnvironment> => {
  const { store, contacts, keys, clock, log, projections } = deps;
  const api = serviceApi(log, PROBLEMS.nowhere);

  const told = async (id: string, state: Subscription): Promise<PublicSubscription> => {
    const { tenantId } = state;
    if (tenantId === undefined) return publicSubscription(id, state, null);
    return publicSubscription(id, state, state.access.status === "granted" || (await projections.othersGrant(tenantId, id, state.successor?.subscription)));
  };

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

  // It says one thing only, so that it takes no body; one that is sent is not read.
  api.post("/subscriptions/:id/provisioned", async (context) => {
    const id = context.req.param("id");
    const by = { correlation: correlationOf(context), causation: "POST /subscriptions/{id}/provisioned", actor: "product" };
    const confirmed = await transact({ store, clock }, subscription, subscriptionStream(id), { type: "ConfirmProvisioning" }, by);
    if (confirmed.outcome === "refused") return problemResponse(PROVISIONING_REFUSALS[confirmed.refusal] ?? PROBLEMS.broken);
    context.set("about", { subscription: id });
    return context.json({ subscription: await told(id, confirmed.state) });
  });

  api.get("/tenants/:id/subscriptions", async (context) => {
    const page = await tenantPage({ store, tenant: projections.tenant }, context.req.param("id"), context.req.query("next"));
    return page === "invalidPage" ? problemResponse(PROBLEMS.invalidPage) : context.json(page);
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
    const command = { type: "LinkTenant", data: { tenantId: claiming.data.tenantId, claim: nonce, claimExpiresAt: expiresAt } } as const;
    const by = { correlation: correlationOf(context), causation: "POST /claims", actor: "product" };
    const linked = await transact({ store, clock }, subscription, subscriptionStream(id), command, by);
    if (linked.outcome === "refused") return problemResponse(CLAIM_REFUSALS[linked.refusal] ?? PROBLEMS.broken);
    return context.json({ subscription: await told(id, linked.state) });
  });

  return api;
};
