import { later, type Instant } from "../../events/kernel/values";
import { bytesOfTags, type Allocation } from "../../events/usage/allocation";
import type { UnsentLine } from "../kernel/usage/unsent-usage";

/** A line with everything AWS is told of it. */
export interface ReadyLine {
  readonly line: UnsentLine;
  readonly allocations: readonly Allocation[];
}

/** `BatchMeterUsageRequest.UsageRecords` holds at most so many (SDK client-marketplace-metering). */
export const MOST_RECORDS = 25;

/** AWS takes a request below 1 MB; what JSON adds around the records is well below the rest. */
const MOST_BYTES = 900_000;

/** With so little time left, in milliseconds, a call goes out as it is: AWS's final hour, and the last of a month's, are no longer. */
const URGENT_MS = 3_600_000;

/** A record without tags is some 250 bytes. */
const bytesOf = ({ allocations }: ReadyLine): number => 400 + allocations.reduce((sum, { tags }) => sum + bytesOfTags(tags), 0);

/** What may go in one call: records of one product, and of one form, for a call bears a product code or none. */
const groupOf = ({ line: { productCode, billedTo } }: ReadyLine): string => `${productCode}#${billedTo.form === "license" ? "license" : "product"}`;

const keyOf = ({ line: { subscription, hour, dimension } }: ReadyLine): string => `${subscription}#${hour}#${dimension}`;

const byDeadline = (one: Instant, other: Instant): number => (one < other ? -1 : Number(one > other));

/** Of the call's lines, which are in the order of their deadlines, the earliest. */
const deadlineOf = ([first]: readonly ReadyLine[]): Instant => first?.line.deadline ?? "";

/**
 * Groups lines into calls, the earliest deadline first.
 * @param isAll whether these are all lines there are: else calls that are not full wait for more, unless there is no other or no time to
 */
export const planCalls = (lines: readonly ReadyLine[], isAll: boolean, now: Instant): readonly (readonly ReadyLine[])[] => {
  const once = [...new Map(lines.map((line) => [keyOf(line), line])).values()];
  const sorted = once.toSorted((one, other) => byDeadline(one.line.deadline, other.line.deadline));
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
  const going = isAll || full.length === 0 ? rest : rest.filter((call) => deadlineOf(call) < later(now, URGENT_MS));
  // A state ends in the midst of its calls when its time is up: what comes last may wait for many more.
  return [...full, ...going].toSorted((one, other) => byDeadline(deadlineOf(one), deadlineOf(other)));
};
