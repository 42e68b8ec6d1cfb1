import { productByCode, type Catalogue } from "../../events/product/catalogue";
import { subscription as subscriptions, subscriptionStream } from "../../events/subscription/decider";
import { noticesDue } from "../../events/subscription/seller-notices";
import { catalogue } from "../kernel/catalogue";
import { clock, type Clock } from "../kernel/clock";
import { contacts, type Contacts } from "../kernel/contacts";
import { eventLog } from "../kernel/event-log";
import type { EventStore } from "../kernel/event-store";
import { lambdaTask, type Run } from "../kernel/lambda-task";
import { setting } from "../kernel/settings";
import { snsTopic, type Topic } from "../kernel/topic";
import { NotifySeller } from "./contract";
import { publication } from "./publication";

interface Dependencies {
  readonly store: Pick<EventStore, "load">;
  readonly contacts: Pick<Contacts, "find">;
  readonly topic: Topic;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
}

export const notifySeller =
  ({ store, contacts, topic, catalogue, clock }: Dependencies): Run<typeof NotifySeller> =>
  async ({ subscription, notice, mark }) => {
    const { state } = await store.load(subscriptions, subscriptionStream(subscription));
    if (!noticesDue(state, clock.now()).some((due) => due.notice === notice && due.mark === mark)) return { outcome: "settled" };
    const newest = state.contacts.at(-1);
    const person = newest === undefined ? undefined : await contacts.find(newest);
    const product = productByCode(catalogue, state.listing?.productCode ?? "");
    await topic.publish(publication(notice, { subscription, state, product, details: person?.details }));
    return { outcome: "told" };
  };

export const handler = lambdaTask(NotifySeller, () =>
  notifySeller({ store: eventLog(), contacts: contacts(), topic: snsTopic(setting("SELLER_TOPIC_ARN")), catalogue: catalogue(), clock }),
);
