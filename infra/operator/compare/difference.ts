import type { Quantity } from "../../../events/kernel/quantity";
import type { LineState } from "../../../events/usage/ledger";

/** In what AWS and the ledger differ. */
export type DifferenceKind =
  /** AWS bills it, and the ledger does not say so. */
  | "onlyAws"
  /** The ledger says that AWS bills it, and AWS does not. */
  | "onlyLedger"
  | "quantity"
  /** The same quantity under another record of AWS's. */
  | "record";

/** One difference, of one hour (or day) of a dimension of one customer. What there is not, is null. */
export interface Difference {
  readonly kind: DifferenceKind;
  /** The license, or product and customer; in a feed the agreement. */
  readonly who: string;
  readonly dimension: string;
  /** An hour (`2026-11-24T09`) or a day, in UTC. */
  readonly when: string;
  readonly aws: Quantity | null;
  readonly ledger: Quantity | null;
  /** Where the ledger has the units, if it knows the line. */
  readonly state: LineState | null;
  readonly awsRecord: string | null;
  readonly ledgerRecord: string | null;
}

/** What was compared, and what of it could not be. */
export interface Compared {
  /** What the files cover: times of calls, or days. */
  readonly from: string;
  readonly until: string;
  /** Hours, or days, that are the same in both. */
  readonly agreed: number;
  /** Lines that AWS answered before or after what the files cover. */
  readonly outside: number;
  /** What CloudTrail does not show because it was too long for it. */
  readonly notShown: number;
}

/** Where differences go, as they are found. */
export type Report = (difference: Difference) => void;
