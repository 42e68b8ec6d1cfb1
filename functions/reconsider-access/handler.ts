import { hasEntitlements } from "../../events/product/product";
import { subscription as subscriptions, subscriptionStream } from "../../events/subscription/decider";
import { isReadingDue } from "../../events/subscription/due";
import { byRun, type Appending } from "../kernel/streams/appending";
import { clock } from "../kernel/task/clock";
import { eventLog } from "../kernel/streams/event-log";
import { Failure } from "../kernel/task/failure";
import { lambdaTask, type Run } from "../kernel/task/lambda-task";
import { transact } from "../kernel/streams/transact";
import { ReconsiderAccess } from "./contract";

export const reconsiderAccess =
  ({ store, clock }: Appending): Run<typeof ReconsiderAccess> =>
  async ({ subscription, truth }, caller) => {
    const stream = subscriptionStream(subscription);
    const { state } = await store.load(subscriptions, stream);
    const { listing } = state;
    if (listing === undefined)
      throw new Failure("Permanent", `The log does not know the subscription '${subscription}': give the id as 'stallkeeper customers' shows it.`);
    if (truth === "asIs" && hasEntitlements(listing.pricingModel) && isReadingDue(state, clock.now())) return { outcome: "entitlementsNeeded", subscription };
    const decided = await transact({ store, clock }, subscriptions, stream, { type: "Reconsider" }, byRun(caller, subscription));
    return { outcome: "decided", subscription, access: decided.state.access };
  };

export const handler = lambdaTask(ReconsiderAccess, () => reconsiderAccess({ store: eventLog(), clock }));
