import type { Instant } from "../kernel/values";
import type { Hour } from "../kernel/hour";
import { plus, ZERO, type Quantity } from "../kernel/quantity";
import type { UsageEvent } from "./events";

/** Where the units of a line are. `unsealed`: reported, and its hour is not counted yet. */
export type LineState = "unsealed" | "pending" | "billed" | "nothingToBill" | "dryRun" | "notSubscribed" | "disputed" | "refused" | "expired";

/** One dimension of one hour, from what was recorded to what AWS said. */
export interface LedgerLine {
  readonly hour: Hour;
  readonly dimension: string;
  readonly state: LineState;
  readonly recorded: Quantity;
  readonly carriedIn: Quantity;
  readonly included: Quantity;
  /** The integer AWS is, or would be, told of. */
  readonly units: number;
  readonly lapsed: Quantity;
  readonly carriedOut: Quantity;
  /** Reported after the hour was sealed: billed with a later hour, or not at all. */
  readonly lateCarried: Quantity;
  readonly lateExpired: Quantity;
  /** The time the record bears. */
  readonly timestamp?: Instant;
  readonly deadline?: Instant;
  /** When AWS said that it bills it, as we heard it. */
  readonly answeredAt?: Instant;
  /** AWS's own id of the record. */
  readonly meteringRecordId?: string;
  /** AWS never said so itself: it refused our own record as a duplicate after a call whose answer was lost. */
  readonly inferred?: boolean;
  /** Why AWS does not bill it: its error, or our reason. */
  readonly because?: string;
  /** The run that last did something about it. */
  readonly run?: string;
  /** What a person decided of a line that AWS did not bill as sealed. */
  readonly closed?: { readonly resolution: string; readonly reason: string; readonly by: string; readonly at: Instant };
}

/** The lines of one book. */
export interface Ledger {
  readonly lines: Readonly<Record<string, LedgerLine>>;
}

export const emptyLedger: Ledger = { lines: {} };

const keyOf = (hour: Hour, dimension: string): string => `${hour}#${dimension}`;

const unsealed = (hour: Hour, dimension: string): LedgerLine => ({
  hour,
  dimension,
  state: "nothingToBill",
  recorded: ZERO,
  carriedIn: ZERO,
  included: ZERO,
  units: 0,
  lapsed: ZERO,
  carriedOut: ZERO,
  lateCarried: ZERO,
  lateExpired: ZERO,
});

/** Usage that was reported, of an hour that is not counted yet. */
export const unsealedLine = (hour: Hour, dimension: string, recorded: Quantity): LedgerLine => ({ ...unsealed(hour, dimension), state: "unsealed", recorded });

type Sealed = Extract<UsageEvent, { readonly type: "HourSealed" }>["data"];

const stateOf = (untold: Sealed["lines"][number]["untold"]): LineState => {
  switch (untold) {
    case undefined:
      return "pending";
    case "nothingToBill":
    case "dryRun":
      return untold;
    case "noLicense":
    case "otherForm":
    case "tooLate":
      return "expired";
  }
};

const sealedLines = ({ lines: known }: Ledger, { hour, timestamp, deadline, lines }: Sealed, run: string | undefined): Readonly<Record<string, LedgerLine>> =>
  Object.fromEntries(
    lines.map(({ dimension, billed, untold, allocations: _, ...amounts }): [string, LedgerLine] => [
      keyOf(hour, dimension),
      {
        ...(known[keyOf(hour, dimension)] ?? unsealed(hour, dimension)),
        ...amounts,
        state: stateOf(untold),
        units: billed,
        timestamp,
        deadline,
        ...(untold !== undefined && { because: untold }),
        ...(run !== undefined && { run }),
      },
    ]),
  );

/** Enters an event of a book into its ledger. */
export const enter = (ledger: Ledger, { type, data }: UsageEvent, { run }: { readonly run?: string | undefined } = {}): Ledger => {
  const change = (hour: Hour, dimension: string, of: (line: LedgerLine) => Partial<LedgerLine>): Ledger => {
    const key = keyOf(hour, dimension);
    const line = ledger.lines[key] ?? unsealed(hour, dimension);
    return { lines: { ...ledger.lines, [key]: { ...line, ...of(line), ...(run !== undefined && { run }) } } };
  };
  switch (type) {
    case "HourSealed":
      return { lines: { ...ledger.lines, ...sealedLines(ledger, data, run) } };
    case "UsageAccepted": {
      const { meteringRecordId, inferred } = data;
      return change(data.hour, data.dimension, () => ({
        state: "billed",
        inferred,
        answeredAt: data.at,
        ...(meteringRecordId !== undefined && { meteringRecordId }),
      }));
    }
    case "UsageDisputed":
      return change(data.hour, data.dimension, () => ({ state: "disputed", because: "AWS holds another record of this hour." }));
    case "UsageNotSubscribed":
      return change(data.hour, data.dimension, () => ({ state: "notSubscribed", because: "AWS knows no such customer." }));
    case "UsageRefused":
      return change(data.hour, data.dimension, () => ({ state: "refused", because: data.error }));
    case "UsageExpired":
      return change(data.hour, data.dimension, () => ({ state: "expired", because: data.because }));
    case "LateUsageCarried":
      return change(data.hour, data.dimension, ({ lateCarried }) => ({ lateCarried: plus(lateCarried, data.quantity) }));
    case "LateUsageExpired":
      return change(data.hour, data.dimension, ({ lateExpired }) => ({ lateExpired: plus(lateExpired, data.quantity) }));
    case "UsageProblemClosed": {
      const { resolution, reason, by, at } = data;
      return change(data.hour, data.dimension, () => ({ closed: { resolution, reason, by, at } }));
    }
    case "BookOpened":
    case "UsageUnanswered":
    case "LateUsageRerouted":
    case "LateUsageReceived":
    case "UsageProblemsTold":
    case "BookClosed":
      return ledger;
  }
};
