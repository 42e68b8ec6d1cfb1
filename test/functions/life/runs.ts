import { subscriptionIdentity } from "../../../events/subscription/identity";
import type { Entitlement } from "../../../events/subscription/values";
import { productByCode } from "../../../events/product/catalogue";
import { continueSubscription } from "../../../functions/continue-subscription/handler";
import type { Clock } from "../../../functions/kernel/task/clock";
import type { EventStore } from "../../../functions/kernel/streams/event-store";
import { Failure } from "../../../functions/kernel/task/failure";
import { FIRST_GENERATION } from "../../../functions/kernel/projections/generations";
import { hash } from "../../../functions/kernel/task/hash";
import type { AgreementReading } from "../../../functions/kernel/aws/marketplace-agreement";
import { linkAgreement } from "../../../functions/link-agreement/handler";
import { readAgreement } from "../../../functions/read-agreement/handler";
import { readEntitlements } from "../../../functions/read-entitlements/handler";
import { reconsiderAccess } from "../../../functions/reconsider-access/handler";
import { recordArrival } from "../../../functions/record-arrival/handler";
import { recordEntitlements } from "../../../functions/record-entitlements/handler";
import { recordNotice } from "../../../functions/record-notice/handler";
import { recordRegistration } from "../../../functions/record-registration/handler";
import { settleNotice } from "../../../functions/settle-notice/handler";
import type { memoryRows } from "../../kit/memory-consumers";
import { PRODUCTS } from "./products";
import type { Fact } from "./aws-says";

/** What AWS answers when it is asked, at a time of ours. */
export interface Truth {
  /** By agreement; one that is not named was proposed by somebody else. */
  readonly agreements?: Readonly<Record<string, (now: string) => AgreementReading | "notPermitted" | "outage">>;
  /** By subscription. */
  readonly entitlements?: Readonly<Record<string, (now: string) => readonly Entitlement[]>>;
}

interface Surroundings {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly table: ReturnType<typeof memoryRows>;
  readonly truth: Truth;
}

/** Real tasks over a real log, called in the order in which the state machines call them. Each stretch between two calls is a step. */
export const runsOf = ({ store, clock, table, truth }: Surroundings) => {
  const appending = { store, clock, catalogue: PRODUCTS };
  const projections = {
    customer: (account: string) => table.partition({ projection: "customers", generation: FIRST_GENERATION, partition: account }),
  };
  const agreementApi = {
    read: async (id: string) => {
      const answer = truth.agreements?.[id]?.(clock.now()) ?? "notVisible";
      if (answer === "outage") throw new Failure("Transient", "AWS does not answer.");
      return answer;
    },
  };

  async function* read(subscription: string, run: string, when = ""): AsyncGenerator<void> {
    const since = clock.now();
    for (;;) {
      const entitlements = { entitlementsOf: async () => truth.entitlements?.[subscription]?.(clock.now()) ?? [] };
      const answer = await readEntitlements({ store, clock, marketplace: entitlements })({ subscription, since }, { run, state: "read" });
      yield;
      if (answer.outcome === "alreadyRead") return;
      const { reading } = answer;
      const recorded = await recordEntitlements(appending)({ subscription, reading }, { run, state: `Record what was bought ${when}` });
      yield;
      if (recorded.outcome === "decided") return;
    }
  }

  async function* goOn(subscription: string, run: string): AsyncGenerator<void> {
    const continued = await continueSubscription({ ...appending, projections })(
      { subscription, how: "proven" },
      { run, state: "See whether it goes on from another" },
    );
    yield;
    if (continued.outcome === "entitlementsNeeded") yield* read(subscription, run);
  }

  async function* changed(notice: string, run: string): AsyncGenerator<void> {
    const by = (sentence: string) => ({ run, state: sentence });
    let told = await recordNotice(appending)({ notice, ending: "askFirst" }, by("Record what the notice says"));
    yield;
    if (told.outcome === "licenseEnding") {
      const { agreement, subscription } = told;
      const asked = { agreement, subscription, ifUnanswered: "goOn" } as const;
      await readAgreement({ ...appending, marketplace: agreementApi })(asked, by("Ask AWS how its agreement stands"));
      yield;
      told = await recordNotice(appending)({ notice, ending: "asked" }, by("Record that the license has ended"));
      yield;
    }
    if (told.outcome !== "customerTold" && told.outcome !== "agreementTold") return;
    if (told.outcome === "customerTold" && told.agreement === "") {
      yield* goOn(told.subscription, run);
    } else {
      const { agreement } = told;
      const input =
        told.outcome === "customerTold"
          ? ({ named: "license", agreement, subscription: told.subscription, at: told.namedAt } as const)
          : ({ named: "agreement", agreement } as const);
      const linked = await linkAgreement(appending)(input, by("Join the license and its agreement"));
      yield;
      if (linked.outcome === "unlinked") return;
      if (linked.outcome === "termsNeeded") {
        await readAgreement({ ...appending, marketplace: agreementApi })(
          { agreement, subscription: linked.subscription, ifUnanswered: "tryAgain" },
          by("Ask AWS what was agreed"),
        );
        yield;
      }
      yield* goOn(linked.subscription, run);
    }
    await settleNotice(appending)({ notice, outcome: "applied", subscription: "" }, by("Settle the notice"));
  }

  async function* arrived(fact: Extract<Fact, { readonly is: "arrival" }>, run: string): AsyncGenerator<void> {
    const { customer, offerType } = fact;
    const product = productByCode(PRODUCTS, customer.productCode)!;
    const { id: subscription, form } = subscriptionIdentity(customer, product.identityForms, hash)!;
    const recorded = await recordArrival(appending)(
      { arrival: hash(JSON.stringify(fact)), customer: { ...customer, subscription, form }, hints: { ...(offerType !== undefined && { offerType }) } },
      { run, state: "Record the arrival" },
    );
    yield;
    if (recorded.outcome === "entitlementsNeeded") yield* read(subscription, run);
  }

  async function* registered({ subscription, contact }: Extract<Fact, { readonly is: "registration" }>, run: string): AsyncGenerator<void> {
    const recorded = await recordRegistration(appending)({ arrival: "an-arrival", subscription, contact }, { run, state: "Record the registration" });
    yield;
    if (recorded.outcome === "entitlementsNeeded") yield* read(subscription, run);
  }

  async function* due(subscription: string, run: string): AsyncGenerator<void> {
    const by = { run, state: "See what time has changed" };
    await continueSubscription({ ...appending, projections })({ subscription, how: "likely" }, { run, state: "See again whether it goes on from another" });
    yield;
    const reconsidered = await reconsiderAccess(appending)({ subscription, truth: "asIs" }, by);
    yield;
    if (reconsidered.outcome === "decided") return;
    yield* read(subscription, run, "as time has passed");
    await reconsiderAccess(appending)({ subscription, truth: "read" }, { ...by, state: "See what time has changed now" });
  }

  return { changed, arrived, registered, due };
};
