import type { EventStore } from "../../../functions/kernel/streams/event-store";
import type { StateMachines } from "../../../functions/kernel/aws/state-machines";
import { Problem } from "../problem";
import { findNotice, kindText, noticeStanding } from "./release";

/** Who starts the run that dismisses a notice. */
export interface Dismissing {
  readonly log: Pick<EventStore, "load">;
  readonly machines: Pick<StateMachines, "start">;
  readonly changeMachine: string;
  readonly now: () => string;
}

/** Why a notice is dismissed, as `checkedReason` lets it pass, and by whom. */
export interface Dismissal {
  readonly reason: string;
  readonly by: string;
}

/** Has a parked notice dismissed. @returns the execution's ARN @throws Problem for a notice that does not wait */
export const dismissNotice = async ({ log, machines, changeMachine, now }: Dismissing, id: string, { reason, by }: Dismissal): Promise<string> => {
  const found = await findNotice(log, id);
  if (found.parked === undefined || found.settled !== undefined || found.dismissed !== undefined)
    throw new Problem(`The notice '${id}' does not wait for a person: it is ${noticeStanding(found)}.`);
  const about = `An operator dismissed a parked notice: ${kindText(found.received.kind)}.`;
  return machines.start(changeMachine, `dismiss-${id}-${now().replaceAll(/[^0-9]/g, "")}`, { about, kind: "dismissal", notice: id, reason, by });
};
