import { arrival as arrivals, arrivalStream } from "../../events/arrival/decider";
import { productByCode, type Catalogue } from "../../events/product/catalogue";
import { subscription as subscriptions, subscriptionStream } from "../../events/subscription/decider";
import type { SubscriptionCommand } from "../../events/subscription/commands";
import { byRun, type Appending } from "../kernel/streams/appending";
import { catalogue } from "../kernel/task/catalogue";
import { clock } from "../kernel/task/clock";
import type { InputOf } from "../kernel/task/contract";
import { entitlementsOrAccess } from "../kernel/purchases/entitlements-or-access";
import { eventLog } from "../kernel/streams/event-log";
import { Failure } from "../kernel/task/failure";
import { lambdaTask, type Run } from "../kernel/task/lambda-task";
import { listingOf } from "../kernel/purchases/listing";
import { transact } from "../kernel/streams/transact";
import { RecordArrival } from "./contract";

interface Dependencies extends Appending {
  readonly catalogue: Catalogue;
}

const commandFor = (catalogue: Catalogue, { arrival, customer, hints }: InputOf<typeof RecordArrival>): SubscriptionCommand => {
  const product = productByCode(catalogue, customer.productCode);
  if (product === undefined) throw new Failure("Permanent", `The product ${customer.productCode} was configured when the token was resolved and is not now.`);
  const { subscription: _, ...named } = customer;
  return {
    type: "RecordArrival",
    data: {
      ...named,
      ...listingOf(product, customer.awsAccountId),
      arrival,
      ...("offerType" in hints && hints.offerType !== undefined && { offerType: hints.offerType }),
    },
  };
};

export const recordArrival =
  ({ store, clock, catalogue }: Dependencies): Run<typeof RecordArrival> =>
  async (input, caller) => {
    const { arrival, customer, hints } = input;
    const by = byRun(caller, arrival);
    const { state } = await transact({ store, clock }, subscriptions, subscriptionStream(customer.subscription), commandFor(catalogue, input), by);
    // The subscription first: once the arrival is resolved, the page shows what the subscription says.
    await transact(
      { store, clock },
      arrivals,
      arrivalStream(arrival),
      {
        type: "Resolve",
        data: { subscription: customer.subscription, form: customer.form, productCode: customer.productCode, returning: state.registeredAt !== undefined },
        ...("chosen" in hints && { chosen: hints.chosen }),
      },
      by,
    );
    return entitlementsOrAccess(customer.subscription, state);
  };

export const handler = lambdaTask(RecordArrival, () => recordArrival({ store: eventLog(), clock, catalogue: catalogue() }));
