import { arrival as arrivals, arrivalStream } from "../../events/arrival/decider";
import { productByCode, type Catalogue } from "../../events/product/catalogue";
import { subscription as subscriptions, subscriptionStream } from "../../events/subscription/decider";
import type { SubscriptionCommand } from "../../events/subscription/commands";
import { byRun, type Appending } from "../kernel/appending";
import { catalogue } from "../kernel/catalogue";
import { clock } from "../kernel/clock";
import type { InputOf } from "../kernel/contract";
import { entitlementsOrAccess } from "../kernel/entitlements-or-access";
import { eventLog } from "../kernel/event-log";
import { Failure } from "../kernel/failure";
import { lambdaTask, type Run } from "../kernel/lambda-task";
import { listingOf } from "../kernel/listing";
import { transact } from "../kernel/transact";
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
