import { arrival as arrivals, arrivalStream } from "../../events/arrival/decider";
import { subscription as subscriptions, subscriptionStream } from "../../events/subscription/decider";
import { standing } from "../../events/subscription/standing";
import type { Subscription } from "../../events/subscription/state";
import { clock, type Clock } from "../kernel/task/clock";
import { eventLog } from "../kernel/streams/event-log";
import type { EventStore } from "../kernel/streams/event-store";
import { lambdaTask, type Run } from "../kernel/task/lambda-task";
import { liveProjections, type ReadProjections } from "../kernel/projections/read-projections";
import { FindUnclaimedLicense } from "./contract";

interface Dependencies {
  readonly store: Pick<EventStore, "load">;
  readonly projections: Pick<ReadProjections, "customer">;
  readonly clock: Clock;
}

/** AWS allows 100 active agreements per product and account. */
const MOST = 100;

/** Bought, in force, and nobody has come for it: no visit, no form, and no older license whose buyer it carries on. */
const isUnclaimed = (state: Subscription, now: string): boolean =>
  state.form === "license" && !state.arrived && state.registeredAt === undefined && state.predecessor === undefined && standing(state, now).status === "alive";

export const findUnclaimedLicense =
  ({ store, projections, clock }: Dependencies): Run<typeof FindUnclaimedLicense> =>
  async ({ arrival }) => {
    const { state: visit } = await store.load(arrivals, arrivalStream(arrival));
    if (visit.status !== "unlicensed" || visit.awsAccountId === undefined) return { outcome: "unclear", candidates: [] };
    const { productCode, awsAccountId } = visit;
    const rows = (await projections.customer(awsAccountId)).filter(({ content }) => content?.["productCode"] === productCode);
    const known = await Promise.all(rows.map(async ({ key }) => ({ id: key, state: (await store.load(subscriptions, subscriptionStream(key))).state })));
    const unclaimed = known.filter(({ state }) => isUnclaimed(state, clock.now()));
    const [only, ...others] = unclaimed;
    if (only === undefined || others.length > 0)
      return {
        outcome: "unclear",
        candidates: unclaimed
          .map(({ id }) => id)
          .toSorted()
          .slice(0, MOST),
      };
    // Without the license's ARN: an event's spelling of it is not the one AWS's calls want.
    return { outcome: "found", customer: { subscription: only.id, form: "license", productCode, awsAccountId } };
  };

export const handler = lambdaTask(FindUnclaimedLicense, () => findUnclaimedLicense({ store: eventLog(), projections: liveProjections(), clock }));
