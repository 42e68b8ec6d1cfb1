import { lateKey, receiving, type Book, type OpenLine, type SealedHour } from "./book";
import { carrying, consuming, type Balances } from "./balances";
import type { SealedLine, Untold, UsageEvent } from "./events";
import { isZero, lessAtLeastZero, plus, type Quantity } from "../kernel/quantity";
import { billedAfterAll, closing, raising, raisingLine, raisingSealed, toldUpTo } from "./problems";
import { adding, NO_TOTALS, type Ending, type Totals } from "./totals";

type Sealed = Extract<UsageEvent, { readonly type: "HourSealed" }>["data"];

/** Where the billed units of a line stand right after sealing. */
const firstEnding = (untold: Untold | undefined): Ending => {
  switch (untold) {
    case undefined:
      return "pending";
    case "dryRun":
      return "dryRun";
    case "noLicense":
    case "otherForm":
    case "tooLate":
      return "expired";
    case "nothingToBill":
      return "billed";
  }
};

const totalled = (book: Book, dimension: string, amounts: Partial<Totals>): Book => ({
  ...book,
  totals: { ...book.totals, [dimension]: adding(book.totals[dimension] ?? NO_TOTALS, amounts) },
});

const lineTotals = ({ recorded, carriedIn, included, billed, lapsed, carriedOut, untold }: SealedLine): Partial<Totals> => {
  const ending = firstEnding(untold);
  const units = String(billed);
  return {
    recorded,
    carriedIn,
    included,
    carriedOut,
    ...(ending === "expired" ? { expired: plus(units, lapsed) } : { [ending]: units, expired: lapsed }),
  };
};

const handedOn = (balances: Balances, { dimension, carriedOut, included }: SealedLine, windows: Readonly<Record<string, string>>): Balances => {
  const window = windows[dimension];
  const after = carrying(balances, dimension, carriedOut);
  return window === undefined || isZero(included) ? after : consuming(after, dimension, window, included);
};

const sealing = (book: Book, { hour, billedTo, region, timestamp, deadline, lines, windows }: Sealed): Book => {
  const open = lines.filter(({ untold }) => firstEnding(untold) === "pending" || firstEnding(untold) === "expired");
  const sealed: SealedHour = {
    ...(billedTo !== undefined && { billedTo }),
    region,
    timestamp,
    deadline,
    recorded: Object.fromEntries(lines.filter(({ recorded }) => !isZero(recorded)).map(({ dimension, recorded }) => [dimension, recorded])),
    open: Object.fromEntries(
      open.map((line): [string, OpenLine] => [line.dimension, { line, status: line.untold === undefined ? "pending" : "expired", unanswered: false }]),
    ),
  };
  const counted = lines.reduce((after, line) => totalled(after, line.dimension, lineTotals(line)), book);
  return raisingSealed(
    {
      ...counted,
      balances: lines.reduce((balances, line) => handedOn(balances, line, windows), book.balances),
      hours: { ...book.hours, [hour]: sealed },
    },
    hour,
    lines,
  );
};

/** What changed of one line, which stays in sight. */
const marked = (book: Book, hour: string, dimension: string, change: Partial<OpenLine>): Book => {
  const sealed = book.hours[hour];
  const open = sealed?.open[dimension];
  if (sealed === undefined || open === undefined) return book;
  return { ...book, hours: { ...book.hours, [hour]: { ...sealed, open: { ...sealed.open, [dimension]: { ...open, ...change } } } } };
};

const settled = (book: Book, hour: string, dimension: string): Book => {
  const sealed = book.hours[hour];
  if (sealed === undefined) return book;
  const open = Object.fromEntries(Object.entries(sealed.open).filter(([name]) => name !== dimension));
  return { ...book, hours: { ...book.hours, [hour]: { ...sealed, open } } };
};

/** A line's units leave `pending` for where they end. */
const ended = (book: Book, hour: string, dimension: string, ending: Ending): Book => {
  const open = book.hours[hour]?.open[dimension];
  const totals = book.totals[dimension];
  if (open === undefined || totals === undefined) return book;
  const units: Quantity = String(open.line.billed);
  return { ...book, totals: { ...book.totals, [dimension]: adding({ ...totals, pending: lessAtLeastZero(totals.pending, units) }, { [ending]: units }) } };
};

