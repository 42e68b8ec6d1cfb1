import { z } from "zod";

/** In what AWS's lists and our log may differ. */
export const DifferenceKind = z.enum([
  /** AWS lists a customer of whom no message told. */
  "unknown",
  /** AWS lists what we still wait to hear of. */
  "pending",
  /** AWS lists what we take for ended. */
  "ended",
  /** AWS still lists what we took away because its date had passed. */
  "lapsed",
  /** AWS lists other entitlements than those we read last. */
  "entitlementsDiffer",
  /** AWS lists nothing any more for a customer who has access. */
  "notListed",
  /** AWS says that an agreement has ended, and no message told. */
  "agreementEnded",
]);
export type DifferenceKind = z.infer<typeof DifferenceKind>;
