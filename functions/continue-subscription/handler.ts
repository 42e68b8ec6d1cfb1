import type { Instant } from "../../events/kernel/values";
import { productByCode, type Catalogue } from "../../events/product/catalogue";
import { subscription as subscriptions, subscriptionStream } from "../../events/subscription/decider";
import { movesAt } from "../../events/subscription/billing";
import { byRun, type Appending } from "../kernel/streams/appending";
import { catalogue } from "../kernel/task/catalogue";
import { clock } from "../kernel/task/clock";
import { entitlementsOrAccess } from "../kernel/purchases/entitlements-or-access";
import { eventLog } from "../kernel/streams/event-log";
import type { CommitMeta } from "../kernel/streams/event-store";
import { lambdaTask, type Run } from "../kernel/task/lambda-task";
import { count } from "../kernel/task/metrics";
import { liveProjections, type ReadProjections } from "../kernel/projections/read-projections";
import { join } from "../kernel/purchases/succession";
import { transact } from "../kernel/streams/transact";
import { ContinueSubscription } from "./contract";
import { kinOf, loadKnown, type Doubt, type Pair } from "./kin";

interface Dependencies extends Appending {
  readonly catalogue: Catalogue;
  readonly projections: Pick<ReadProjections, "customer">;
}

const hourOf = ({ catalogue, clock }: Dependencies, { older, basis }: Pair): Instant | undefined => {
  const code = older.state.listing?.productCode;
  const from = basis === "concurrentAgreements" && code !== undefined ? productByCode(catalogue, code)?.concurrentFrom : undefined;
  return from && movesAt(from, clock.now());
};

const leaveToAPerson = async ({ store, clock }: Dependencies, { newer, candidates }: Doubt, by: CommitMeta): Promise<void> => {
  await transact({ store, clock }, subscriptions, subscriptionStream(newer.id), { type: "DoubtContinuation", data: { candidates } }, by);
  count("ContinuationDoubted");
};

export const continueSubscription =
  (dependencies: Dependencies): Run<typeof ContinueSubscription> =>
  async ({ subscription, how }, caller) => {
    const { store, catalogue, projections } = dependencies;
    const known = await loadKnown({ store, projections }, subscription);
    const product = known.state.listing && productByCode(catalogue, known.state.listing.productCode);
    const by = byRun(caller, subscription);
    const { pairs, doubts } = await kinOf({ store, projections }, known, { isMoving: product?.concurrentFrom !== undefined, how });
    for (const pair of pairs) await join(dependencies, { ...pair, newer: pair.newer.id, hour: hourOf(dependencies, pair) }, by);
    for (const doubt of doubts) await leaveToAPerson(dependencies, doubt, by);
    const { state } = pairs.length + doubts.length === 0 ? known : await loadKnown({ store, projections }, subscription);
    return entitlementsOrAccess(subscription, state);
  };

export const handler = lambdaTask(ContinueSubscription, () =>
  continueSubscription({ store: eventLog(), clock, catalogue: catalogue(), projections: liveProjections() }),
);
