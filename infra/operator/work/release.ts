import { notice as notices, noticeStream, type Notice } from "../../../events/notice/decider";
import type { ParkingReason } from "../../../events/notice/events";
import type { EventStore } from "../../../functions/kernel/streams/event-store";
import type { StateMachines } from "../../../functions/kernel/aws/state-machines";
import { Problem } from "../problem";
import { secondOf } from "../telling";

/** A notice that came. */
export type ReceivedNotice = Notice & { readonly received: NonNullable<Notice["received"]> };

/** Reads a notice. @throws Problem for one that never came */
export const findNotice = async ({ load }: Pick<EventStore, "load">, id: string): Promise<ReceivedNotice> => {
  const { received, ...rest } = (await load(notices, noticeStream(id))).state;
  if (received === undefined) throw new Problem(`No notice '${id}' is in the log. See 'stallkeeper notices list'.`);
  return { ...rest, received };
};

/** Why a notice waits, in words. */
export const PARKED_BECAUSE: Readonly<Record<ParkingReason, string>> = { unknownKind: "unknown kind", unreadable: "can't be read" };

/** The kind of a message, as the end of a sentence. */
export const kindText = (kind: string): string => (kind === "" ? "one that could not be read" : kind);

/** Where a notice stands, as the end of a sentence. */
export const noticeStanding = ({ settled, parked, dismissed }: Notice): string => {
  if (settled !== undefined) return `dealt with: ${settled}`;
  if (dismissed !== undefined) return `dismissed by ${dismissed.by} at ${secondOf(dismissed.at)} UTC: ${dismissed.reason}`;
  return parked === undefined ? "being dealt with" : `waits for a person: ${PARKED_BECAUSE[parked.reason]}`;
};

/** Who starts the run that deals with a notice anew. */
export interface Releasing {
  readonly log: Pick<EventStore, "load">;
  readonly machines: Pick<StateMachines, "start">;
  readonly changeMachine: string;
  readonly now: () => string;
}

/** Has a parked notice dealt with anew, also one that was dismissed. @returns the execution's ARN @throws Problem for a notice that does not wait */
export const releaseNotice = async ({ log, machines, changeMachine, now }: Releasing, id: string): Promise<string> => {
  const { received, ...standing } = await findNotice(log, id);
  if (standing.parked === undefined || standing.settled !== undefined)
    throw new Problem(`The notice '${id}' does not wait for a person: it is ${noticeStanding(standing)}.`);
  const about = `An operator released a parked notice: ${kindText(received.kind)}.`;
  return machines.start(changeMachine, `notice-${id}-${now().replaceAll(/[^0-9]/g, "")}`, { about, kind: "notice", notice: id });
};
