import { arrival as arrivals, arrivalStream, visitNoticeDue } from "../../events/arrival/decider";
import { productByCode, type Catalogue } from "../../events/product/catalogue";
import { subscription as subscriptions, subscriptionStream } from "../../events/subscription/decider";
import { noticesDue } from "../../events/subscription/seller-notices";
import type { SellerNotice } from "../../events/subscription/values";
import { catalogue } from "../kernel/task/catalogue";
import { clock, type Clock } from "../kernel/task/clock";
import { contacts, type Contacts } from "../kernel/buyers/contacts";
import { eventLog } from "../kernel/streams/event-log";
import type { EventStore } from "../kernel/streams/event-store";
import { lambdaTask, type Run } from "../kernel/task/lambda-task";
import type { Telling } from "../kernel/runs/seller-matter";
import { setting } from "../kernel/task/settings";
import { snsTopic, type Publication, type Topic } from "../kernel/aws/topic";
import { NotifySeller } from "./contract";
import { publication } from "./publication";
import { visitPublication } from "./visit-publication";

interface Dependencies {
  readonly store: Pick<EventStore, "load">;
  readonly contacts: Pick<Contacts, "find">;
  readonly topic: Topic;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
}

/** What is to be told of a subscription; undefined if it was told before, or is settled meanwhile. */
const ofSubscription = async (
  { store, contacts, catalogue, clock }: Dependencies,
  { subject, notice, mark }: Telling & { readonly notice: SellerNotice },
): Promise<Publication | undefined> => {
  const { state } = await store.load(subscriptions, subscriptionStream(subject));
  if (!noticesDue(state, clock.now()).some((due) => due.notice === notice && due.mark === mark)) return undefined;
  const newest = state.contacts.at(-1);
  const person = newest === undefined ? undefined : await contacts.find(newest);
  const product = productByCode(catalogue, state.listing?.productCode ?? "");
  return publication(notice, { subscription: subject, state, product, details: person?.details });
};

/** The same of a visit. */
const ofVisit = async ({ store, catalogue }: Dependencies, { subject, mark }: Telling): Promise<Publication | undefined> => {
  const { state } = await store.load(arrivals, arrivalStream(subject));
  if (state.status !== "unlicensed" || visitNoticeDue(state) !== mark) return undefined;
  return visitPublication(subject, state, productByCode(catalogue, state.productCode));
};

export const notifySeller =
  (dependencies: Dependencies): Run<typeof NotifySeller> =>
  async (telling) => {
    const { notice } = telling;
    const told = await (notice === "unlicensedArrival" ? ofVisit(dependencies, telling) : ofSubscription(dependencies, { ...telling, notice }));
    if (told === undefined) return { outcome: "settled" };
    await dependencies.topic.publish(told);
    return { outcome: "told" };
  };

export const handler = lambdaTask(NotifySeller, () =>
  notifySeller({ store: eventLog(), contacts: contacts(), topic: snsTopic(setting("SELLER_TOPIC_ARN")), catalogue: catalogue(), clock }),
);
