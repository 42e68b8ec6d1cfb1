/**
 * What AWS charges on demand in us-east-1, in dollars, free tiers apart, as known in November 2026; each service's pricing page has
 * what holds today. Other Regions differ by up to a half.
 */
export const PRICES = {
  /** One of a Standard workflow. */
  transition: 0.025 / 1_000,
  invocation: 0.2 / 1e6,
  /** A second of a gigabyte on arm64. */
  gigabyteSecond: 0.000_013_333_4,
  readUnit: 0.125 / 1e6,
  writeUnit: 0.625 / 1e6,
  /** A custom event of up to 64 KB on a bus. */
  event: 1 / 1e6,
  /** A gigabyte of a table for a month, and as much again of what can be restored to any second. */
  storedGigabyte: 0.25 + 0.2,
  alarm: 0.1,
  metric: 0.3,
  key: 1,
  secret: 0.4,
  /** A web ACL with its three rules. */
  firewall: 5 + 3 * 1,
} as const;

/** What something uses. */
export interface Use {
  readonly transitions: number;
  readonly invocations: number;
  readonly gigabyteSeconds: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly events: number;
  /** What stays in the log for good. */
  readonly logBytes: number;
}

/** A month of it, so many times each. */
export const together = (uses: readonly { readonly use: Use; readonly times: number }[]): Use => {
  const sum = (figure: keyof Use): number => uses.reduce((all, { use, times }) => all + use[figure] * times, 0);
  return {
    transitions: sum("transitions"),
    invocations: sum("invocations"),
    gigabyteSeconds: sum("gigabyteSeconds"),
    readUnits: sum("readUnits"),
    writeUnits: sum("writeUnits"),
    events: sum("events"),
    logBytes: sum("logBytes"),
  };
};

/** Dollars by what they are charged for. */
export const bill = ({ transitions, invocations, gigabyteSeconds, readUnits, writeUnits, events, logBytes }: Use) => ({
  "State transitions": transitions * PRICES.transition,
  Lambda: invocations * PRICES.invocation + gigabyteSeconds * PRICES.gigabyteSecond,
  "DynamoDB writes": writeUnits * PRICES.writeUnit,
  "DynamoDB reads": readUnits * PRICES.readUnit,
  "Public events": events * PRICES.event,
  "The month's events, kept": (logBytes / 1024 ** 3) * PRICES.storedGigabyte,
});
export type Bill = ReturnType<typeof bill>;

/** What a deployment costs with nobody in it: alarms, what functions count, the key, the secret, the firewall. */
export const standing = ({ alarms, metrics }: { readonly alarms: number; readonly metrics: number }): number =>
  alarms * PRICES.alarm + metrics * PRICES.metric + PRICES.key + PRICES.secret + PRICES.firewall;
