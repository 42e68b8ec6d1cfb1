import type { Allocation } from "../../events/usage/allocation";
import type { UnsentLine } from "../kernel/unsent-usage";

/** A line with everything AWS is told of it. */
export interface ReadyLine {
  readonly line: UnsentLine;
  readonly allocations: readonly Allocation[];
}

/** `BatchMeterUsageRequest.UsageRecords` holds at most so many (SDK client-marketplace-metering). */
export const MOST_RECORDS = 25;

/** AWS takes a request below 1 MB; what JSON adds around the records is well below the rest. */
const MOST_BYTES = 900_000;

/** A record without tags is some 250 bytes; each tag adds its texts and what JSON puts around them. */
const bytesOf = ({ allocations }: ReadyLine): number =>
  400 +
  allocations.reduce(
    (sum, { tags }) => sum + 60 + Object.entries(tags).reduce((text, [key, value]) => text + Buffer.byteLength(key) + Buffer.byteLength(value) + 30, 0),
    0,
  );

/** What may go in one call: records of one product, and of one form, for a call bears a product code or none. */
const groupOf = ({ line: { productCode, billedTo } }: ReadyLine): string => `${productCode}#${billedTo.form === "license" ? "license" : "product"}`;

const keyOf = ({ line: { subscription, hour, dimension } }: ReadyLine): string => `${subscription}#${hour}#${dimension}`;

/**
 * Groups lines into calls, the earliest deadline first.
 * @param isAll whether these are all lines there are: else calls that are not full wait for more, unless there is no other
 */
export const planCalls = (lines: readonly ReadyLine[], isAll: boolean): readonly (readonly ReadyLine[])[] => {
  const once = [...new Map(lines.map((line) => [keyOf(line), line])).values()];
  const sorted = once.toSorted((one, other) => (one.line.deadline < other.line.deadline ? -1 : Number(one.line.deadline > other.line.deadline)));
  const open = new Map<string, { readonly lines: ReadyLine[]; bytes: number }>();
  const full: (readonly ReadyLine[])[] = [];
  for (const line of sorted) {
    const group = groupOf(line);
    const bytes = bytesOf(line);
    const call = open.get(group);
    if (call !== undefined && call.bytes + bytes <= MOST_BYTES) {
      call.lines.push(line);
      call.bytes += bytes;
    } else {
      if (call !== undefined) full.push(call.lines);
      open.set(group, { lines: [line], bytes });
    }
    const filled = open.get(group);
    if (filled?.lines.length === MOST_RECORDS) {
      full.push(filled.lines);
      open.delete(group);
    }
  }
  const rest = [...open.values()].map((call) => call.lines);
  return isAll || full.length === 0 ? [...full, ...rest] : full;
};
