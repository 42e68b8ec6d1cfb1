import { accept, refuse, type Decider, type Decision } from "../kernel/decider";
import type { StreamDefinition, StreamId } from "../kernel/stream";
import type { Instant } from "../kernel/values";
import { Book, lateKey, unopened, type OpenLine } from "./book";
import type { LineAnswer, Sealing, UsageCommand, UsageRefusal } from "./commands";
import { usageCodec, type SealedLine, type Untold, type UsageEvent } from "./events";
import { evolve } from "./evolve";
import type { Day, Hour } from "../kernel/hour";
import { compareQuantities, isZero, lessAtLeastZero, ZERO } from "../kernel/quantity";
import { closable } from "./problems";
import { count } from "./seal";

type Answer = Decision<UsageEvent, UsageRefusal>;
type CommandOf<Type extends UsageCommand["type"]> = Extract<UsageCommand, { readonly type: Type; readonly data: unknown }>["data"];

const untoldOf = (billed: number, { zero, untold, deadline }: Sealing, at: Instant): Untold | undefined => {
  if (billed === 0 && (!zero || untold !== undefined)) return "nothingToBill";
  if (untold !== undefined) return untold;
  // A zero that is too late is no loss.
  return at < deadline ? undefined : billed === 0 ? "nothingToBill" : "tooLate";
};

/** An hour is counted on what the one before handed on, so never before one that is counted already. */
const seal = (sealing: Sealing, book: Book, at: Instant): Answer => {
  const { hour, billedTo, region, timestamp, deadline, final, allowances, allocations } = sealing;
  if (book.hours[hour] !== undefined) return accept();
  if (!book.opened) return refuse("notOpen");
  if (book.closed || Object.keys(book.hours).some((sealed) => sealed > hour)) return refuse("late");
  const { lines } = count(sealing, book.balances);
  if (lines.some(({ dimension, billed }) => (allocations[dimension]?.units ?? billed) !== billed)) return refuse("countAgain");
  const sealed = lines.map((line): SealedLine => {
    const untold = untoldOf(line.billed, sealing, at);
    const split = allocations[line.dimension];
    return { ...line, ...(untold !== undefined && { untold }), ...(split !== undefined && { allocations: split.digest }) };
  });
  const windows = Object.fromEntries(allowances.map(({ dimension, window }) => [dimension, window]));
  return accept({
    type: "HourSealed",
    data: { hour, ...(billedTo !== undefined && { billedTo }), region, timestamp, deadline, lines: sealed, windows, final, at },
  });
};

/** A line that AWS may still be told of. */
const isUnsettled = ({ status }: OpenLine): boolean => status === "pending" || status === "notSubscribed";

const openLine = (book: Book, { hour, dimension }: { readonly hour: Hour; readonly dimension: string }): OpenLine | undefined =>
  book.hours[hour]?.open[dimension];

const answered = ({ hour, dimension, answer }: LineAnswer, attempt: string, { unanswered }: OpenLine, at: Instant): UsageEvent => {
  const line = { hour, dimension, attempt, at };
  switch (answer.status) {
    case "success": {
      const { meteringRecordId } = answer;
      return { type: "UsageAccepted", data: { ...line, ...(meteringRecordId !== undefined && { meteringRecordId }), inferred: false } };
    }
    case "duplicate": {
      // AWS echoes our own record, so the refusal proves nothing by itself: after a lost answer it is our own that stands there.
      const { meteringRecordId } = answer;
      const record = { ...line, ...(meteringRecordId !== undefined && { meteringRecordId }) };
      return unanswered ? { type: "UsageAccepted", data: { ...record, inferred: true } } : { type: "UsageDisputed", data: record };
    }
    case "notSubscribed":
      return { type: "UsageNotSubscribed", data: line };
    case "refused":
      return { type: "UsageRefused", data: { ...line, error: answer.error } };
  }
};

const recordAnswers = ({ attempt, answers }: CommandOf<"RecordAnswers">, book: Book, at: Instant): Answer =>
  accept(
    ...answers.flatMap((line) => {
      const open = openLine(book, line);
      if (open === undefined || !isUnsettled(open)) return [];
      return open.status === "notSubscribed" && line.answer.status === "notSubscribed" ? [] : [answered(line, attempt, open, at)];
    }),
  );

const recordUnanswered = ({ attempt, lines }: CommandOf<"RecordUnanswered">, book: Book, at: Instant): Answer =>
  accept(
    ...lines.flatMap((line): readonly UsageEvent[] => {
      const open = openLine(book, line);
      if (open === undefined || !isUnsettled(open) || open.unanswered) return [];
      return [{ type: "UsageUnanswered", data: { hour: line.hour, dimension: line.dimension, attempt, at } }];
    }),
  );

