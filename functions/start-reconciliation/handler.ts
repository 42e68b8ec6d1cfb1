import type { Instant } from "../../events/kernel/values";
import type { ReconciliationWalk } from "../../events/reconciliation/events";
import { clock, type Clock } from "../kernel/task/clock";
import { Failure } from "../kernel/task/failure";
import { setting } from "../kernel/task/settings";
import { starter, type Starter } from "../kernel/aws/starter";
import { StartReconciliation } from "./contract";

interface Dependencies {
  readonly clock: Clock;
  readonly starter: Pick<Starter, "start">;
  readonly machine: string;
}

/** What a turn's run is about, for whoever looks at it. */
const ABOUT: Readonly<Record<ReconciliationWalk, string>> = {
  entitlements: "What AWS lists of entitlements is compared with our log.",
  agreements: "What AWS lists of agreements is compared with our log.",
};

/** `2026-11-24T09:30:…` as `2026-11-24T09`: no schedule asks twice in an hour. */
const hourOf = (at: Instant): string => at.slice(0, 13);

export const startReconciliation =
  ({ clock, starter, machine }: Dependencies) =>
  async (event: unknown): Promise<void> => {
    const input = StartReconciliation.input.safeParse(event);
    if (!input.success) throw new Failure("Permanent", "start-reconciliation takes an object with a walk: 'entitlements' or 'agreements'.");
    const { walk } = input.data;
    await starter.start(machine, `reconcile-${walk}-${hourOf(clock.now())}`, { about: ABOUT[walk], walk, product: "" });
  };

export const handler = async (event: unknown): Promise<void> => {
  await startReconciliation({ clock, starter: starter(), machine: setting("RECONCILIATION_MACHINE") })(event);
};