type Line = { readonly hour: string; readonly dimension: string };

/** AWS is told again: it may yet learn of the customer. That it took nothing now says nothing of a call before whose answer was lost. */
const notSubscribed = (book: Book, { hour, dimension }: Line): Book => {
  const after = marked(book, hour, dimension, { status: "notSubscribed" });
  const deadline = book.hours[hour]?.deadline;
  const isNews = book.hours[hour]?.open[dimension]?.status !== "notSubscribed";
  return deadline === undefined || !isNews
    ? after
    : raisingLine(after, { hour, dimension }, { kind: "notSubscribed", because: "notSubscribed", retriedUntil: deadline });
};

/** A line that AWS will not bill as it was sealed, for good. */
const failed = (
  book: Book,
  ending: "disputed" | "refused" | "expired",
  { hour, dimension }: Line,
  about: { readonly because: string; readonly meteringRecordId?: string | undefined },
): Book => {
  const kind = about.because === "notSubscribed" ? "notSubscribed" : ending;
  return raisingLine(marked(ended(book, hour, dimension, ending), hour, dimension, { status: ending }), { hour, dimension }, { kind, ...about });
};

/** A line that AWS may still be told of stays, whatever became of late usage beside it. */
const closed = (book: Book, { hour, dimension, resolution }: Extract<UsageEvent, { readonly type: "UsageProblemClosed" }>["data"]): Book => {
  const status = book.hours[hour]?.open[dimension]?.status;
  const after = closing(book, { hour, dimension }, resolution);
  return status === "pending" || status === "notSubscribed" ? after : settled(after, hour, dimension);
};

export const evolve = (book: Book, { type, data }: UsageEvent): Book => {
  switch (type) {
    case "BookOpened":
      // Late usage may have come before the first hour was sealed.
      return {
        ...book,
        opened: true,
        balances: Object.entries(book.balances.carry).reduce((sum, [dimension, more]) => receiving(sum, dimension, more), data.opening),
      };
    case "HourSealed":
      return sealing(book, data);
    case "UsageUnanswered":
      return marked(book, data.hour, data.dimension, { unanswered: true });
    case "UsageNotSubscribed":
      return notSubscribed(book, data);
    case "UsageAccepted":
      return settled(billedAfterAll(ended(book, data.hour, data.dimension, "billed"), data.hour, data.dimension), data.hour, data.dimension);
    case "UsageDisputed":
      return failed(book, "disputed", data, { because: "otherRecord", meteringRecordId: data.meteringRecordId });
    case "UsageRefused":
      return failed(book, "refused", data, { because: data.error });
    case "UsageExpired":
      return failed(book, "expired", data, { because: data.because });
    case "LateUsageCarried": {
      const { quantity, total, into } = data;
      const late = { ...book.late, [lateKey(data.hour, data.dimension)]: { quantity, total, into } };
      return totalled({ ...book, late }, data.dimension, { recorded: quantity, carriedOut: quantity });
    }
    case "LateUsageRerouted": {
      const key = lateKey(data.hour, data.dimension);
      const known = book.late[key];
      return known === undefined ? book : { ...book, late: { ...book.late, [key]: { ...known, into: data.into } } };
    }
    case "LateUsageExpired": {
      const { quantity, total } = data;
      const late = { ...book.late, [lateKey(data.hour, data.dimension)]: { quantity, total } };
      const lost = totalled({ ...book, late }, data.dimension, { recorded: quantity, expired: quantity });
      return raising(lost, { part: "late", hour: data.hour, dimension: data.dimension, kind: "expired", quantity, because: "late" });
    }
    case "LateUsageReceived":
      return {
        ...book,
        received: { ...book.received, [lateKey(data.from, data.dimension)]: data.total },
        balances: receiving(book.balances, data.dimension, data.quantity),
      };
    case "UsageProblemClosed":
      return closed(book, data);

    case "UsageProblemsTold":
      return toldUpTo(book, data.upTo);
    case "BookClosed":
      return { ...book, closed: true };
  }
};
