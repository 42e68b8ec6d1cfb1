import { hash } from "../task/hash";
import type { Telling } from "./seller-matter";
import type { Starter } from "../aws/starter";

/** Starts the run that tells the seller's topic of a matter; once, whoever asks and however often. */
export const sellerNoticeRuns = ({ starter, machine }: { readonly starter: Pick<Starter, "startNew">; readonly machine: string }) => ({
  start: ({ subject, notice, mark }: Telling): Promise<"started" | "exists"> =>
    starter.startNew(machine, `tell-${hash(subject, notice, mark)}`, {
      about: `The seller's topic is to be told of ${subject}: ${notice}.`,
      subject,
      notice,
      mark,
    }),
});
export type SellerNoticeRuns = ReturnType<typeof sellerNoticeRuns>;
