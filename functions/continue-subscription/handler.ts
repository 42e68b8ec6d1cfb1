import type { Instant } from "../../events/kernel/values";
import { productByCode, type Catalogue } from "../../events/product/catalogue";
import { subscription as subscriptions, subscriptionStream } from "../../events/subscription/decider";
import { movesAt } from "../../events/subscription/billing";
import { byRun, type Appending } from "../kernel/appending";
import { catalogue } from "../kernel/catalogue";
import { clock } from "../kernel/clock";
import { entitlementsOrAccess } from "../kernel/entitlements-or-access";
import { eventLog } from "../kernel/event-log";
import type { CommitMeta } from "../kernel/event-store";
import { lambdaTask, type Run } from "../kernel/lambda-task";
import { count } from "../kernel/metrics";
import { liveProjections, type ReadProjections } from "../kernel/read-projections";
import { join } from "../kernel/succession";
import { transact } from "../kernel/transact";
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
