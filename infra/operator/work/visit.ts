import { arrival as arrivals, arrivalStream, type Arrival } from "../../../events/arrival/decider";
import type { EventStore } from "../../../functions/kernel/streams/event-store";
import type { StateMachines } from "../../../functions/kernel/aws/state-machines";
import { Problem } from "../problem";
import { secondOf } from "../telling";
import type { Dismissal } from "./dismiss";

/** A visit of a buyer whom AWS named without a license. */
export type Unlicensed = Extract<Arrival, { readonly status: "unlicensed" }>;

/** Reads a visit that has no license yet, also one that was dismissed. @throws Problem for any other */
export const unlicensedVisit = async ({ load }: Pick<EventStore, "load">, id: string): Promise<Unlicensed> => {
  const { state, version } = await load(arrivals, arrivalStream(id));
  if (version === 0) throw new Problem(`No visit '${id}' is in the log. See 'stallkeeper worklist --kind unlicensedArrival'.`);
  if (state.status === "resolved") throw new Problem(`The visit '${id}' is joined already, to ${state.subscription}.`);
  if (state.status !== "unlicensed") throw new Problem(`The visit '${id}' waits for no license: it is ${state.status}.`);
  return state;
};

/** Who starts the run that dismisses a visit. */
interface DismissingVisits {
  readonly log: Pick<EventStore, "load">;
  readonly machines: Pick<StateMachines, "start">;
  readonly onboardingMachine: string;
  readonly now: () => string;
}

/** Has a visit without a license dismissed. @returns the execution's ARN @throws Problem for a visit that does not wait */
export const dismissVisit = async ({ log, machines, onboardingMachine, now }: DismissingVisits, id: string, { reason, by }: Dismissal): Promise<string> => {
  const { dismissed } = await unlicensedVisit(log, id);
  if (dismissed !== undefined) throw new Problem(`The visit '${id}' was dismissed by ${dismissed.by} at ${secondOf(dismissed.at)} UTC: ${dismissed.reason}`);
  const about = "An operator dismissed a visit without a license.";
  return machines.start(onboardingMachine, `dismiss-${id.slice(0, 40)}-${now().replaceAll(/[^0-9]/g, "")}`, {
    about,
    kind: "dismissal",
    arrival: id,
    reason,
    by,
  });
};
