import type { DueNotice } from "../../events/subscription/seller-notices";
import { hash } from "./hash";
import type { Starter } from "./starter";

/** Starts the run that tells the seller's topic of a matter; once, whoever asks and however often. */
export const sellerNoticeRuns = ({ starter, machine }: { readonly starter: Pick<Starter, "startNew">; readonly machine: string }) => ({
  start: (subscription: string, { notice, mark }: DueNotice): Promise<"started" | "exists"> =>
    starter.startNew(machine, `tell-${hash(subscription, notice, mark)}`, {
      about: `The seller's topic is to be told of ${subscription}: ${notice}.`,
      subscription,
      notice,
      mark,
    }),
});
export type SellerNoticeRuns = ReturnType<typeof sellerNoticeRuns>;
