import { productByCode, type Catalogue } from "../../events/product/catalogue";
import { mailsDue } from "../../events/subscription/mails";
import { noticesDue } from "../../events/subscription/seller-notices";
import type { Clock } from "../kernel/task/clock";
import { isDue, type DueRuns } from "../kernel/runs/due-runs";
import type { MailRuns } from "../kernel/runs/mail-runs";
import type { SellerNoticeRuns } from "../kernel/runs/seller-notice-runs";
import { subscriptionOf, type Folded } from "../kernel/projections/projector";

interface Dependencies {
  readonly dueRuns: DueRuns;
  readonly mailRuns: MailRuns;
  /** Absent where the seller wants no topic. */
  readonly sellerNoticeRuns: SellerNoticeRuns | undefined;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
}

/** Sees to what a subscription's newest state asks for. */
export interface Watch {
  readonly see: (stream: string, folded: Folded) => Promise<void>;
}

/**
 * What is due by the time it is written goes to nobody's list of what is to come: its hour may have been read already, as when
 * AWS's message of an old fact comes late. So it is started here; and so are the mails and the seller's
 * notices, where they are wanted.
 */
export const watch = ({ dueRuns, mailRuns, sellerNoticeRuns, catalogue, clock }: Dependencies): Watch => ({
  see: async (stream, { state }) => {
    const subscription = subscriptionOf(stream);
    const now = clock.now();
    const { dueAt, listing } = state;
    if (dueAt !== undefined && isDue(dueAt, now)) await dueRuns.start({ subscription, dueAt });
    const sendsMails = productByCode(catalogue, listing?.productCode ?? "")?.mailFrom !== undefined;
    for (const mail of sendsMails ? mailsDue(state, now) : []) await mailRuns.start(subscription, mail);
    for (const notice of sellerNoticeRuns === undefined ? [] : noticesDue(state, now)) await sellerNoticeRuns?.start({ subject: subscription, ...notice });
  },
});
