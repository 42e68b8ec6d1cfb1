import { z } from "zod";
import { SellerNotice } from "../../../events/subscription/values";

/** What the seller's topic is told of: a matter of a subscription's, or a visit of a buyer for whom AWS named no license. */
export const SellerMatter = z.enum([...SellerNotice.options, "unlicensedArrival"]);
export type SellerMatter = z.infer<typeof SellerMatter>;

/** One telling. Of the same matter the topic is told once. */
export const Telling = z
  .strictObject({
    /** The subscription; of a visit its arrival. */
    subject: z.string().min(1),
    notice: SellerMatter,
    /** Which opening of the matter it is. */
    mark: z.string().min(1),
  })
  .readonly();
export type Telling = z.infer<typeof Telling>;
