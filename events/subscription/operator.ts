import { accept, refuse, type Decision } from "../kernel/decider";
import { later, type Instant } from "../kernel/values";
import type { SubscriptionCommand, SubscriptionRefusal } from "./commands";
import type { SubscriptionEvent } from "./events";
import type { Subscription } from "./state";

type OperatorCommand = Extract<SubscriptionCommand, { readonly type: "Suspend" | "Restore" | "Grant" }>;

/** An operator bridges a gap; what lasts longer has to be bought. */
export const LONGEST_GRANT_DAYS = 30;

const DAY = 86_400_000;

const isSameOverride = ({ override }: Subscription, kind: "suspended" | "granted", until?: Instant): boolean =>
  override?.kind === kind && (override.kind !== "granted" || override.until === until);

/** An operator's decision. What it says already is silence, whatever the reason given. */
export const decideForOperator = (command: OperatorCommand, state: Subscription, at: Instant): Decision<SubscriptionEvent, SubscriptionRefusal> => {
  if (state.listing === undefined) return refuse("unknownSubscription");
  const { reason, by } = command.data;
  switch (command.type) {
    case "Suspend":
      return isSameOverride(state, "suspended") ? accept() : accept({ type: "SuspendedByOperator", data: { reason, by, at } });
    case "Restore": {
      const { override, access } = state;
      const isLifted = override === undefined && access.reason !== "suspendedByAdvisory";
      return isLifted ? refuse("nothingToRestore") : accept({ type: "RestoredByOperator", data: { reason, by, at } });
    }
    case "Grant": {
      const { until } = command.data;
      if (until <= at || until > later(at, LONGEST_GRANT_DAYS * DAY)) return refuse("untilOutOfRange");
      return isSameOverride(state, "granted", until) ? accept() : accept({ type: "GrantedByOperator", data: { reason, by, until, at } });
    }
  }
};
