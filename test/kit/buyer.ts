import { subscription, subscriptionStream } from "../../events/subscription/decider";
import type { SubscriptionCommand } from "../../events/subscription/commands";
import type { EventStore } from "../../functions/kernel/streams/event-store";

const AT = "2026-11-24T09:30:00.000Z";

let commits = 0;

/** Tells one subscription's stream something, as the functions do. @returns the version reached */
export const tell = async (store: EventStore, id: string, ...commands: readonly SubscriptionCommand[]): Promise<number> => {
  const stream = subscriptionStream(id);
  for (const command of commands) {
    const loaded = await store.load(subscription, stream);
    const decision = subscription.decider.decide(command, loaded.state, AT);
    if (!decision.accepted || decision.events.length === 0) continue;
    const [first, ...others] = decision.events;
    commits += 1;
    const meta = { correlation: `journey-${id}`, causation: "test", actor: "stallkeeper", run: `run-${commits}`, state: command.type };
    await store.append(subscription, loaded, { id: commits.toString(16).padStart(32, "0"), at: AT, events: [first!, ...others], meta });
  }
  return (await store.load(subscription, stream)).version;
};

const listing = { productId: "prod-1", productCode: "code", pricingModel: "contract", test: false } as const;

/** Commands of a buyer's life, each unlike the others. */
export const say = {
  arrive: (awsAccountId = "111122223333"): SubscriptionCommand => ({
    type: "RecordArrival",
    data: { ...listing, arrival: "a1", form: "license", awsAccountId, licenseArn: `arn:aws:license-manager::1:license:l-${awsAccountId}` },
  }),
  activate: (at = AT): SubscriptionCommand => ({
    type: "RecordFact",
    fact: { type: "LicenseActivated", data: { ...listing, licenseArn: "x", notice: "n", agreementId: "agmt-1", at } },
  }),
  end: (at = "2026-12-24T00:00:00.000Z"): SubscriptionCommand => ({
    type: "RecordFact",
    fact: { type: "LicenseDeprovisioned", data: { ...listing, licenseArn: "x", notice: "n", at } },
  }),
  read: (seats: number, basedOn = 1_000): SubscriptionCommand => ({
    type: "RecordEntitlements",
    data: { entitlements: seats === 0 ? [] : [{ dimension: "seats", value: seats }], basedOn, readAt: AT },
  }),
  register: (contact = "c1"): SubscriptionCommand => ({ type: "RegisterBuyer", data: { contact, arrival: "a1" } }),
  link: (tenantId: string, claim = `claim-${tenantId}-${Math.random()}`): SubscriptionCommand => ({
    type: "LinkTenant",
    data: { tenantId, claim, claimExpiresAt: "2026-11-25T00:00:00.000Z" },
  }),
  doubt: (...candidates: readonly string[]): SubscriptionCommand => ({ type: "DoubtContinuation", data: { candidates } }),
};

/** A buyer who bought, registered and got access. */
export const bought = (seats = 5): readonly SubscriptionCommand[] => [say.arrive(), say.activate(), say.register(), say.read(seats)];
