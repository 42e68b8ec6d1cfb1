import { hourAt, monthOf, type Month } from "../../../events/kernel/hour";
import type { LedgerLine } from "../../../events/usage/ledger";
import type { UsageDay } from "../../../functions/kernel/usage/usage-day";
import { EXIT, Problem } from "../problem";
import type { MeterSources } from "../usage/every-meter";
import { cloudTrailCalls, type ShownRecord } from "./cloud-trail-file";
import type { Compared, Difference, Report } from "./difference";
import { daysBetween, everyBook, isHeld, isWithin } from "./ledger-lines";
import { withSpool, type Spool } from "./spool";
import { whoIsBilled } from "./who-is-billed";

/** What AWS took of one hour; nothing told where CloudTrail does not show it. */
interface Held {
  readonly at: string;
  readonly taken: { readonly quantity: number; readonly meteringRecordId?: string } | null;
}

const heldBy = ({ at, taken }: ShownRecord): Held => {
  if (taken === undefined) return { at, taken: null };
  const { quantity, meteringRecordId } = taken;
  return { at, taken: { quantity, ...(meteringRecordId !== undefined && { meteringRecordId }) } };
};

/** AWS takes the first record of an hour and no other; a record that is shown says more than one that is not. */
const first = (known: Held | undefined, one: Held): Held => {
  if (known === undefined || (known.taken === null && one.taken !== null)) return one;
  return one.taken !== null && one.at < known.at ? one : known;
};

interface Span {
  from: string;
  until: string;
}

/** Widens a span, empty at first, to what it has to hold. */
const widen = (span: Span, text: string): void => {
  if (span.from === "" || text < span.from) span.from = text;
  if (text > span.until) span.until = text;
};

interface Read {
  /** When AWS was called. */
  readonly calls: Span;
  /** Which hours were metered. */
  readonly hours: Span;
  readonly leftOut: number;
}

const readFiles = async (files: readonly string[], month: Month | undefined, spool: Spool<Held>): Promise<Read> => {
  const [calls, hours]: readonly [Span, Span] = [
    { from: "", until: "" },
    { from: "", until: "" },
  ];
  let leftOut = 0;
  for (const file of files) {
    for await (const call of cloudTrailCalls(file)) {
      widen(calls, call.at);
      if (call.leftOut) leftOut += 1;
      for (const record of call.records.filter(({ hour }) => month === undefined || monthOf(hour) === month)) {
        widen(hours, record.hour);
        await spool.merge([record.who, record.dimension, record.hour], (known) => first(known, heldBy(record)));
      }
    }
  }
  return { calls, hours, leftOut };
};

const blank = { state: null, aws: null, ledger: null, awsRecord: null, ledgerRecord: null } as const;

type Verdict = "agreed" | "notShown" | Pick<Difference, "kind">;

const verdictOf = (line: LedgerLine, { taken }: Held): Verdict => {
  if (taken === null) return "notShown";
  if (!isHeld(line)) return { kind: "onlyAws" };
  if (taken.quantity !== line.units) return { kind: "quantity" };
  const { meteringRecordId } = line;
  const sameRecord = meteringRecordId === undefined || taken.meteringRecordId === undefined || taken.meteringRecordId === meteringRecordId;
  return sameRecord ? "agreed" : { kind: "record" };
};

/** Compares the ledger with what CloudTrail shows of BatchMeterUsage: hour by hour, in both directions. @throws Problem for files that hold no such call */
export const compareCloudTrail = (
  sources: MeterSources,
  { files, month }: { readonly files: readonly string[]; readonly month: Month | undefined },
  report: Report,
  onPage: (segments: number) => void,
): Promise<Compared> =>
  withSpool<Held, Compared>(async (spool) => {
    const { calls, hours, leftOut } = await readFiles(files, month, spool);
    if (calls.from === "") throw new Problem("The files hold no call of BatchMeterUsage, so there is nothing to compare.", EXIT.usage);
    const compared = { from: calls.from, until: calls.until, agreed: 0, outside: 0, notShown: leftOut };

    const compareLine = async (line: LedgerLine, who: string): Promise<void> => {
      const key = [who, line.dimension, line.hour];
      const held = await spool.get(key);
      const ours = {
        who,
        dimension: line.dimension,
        when: line.hour,
        state: line.state,
        ledger: String(line.units),
        ledgerRecord: line.meteringRecordId ?? null,
      };
      if (held === undefined) {
        if (!isHeld(line)) return;
        if (isWithin(line, calls.from, calls.until)) report({ ...blank, ...ours, kind: "onlyLedger" });
        else compared.outside += 1;
        return;
      }
      await spool.remove(key);
      const verdict = verdictOf(line, held);
      if (typeof verdict === "string") compared[verdict] += 1;
      else report({ ...ours, ...verdict, aws: String(held.taken?.quantity ?? 0), awsRecord: held.taken?.meteringRecordId ?? null });
    };

    const visit = async (_: unknown, { lines, book }: UsageDay): Promise<void> => {
      for (const line of lines) {
        const billedTo = book.hours[line.hour]?.billedTo;
        if (billedTo !== undefined && (month === undefined || monthOf(line.hour) === month)) await compareLine(line, whoIsBilled(billedTo));
      }
    };
    // The ledger may know of hours that no call in the files is about: AWS was told of none more than a day old.
    const days = daysBetween(hours.from === "" || hours.from > dayBefore(calls.from) ? dayBefore(calls.from) : hours.from, hourAt(calls.until));
    await everyBook(sources, days, visit, onPage);

    for await (const [[who = "", dimension = "", when = ""], { taken }] of spool.all()) {
      if (taken === null) compared.notShown += 1;
      else report({ ...blank, kind: "onlyAws", who, dimension, when, aws: String(taken.quantity), awsRecord: taken.meteringRecordId ?? null });
    }
    return compared;
  });

const dayBefore = (at: string): string => hourAt(new Date(Date.parse(at) - 86_400_000).toISOString());
