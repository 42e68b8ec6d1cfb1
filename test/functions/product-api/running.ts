import { randomUUID } from "node:crypto";
import type { SubscriptionCommand } from "../../../events/subscription/commands";
import { subscription, subscriptionStream } from "../../../events/subscription/decider";
import { mintClaim } from "../../../functions/kernel/buyers/claim-code";
import type { Contact } from "../../../functions/kernel/buyers/contacts";
import { deriveKeys } from "../../../functions/kernel/buyers/keys";
import { memoryEventStore } from "../../../functions/kernel/streams/memory-event-store";
import { projector } from "../../../functions/kernel/projections/projector";
import { readProjections } from "../../../functions/kernel/projections/read-projections";
import { transact } from "../../../functions/kernel/streams/transact";
import { productApi } from "../../../functions/product-api/app";
import { tell } from "../../kit/buyer";
import { FIRST, memoryGenerations, memoryRows } from "../../kit/memory-consumers";

export const LISTING = { productId: "prod-1", productCode: "code-1", pricingModel: "subscription", test: false } as const;
export const CALLER = "arn:aws:sts::111122223333:assumed-role/product/service";

const person = (id: string, name: string): Contact => ({
  id,
  subscription: "l-one",
  arrival: "a",
  details: { email: `${name}@example.com`, name, fields: { costCentre: "CC" } },
  at: "2026-11-24T09:00:00.000Z",
});

/** The product API over a log and projections in memory, with the buyer l-one to tell it of. */
export const running = () => {
  const store = memoryEventStore();
  const keys = deriveKeys(randomUUID());
  let now = Date.parse("2026-11-24T09:00:00.000Z");
  const clock = { now: () => new Date(now).toISOString() };
  const people = new Map<string, Contact>();
  const lines: unknown[] = [];
  const rows = memoryRows();
  const projections = readProjections({ rows, generations: memoryGenerations() });
  const tellOf = async (id: string, ...commands: readonly SubscriptionCommand[]) => {
    await tell(store, id, ...commands);
    await projector({ store, rows }).project(subscriptionStream(id), FIRST);
  };
  let outage: Error | undefined;
  const log = { info: (...line: unknown[]) => void lines.push(line), error: (...line: unknown[]) => void lines.push(line) };
  const contacts = {
    find: async (id: string) => {
      if (outage !== undefined) throw outage;
      return people.get(id);
    },
  };
  const api = productApi({ store, contacts, keys: async () => keys, clock, log, projections });
  const tellOne = (command: SubscriptionCommand) =>
    transact({ store, clock }, subscription, subscriptionStream("l-one"), command, { correlation: "c", causation: "test", actor: "stallkeeper" });
  const gateway = { base: "/prod", requestId: "request-1", caller: CALLER };
  return {
    people,
    tellOf,
    /** Tells the log, and the projections not yet. */
    lag: (id: string, ...commands: readonly SubscriptionCommand[]) => tell(store, id, ...commands),
    lines,
    keys,
    tell: tellOne,
    advance: (minutes: number) => {
      now += minutes * 60_000;
    },
    fail: (error: Error) => {
      outage = error;
    },
    history: async () => {
      const events = [];
      for await (const commit of store.history(subscription, subscriptionStream("l-one"))) events.push(...commit.events);
      return events;
    },
    bought: async (provisioning: { readonly provisionWithinMinutes?: number } = {}) => {
      await tellOne({
        type: "RecordArrival",
        data: { ...LISTING, ...provisioning, arrival: "a", form: "license", awsAccountId: "111122223333", licenseArn: "arn:l-one" },
      });
      await tellOne({
        type: "RecordFact",
        fact: { type: "LicenseActivated", data: { ...LISTING, ...provisioning, licenseArn: "arn:l-one", notice: "n", agreementId: "agmt-1", at: clock.now() } },
      });
    },
    register: async (id: string, name: string) => {
      people.set(id, person(id, name));
      await tellOne({ type: "RegisterBuyer", data: { contact: id, arrival: "a" } });
    },
    mint: () => mintClaim({ subscription: "l-one", expiresAt: "2026-11-24T09:15:00.000Z" }, keys),
    get: (path: string, headers: Record<string, string> = {}) => Promise.resolve(api.request(path, { headers }, gateway)),
    confirm: (id = "l-one") => Promise.resolve(api.request(`/subscriptions/${id}/provisioned`, { method: "POST" }, gateway)),
    claim: (code: string, body: unknown, headers: Record<string, string> = {}) =>
      Promise.resolve(
        api.request(
          `/claims/${code}`,
          { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body), headers: { "content-type": "application/json", ...headers } },
          gateway,
        ),
      ),
  };
};

/** The type of a problem. */
export const typeOf = async (answer: Response): Promise<unknown> => ((await answer.json()) as { type: string }).type;
