import type { LedgerLine, LineState } from "../../../events/usage/ledger";
import { isZero } from "../../../events/kernel/quantity";
import { becauseText } from "../work/usage-told";
import type { Totals } from "../../../events/usage/totals";

/** How a state is meant. */
type StateTone = "good" | "bad" | "wait" | "faint";

/** A line's state for a person. */
export const STATE_WORDS: Readonly<Record<LineState, { readonly tone: StateTone; readonly words: string }>> = {
  unsealed: { tone: "wait", words: "not counted yet" },
  pending: { tone: "wait", words: "AWS to be told" },
  notSubscribed: { tone: "wait", words: "not subscribed" },
  billed: { tone: "good", words: "billed" },
  nothingToBill: { tone: "faint", words: "nothing to bill" },
  dryRun: { tone: "faint", words: "dry run" },
  disputed: { tone: "bad", words: "disputed" },
  refused: { tone: "bad", words: "refused" },
  expired: { tone: "bad", words: "expired" },
};

/** What became of units, for a person. */
export const AMOUNT_WORDS: Readonly<Record<keyof Totals, string>> = {
  recorded: "recorded",
  carriedIn: "carried in",
  billed: "billed",
  included: "included",
  carriedOut: "carried on",
  refused: "refused",
  disputed: "disputed",
  expired: "expired",
  dryRun: "tried out only",
  pending: "pending",
};

/** Whether a line says more than that nothing was used: an hour that only hands on a fraction says no more. */
export const isTelling = ({ recorded, included, lapsed, units, state, lateCarried, lateExpired }: LedgerLine): boolean =>
  ![recorded, included, lapsed, lateCarried, lateExpired].every(isZero) || units > 0 || !["billed", "nothingToBill", "dryRun"].includes(state);

/** Why AWS does not bill a line as it was sealed; empty for one that it bills. */
export const reasonOf = ({ because = "" }: LedgerLine): string => (because === "nothingToBill" || because === "dryRun" ? "" : becauseText(because));

/** AWS's own id of a line's record; without one, why AWS does not bill the line. */
export const answerTo = (line: LedgerLine): string => {
  const { meteringRecordId, inferred } = line;
  if (meteringRecordId !== undefined) return inferred === true ? `${meteringRecordId} (inferred)` : meteringRecordId;
  return inferred === true ? "no id (inferred)" : reasonOf(line);
};

const RESOLUTIONS: Readonly<Record<string, string>> = {
  billedByAws: "AWS bills it",
  writtenOff: "written off",
  adjustmentRequested: "an adjustment was requested",
};

/** What else there is to say of a line: what the license's end left of a unit, late usage, and what a person decided. */
export const remarksOn = ({ lapsed, lateCarried, lateExpired, closed }: LedgerLine): readonly string[] => [
  ...(isZero(lapsed) ? [] : [`${lapsed} was left of a unit when the license ended: AWS bills whole ones, so it expired`]),
  ...(isZero(lateCarried) ? [] : [`${lateCarried} came late and went on to a later hour`]),
  ...(isZero(lateExpired) ? [] : [`${lateExpired} came too late for any hour`]),
  ...(closed === undefined ? [] : [`closed by ${closed.by}: ${RESOLUTIONS[closed.resolution] ?? closed.resolution}. ${closed.reason}`]),
];
