import type { Instant } from "../../../events/kernel/values";
import type { Subscription } from "../../../events/subscription/state";

/** Under what a time's usage was sold. What is not known is null. */
export interface SoldUnder {
  readonly agreement: string | null;
  readonly offer: string | null;
  /** `channelPartner`: by one, who bills the buyer. */
  readonly channel: "direct" | "channelPartner" | null;
  readonly resellerAccount: string | null;
}

/** The agreement in force at a time: the newest that had begun. What was used before the first is that one's, as its times may be AWS's notice's. */
export const agreementAt = ({ agreements, agreement, confirmed }: Subscription, at: Instant): SoldUnder => {
  const known = agreements.findLast(({ from, startsAt }) => (startsAt ?? from) <= at) ?? agreements[0];
  const noticed = { agreement: agreement?.id ?? null, offer: agreement?.offerId ?? confirmed?.offerId ?? null };
  if (known === undefined) return { ...noticed, channel: null, resellerAccount: null };
  const { id, offerId, channel, resellerAccountId } = known;
  return {
    agreement: id,
    offer: offerId ?? noticed.offer,
    channel: channel === "reseller" ? "channelPartner" : (channel ?? null),
    resellerAccount: resellerAccountId ?? null,
  };
};
