import type { Catalogue } from "../../events/product/catalogue";
import { productByCode } from "../../events/product/catalogue";
import { subscription as subscriptions, subscriptionStream } from "../../events/subscription/decider";
import { catalogue } from "../kernel/task/catalogue";
import { contacts, type Contacts } from "../kernel/buyers/contacts";
import { eventLog } from "../kernel/streams/event-log";
import type { EventStore } from "../kernel/streams/event-store";
import { lambdaTask, type Run } from "../kernel/task/lambda-task";
import { sesMailer, type Mailer } from "../kernel/aws/mailer";
import { SendMail } from "./contract";
import { letter } from "./letter";

interface Dependencies {
  readonly store: Pick<EventStore, "load">;
  readonly contacts: Pick<Contacts, "find">;
  readonly mailer: Mailer;
  readonly catalogue: Catalogue;
}

export const sendMail =
  ({ store, contacts, mailer, catalogue }: Dependencies): Run<typeof SendMail> =>
  async ({ subscription, kind, contact }) => {
    const [{ state }, person] = await Promise.all([store.load(subscriptions, subscriptionStream(subscription)), contacts.find(contact)]);
    const product = productByCode(catalogue, state.listing?.productCode ?? "");
    if (product?.mailFrom === undefined) return { outcome: "refused", error: "NoMailFrom" };
    if (person === undefined) return { outcome: "refused", error: "ContactErased" };
    return mailer.send({
      from: product.mailFrom,
      fromName: product.name,
      to: person.details.email,
      replyTo: product.support.email,
      ...(await letter(kind, { product, subscription, state })),
    });
  };

export const handler = lambdaTask(SendMail, () => sendMail({ store: eventLog(), contacts: contacts(), mailer: sesMailer(), catalogue: catalogue() }));
