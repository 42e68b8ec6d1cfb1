import { z } from "zod";
import { Instant } from "../kernel/values";
import { Balances, carrying, NOTHING_CARRIED } from "./balances";
import { Billed, SealedLine } from "./events";
import { Day, type Hour } from "../kernel/hour";
import { plus, Quantity, ZERO } from "../kernel/quantity";
import { UsageNews, UsageProblem } from "../kernel/usage-problem";
import { Totals } from "./totals";

/** A line that is not settled: AWS has yet to answer, or a person to look. */
const OpenLine = z
  .strictObject({
    line: SealedLine,
    status: z.enum(["pending", "notSubscribed", "disputed", "refused", "expired"]),
    /** Whether a call went out of which no answer came back. */
    unanswered: z.boolean(),
  })
  .readonly();
export type OpenLine = z.infer<typeof OpenLine>;

const SealedHour = z
  .strictObject({
    billedTo: Billed.optional(),
    region: z.string(),
    timestamp: Instant,
    deadline: Instant,
    /** What was recorded by dimension when it was sealed; what comes later is late. */
    recorded: z.record(z.string(), Quantity).readonly(),
    /** By dimension. Settled lines have left: they are in the events. */
    open: z.record(z.string(), OpenLine).readonly(),
  })
  .readonly();
export type SealedHour = z.infer<typeof SealedHour>;

/** All late usage of a line so far, and the newest part of it: how much, and the book that takes it on, if one does. */
const Late = z.strictObject({ total: Quantity, quantity: Quantity, into: Day.optional() }).readonly();

/**
 * One day of one subscription's usage. It does not grow with what is settled: 24 hours of a number a dimension, the totals, and what waits.
 */
export const Book = z
  .strictObject({
    opened: z.boolean(),
    closed: z.boolean(),
    /** What the next hour to be sealed finds. */
    balances: Balances,
    hours: z.record(z.string(), SealedHour).readonly(),
    /** Late usage of the hours of this book by `<hour>#<dimension>`. */
    late: z.record(z.string(), Late).readonly(),
    /** Late usage that this book took on by `<hour>#<dimension>`: what the hour's was in all when the last of it came. */
    received: z.record(z.string(), Quantity).readonly(),
    /** By dimension. */
    totals: z.record(z.string(), Totals).readonly(),
    /** What AWS does not bill as it was sealed, and nobody has seen to yet. */
    problems: z.record(z.string(), UsageProblem).readonly(),
    /** What the subscription's own stream has yet to hear of them, and how much there ever was. */
    news: z.array(UsageNews).readonly(),
    newsCount: z.int().min(0),
  })
  .readonly();
export type Book = z.infer<typeof Book>;

export const unopened: Book = {
  opened: false,
  closed: false,
  balances: NOTHING_CARRIED,
  hours: {},
  late: {},
  received: {},
  totals: {},
  problems: {},
  news: [],
  newsCount: 0,
};

export const lateKey = (hour: string, dimension: string): string => `${hour}#${dimension}`;

/** What the next hour finds, and late usage on top. */
export const receiving = (balances: Balances, dimension: string, quantity: Quantity): Balances =>
  carrying(balances, dimension, plus(balances.carry[dimension] ?? ZERO, quantity));

/** Late usage on its way to the book that takes it on. */
export interface HandedOn {
  readonly from: Hour;
  readonly dimension: string;
  readonly quantity: Quantity;
  readonly total: Quantity;
  readonly into: Day;
}

/** The newest late usage of each line of an hour that goes on to another: handed on twice it is silence there. */
export const handedOnFrom = ({ late }: Book, hour: Hour): readonly HandedOn[] =>
  Object.entries(late).flatMap(([key, { into, ...amounts }]) =>
    into !== undefined && key.startsWith(`${hour}#`) ? [{ from: hour, dimension: key.slice(hour.length + 1), ...amounts, into }] : [],
  );