const whyExpired = ({ status, unanswered }: OpenLine): Extract<UsageEvent, { readonly type: "UsageExpired" }>["data"]["because"] => {
  if (unanswered) return "unanswered";
  return status === "notSubscribed" ? "notSubscribed" : "notSent";
};

const expireOverdue = (book: Book, now: Instant, at: Instant): Answer =>
  accept(
    ...Object.entries(book.hours).flatMap(([hour, { deadline, open }]) =>
      deadline > now
        ? []
        : Object.values(open)
            .filter(isUnsettled)
            .map((line): UsageEvent => ({ type: "UsageExpired", data: { hour, dimension: line.line.dimension, because: whyExpired(line), at } })),
    ),
  );

const recordLate = ({ hour, recorded, into }: CommandOf<"RecordLate">, book: Book, at: Instant): Answer =>
  accept(
    ...Object.keys(recorded)
      .toSorted()
      .flatMap((dimension): readonly UsageEvent[] => {
        const sealed = book.hours[hour]?.recorded[dimension] ?? ZERO;
        const total = lessAtLeastZero(recorded[dimension] ?? ZERO, sealed);
        const quantity = lessAtLeastZero(total, book.late[lateKey(hour, dimension)]?.total ?? ZERO);
        if (isZero(quantity)) return [];
        const late = { hour, dimension, quantity, total, at };
        return [into === undefined ? { type: "LateUsageExpired", data: late } : { type: "LateUsageCarried", data: { ...late, into } }];
      }),
  );

const receiveLate = (data: CommandOf<"ReceiveLate">, { received, closed }: Book, at: Instant): Answer => {
  const known = received[lateKey(data.from, data.dimension)] ?? ZERO;
  if (compareQuantities(data.total, known) <= 0) return accept();
  return closed ? refuse("late") : accept({ type: "LateUsageReceived", data: { ...data, at } });
};

const closeProblem = (data: CommandOf<"CloseProblem">, book: Book, at: Instant): Answer =>
  closable(book, data).length === 0 ? refuse("noSuchProblem") : accept({ type: "UsageProblemClosed", data: { ...data, at } });

const decide = (command: UsageCommand, book: Book, at: Instant): Answer => {
  switch (command.type) {
    case "Open": {
      const { previous, opening } = command.data;
      return book.opened ? accept() : accept({ type: "BookOpened", data: { ...(previous !== undefined && { previous }), opening, at } });
    }
    case "Seal":
      return seal(command.data, book, at);
    case "RecordUnanswered":
      return recordUnanswered(command.data, book, at);
    case "RecordAnswers":
      return recordAnswers(command.data, book, at);
    case "ExpireOverdue":
      return expireOverdue(book, command.data.now, at);
    case "RecordLate":
      return recordLate(command.data, book, at);
    case "RerouteLate": {
      const late = book.late[lateKey(command.data.hour, command.data.dimension)];
      return late?.into === undefined || late.into === command.data.into ? accept() : accept({ type: "LateUsageRerouted", data: { ...command.data, at } });
    }
    case "ReceiveLate":
      return receiveLate(command.data, book, at);
    case "CloseProblem":
      return closeProblem(command.data, book, at);
    case "MarkProblemsTold": {
      const { upTo } = command.data;
      return book.news.some(({ number }) => number <= upTo) ? accept({ type: "UsageProblemsTold", data: { upTo, at } }) : accept();
    }
    case "Close":
      return book.closed || !book.opened ? accept() : accept({ type: "BookClosed", data: { closing: book.balances, at } });
  }
};

const usageDecider: Decider<Book, UsageCommand, UsageEvent, UsageRefusal> = { initialState: unopened, evolve, decide };

/** One subscription's usage of one day of UTC: what was recorded, what AWS was told, what it answered, and what is handed on. */
export const usage: StreamDefinition<Book, UsageCommand, UsageEvent, UsageRefusal, "usage"> = {
  category: "usage",
  codec: usageCodec,
  decider: usageDecider,
  state: Book,
  foldVersion: 3,
};

/** The stream of one day's book. */
export const usageStream = (subscription: string, day: Day): StreamId<"usage"> => `usage-${subscription}-${day}`;

/** The lines that AWS has yet to be told of, or to answer. */
export const unsettledLines = (book: Book): readonly { readonly hour: Hour; readonly line: SealedLine }[] =>
  Object.entries(book.hours).flatMap(([hour, { open }]) =>
    Object.values(open)
      .filter(isUnsettled)
      .map(({ line }) => ({ hour, line })),
  );
