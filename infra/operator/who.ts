import { z } from "zod";
import { agreement, agreementStream } from "../../events/agreement/decider";
import { subscription, subscriptionStream } from "../../events/subscription/decider";
import type { Subscription } from "../../events/subscription/state";
import { lookupName, type LookupKind } from "../../functions/kernel/buyers/contact-lookup";
import type { Contacts } from "../../functions/kernel/buyers/contacts";
import type { EventStore } from "../../functions/kernel/streams/event-store";
import type { Keys } from "../../functions/kernel/buyers/keys";
import type { ReadProjections } from "../../functions/kernel/projections/read-projections";
import type { StoredRow } from "../../functions/kernel/projections/rows";

/** What a person may have at hand of a buyer. */
export type WhoKind = "subscription" | "account" | "agreement" | "tenant" | "e-mail" | "company";

/** Whom a text named. */
export interface Found {
  /** As what the text was found; undefined if it was not. */
  readonly as?: WhoKind;
  readonly subscriptions: readonly string[];
  /** Where it was looked for, in order. */
  readonly looked: readonly WhoKind[];
  /** Whether these are all subscriptions it names. */
  readonly complete: boolean;
}

export interface WhoSources {
  readonly log: Pick<EventStore, "load">;
  readonly projections: Pick<ReadProjections, "customer" | "tenant">;
  readonly contacts: Pick<Contacts, "lookUp">;
  /** The deployment's keys: read only to look for an e-mail address or a company. */
  readonly keys: () => Promise<Pick<Keys, "lookup">>;
}

type Answer = Pick<Found, "subscriptions" | "complete">;

/** A purchase renewed so often under new licenses is followed no further; at a year each it is older than AWS Marketplace. */
const SUCCESSORS_FOLLOWED = 20;

const all = (subscriptions: readonly string[]): Answer => ({ subscriptions, complete: true });

/** The `l-…` of a license's ARN, which is the subscription's id. */
export const subscriptionIn = (text: string): string => /(?:^|[:/])(l-[0-9A-Za-z]+)$/.exec(text)?.[1] ?? text;

const listed = (rows: readonly StoredRow[]): Answer =>
  all(rows.flatMap(({ content }) => (typeof content?.["subscriptionId"] === "string" ? [content["subscriptionId"]] : [])));

const load = async (id: string, { log }: WhoSources): Promise<{ readonly state: Subscription; readonly version: number }> =>
  log.load(subscription, subscriptionStream(id));

/** A subscription, and those that it went on as: a person registers once, and the purchase is renewed. */
const withSuccessors = async (id: string, sources: WhoSources): Promise<readonly string[]> => {
  const found = [id];
  for (let next = (await load(id, sources)).state.successor?.subscription; next !== undefined && !found.includes(next);) {
    found.push(next);
    next = found.length > SUCCESSORS_FOLLOWED ? undefined : (await load(next, sources)).state.successor?.subscription;
  }
  return found;
};

const byPerson = async (kind: LookupKind, text: string, sources: WhoSources): Promise<Answer> => {
  const { contacts, complete } = await sources.contacts.lookUp(lookupName(kind, text, await sources.keys()));
  const registered = [...new Set(contacts.map((contact) => contact.subscription))];
  const found: string[] = [];
  for (const id of registered) found.push(...(await withSuccessors(id, sources)));
  return { subscriptions: [...new Set(found)], complete };
};

/** How each kind is looked for. */
const LOOK: Readonly<Record<WhoKind, (text: string, sources: WhoSources) => Promise<Answer>>> = {
  subscription: async (text, sources) => {
    const id = subscriptionIn(text);
    return all((await load(id, sources)).version > 0 ? [id] : []);
  },
  account: async (text, { projections }) => listed(await projections.customer(text)),
  agreement: async (text, { log }) => all((await log.load(agreement, agreementStream(text))).state.licenses.map((license) => license.subscription)),
  tenant: async (text, { projections }) => listed(await projections.tenant(text)),
  "e-mail": (text, sources) => byPerson("email", text, sources),
  company: (text, sources) => byPerson("company", text, sources),
};

const Email = z.email({ pattern: z.regexes.html5Email });

/** As what a text may be looked for, the likeliest first. What no subscription, agreement or tenant is called may be a company. */
export const kindsOf = (text: string): readonly WhoKind[] => {
  if (/^\d{12}$/.test(text)) return ["account", "tenant", "company"];
  if (Email.safeParse(text).success) return ["e-mail", "subscription", "tenant"];
  if (/^agmt-/.test(text)) return ["agreement", "tenant"];
  return /\s/.test(text) ? ["company", "tenant"] : ["subscription", "agreement", "tenant", "company"];
};

/** Finds the subscriptions that a text names: as the first of the kinds under which there are any. */
export const findWho = async (text: string, sources: WhoSources, kinds: readonly WhoKind[] = kindsOf(text)): Promise<Found> => {
  const looked: WhoKind[] = [];
  for (const kind of kinds) {
    looked.push(kind);
    const answer = await LOOK[kind](text, sources);
    if (answer.subscriptions.length > 0) return { as: kind, looked, ...answer };
  }
  return { subscriptions: [], looked, complete: true };
};
