import { arrival, visitNoticeDue } from "../../events/arrival/decider";
import type { EventStore } from "../kernel/streams/event-store";
import { arrivalOf, type OtherStream } from "../kernel/projections/other-streams";
import type { SellerNoticeRuns } from "../kernel/runs/seller-notice-runs";

interface Dependencies {
  readonly store: Pick<EventStore, "load">;
  /** Absent where the seller wants no topic: then no visit is looked at. */
  readonly sellerNoticeRuns: SellerNoticeRuns | undefined;
}

/** Sees to what the newest state of a visit asks for: that the seller's topic hears of one that waits for a person. */
export interface VisitWatch {
  readonly see: (stream: OtherStream) => Promise<void>;
}

export const watchVisits = ({ store, sellerNoticeRuns }: Dependencies): VisitWatch => ({
  see: async (stream) => {
    const visit = arrivalOf(stream);
    if (visit === undefined || sellerNoticeRuns === undefined) return;
    const mark = visitNoticeDue((await store.load(arrival, visit.stream)).state);
    if (mark !== undefined) await sellerNoticeRuns.start({ subject: visit.id, notice: "unlicensedArrival", mark });
  },
});
