import type { PublicSubscription } from "../../events/public/subscription-data";
import { publicSubscription } from "../../events/public/subscription-data";
import { subscription, subscriptionStream } from "../../events/subscription/decider";
import { inParallel } from "../kernel/task/batches";
import type { EventStore } from "../kernel/streams/event-store";
import type { StoredRow } from "../kernel/projections/rows";

/** The subscriptions of one tenant, by id, as far as a page holds them. */
export interface TenantPage {
  readonly tenantId: string;
  /** Whether any of the tenant's subscriptions gives access, those of other pages too. */
  readonly tenantAccess: boolean;
  readonly subscriptions: readonly PublicSubscription[];
  /** To be sent as `next` for the page after this one; null after the last. */
  readonly next: string | null;
}

/** As many active agreements AWS allows an account for one product; what has ended stands in the list too. */
export const PAGE_SIZE = 100;

/** Loads at once. Each is one query of a few milliseconds: a full page takes well under a second. */
const WIDTH = 16;

const encode = (id: string): string => Buffer.from(id).toString("base64url");

/** The id a page starts after; undefined for what never was a `next`. */
const decode = (next: string): string | undefined => {
  const id = Buffer.from(next, "base64url").toString("utf8");
  return id !== "" && encode(id) === next ? id : undefined;
};

interface Reading {
  readonly store: Pick<EventStore, "load">;
  readonly tenant: (tenantId: string) => Promise<readonly StoredRow[]>;
}

/**
 * Lists a tenant's subscriptions from the projection, each with its state from the log. The projection follows the log within
 * moments: one that was linked this instant may be missing.
 * @param next what the page before said; undefined for the first page
 */
export const tenantPage = async ({ store, tenant }: Reading, tenantId: string, next: string | undefined): Promise<TenantPage | "invalidPage"> => {
  const after = next === undefined ? "" : decode(next);
  if (after === undefined) return "invalidPage";
  const rows = (await tenant(tenantId)).toSorted((one, other) => (one.key < other.key ? -1 : 1));
  const further = rows.filter(({ key }) => key > after);
  const here = further.slice(0, PAGE_SIZE);
  const loaded = await inParallel(here, WIDTH, async ({ key }) => ({ id: key, state: (await store.load(subscription, subscriptionStream(key))).state }));
  // One that has moved on to another tenant since the row was written is no longer here.
  const mine = loaded.filter(({ state }) => state.tenantId === tenantId);
  const read = new Set(here.map(({ key }) => key));
  const tenantAccess =
    mine.some(({ state }) => state.access.status === "granted") || rows.some(({ key, content }) => !read.has(key) && content?.["access"] === "granted");
  const last = here.at(-1);
  return {
    tenantId,
    tenantAccess,
    subscriptions: mine.map(({ id, state }) => publicSubscription(id, state, tenantAccess)),
    next: last !== undefined && further.length > here.length ? encode(last.key) : null,
  };
};
