import { later, type Instant } from "../../../events/kernel/values";
import type { Clock } from "../task/clock";
import { hash } from "../task/hash";
import type { Starter } from "../aws/starter";

/** The last hour is sealed so long, in milliseconds, before AWS's final hour is over: what is left is for telling AWS, and for trying again. */
const BEFORE_DEADLINE_MS = 15 * 60_000;

/** Starts the run that tells AWS of a license's last hours. */
export const lastHourRuns = ({ starter, machine, clock }: { readonly starter: Pick<Starter, "startNew">; readonly machine: string; readonly clock: Clock }) => {
  const start = async (subscription: string, endsAt: Instant, occasion: string, lastSealAt: Instant): Promise<void> => {
    await starter.startNew(machine, `metering-${occasion}-${hash(subscription, endsAt)}`, {
      about: `The license of ${subscription} ends: AWS takes its usage for an hour more.`,
      what: "license",
      subscription,
      lastSealAt,
    });
  };
  return {
    /** The closed hours at once, the last one in time before the deadline. */
    open: (subscription: string, { endsAt, deadline }: { readonly endsAt: Instant; readonly deadline: Instant }): Promise<void> =>
      start(subscription, endsAt, "final", later(deadline, -BEFORE_DEADLINE_MS)),
    /** All of it at once: the product has said that nothing more is reported. */
    sealNow: (subscription: string, endsAt: Instant): Promise<void> => start(subscription, endsAt, "complete", clock.now()),
  };
};
export type LastHourRuns = ReturnType<typeof lastHourRuns>;
