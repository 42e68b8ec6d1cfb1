import { dayOf } from "../../events/kernel/hour";
import { run as runs, runStream } from "../../events/run/run";
import type { Attempt, SubmittedLine } from "../../events/run/run";
import type { LineAnswer } from "../../events/usage/commands";
import type { Appending } from "../kernel/streams/appending";
import { inParallel } from "../kernel/task/batches";
import type { BatchMeterUsage, CallAnswer, RecordAnswer } from "../kernel/aws/batch-meter-usage";
import type { CommitMeta } from "../kernel/streams/event-store";
import { transact } from "../kernel/streams/transact";
import type { UsageBooks } from "../kernel/usage/usage-books";
import type { ReadyLine } from "./plan-calls";

interface Dependencies extends Appending {
  readonly books: Pick<UsageBooks, "write">;
  readonly metering: BatchMeterUsage;
  /** Waits for the next call that AWS's quota allows. */
  readonly turn: () => Promise<void>;
}

/** A line, and what became of it in a call. */
export interface LineOutcome {
  readonly ready: ReadyLine;
  readonly answer:
    | RecordAnswer
    | { readonly status: "refused"; readonly error: string }
    | { readonly status: "withheld"; readonly error: string }
    | { readonly status: "throttled" };
}

const submitted = ({ line: { subscription, hour, dimension } }: ReadyLine): SubmittedLine => ({ subscription, hour, dimension });

/** How many books are written at once. */
const WIDTH = 25;

/** Tells AWS of records: what is sent is written down before, and what came of it after. */
export const sendCalls = ({ store, clock, books, metering, turn }: Dependencies) => {
  const byBook = (lines: readonly SubmittedLine[]): readonly (readonly [string, string, readonly SubmittedLine[]])[] => {
    const found = new Map<string, { readonly subscription: string; readonly day: string; readonly lines: SubmittedLine[] }>();
    for (const line of lines) {
      const day = dayOf(line.hour);
      const key = `${line.subscription}#${day}`;
      const known = found.get(key);
      if (known === undefined) found.set(key, { subscription: line.subscription, day, lines: [line] });
      else known.lines.push(line);
    }
    return [...found.values()].map(({ subscription, day, lines: some }) => [subscription, day, some] as const);
  };

  const recordUnanswered = async (attempt: string, lines: readonly SubmittedLine[], by: CommitMeta): Promise<void> => {
    await inParallel(byBook(lines), WIDTH, ([subscription, day, some]) =>
      books.write(subscription, day, { type: "RecordUnanswered", data: { attempt, lines: some.map(({ hour, dimension }) => ({ hour, dimension })) } }, by),
    );
  };

  const recordAnswers = async (attempt: string, answers: readonly (LineAnswer & { readonly subscription: string })[], by: CommitMeta): Promise<void> => {
    await inParallel(byBook(answers), WIDTH, ([subscription, day]) => {
      const own = answers.filter((one) => one.subscription === subscription && dayOf(one.hour) === day);
      const data = { attempt, answers: own.map(({ hour, dimension, answer }) => ({ hour, dimension, answer })) };
      return books.write(subscription, day, { type: "RecordAnswers", data }, by);
    });
  };

  const record = async (attempt: string, outcomes: readonly LineOutcome[], by: CommitMeta): Promise<void> => {
    const answers = outcomes.flatMap(({ ready, answer }): readonly (LineAnswer & { readonly subscription: string })[] => {
      const { subscription, hour, dimension } = submitted(ready);
      switch (answer.status) {
        case "success":
        case "duplicate":
        case "notSubscribed":
        case "refused":
          return [{ subscription, hour, dimension, answer }];
        case "unprocessed":
        case "withheld":
        case "unknown":
        case "throttled":
          return [];
      }
    });
    await recordAnswers(attempt, answers, by);
    const unknown = outcomes.filter(({ answer }) => answer.status === "unknown").map(({ ready }) => submitted(ready));
    await recordUnanswered(attempt, unknown, by);
  };

  const outcomesOf = (call: readonly ReadyLine[], answer: CallAnswer): readonly LineOutcome[] =>
    call.map((ready, index): LineOutcome => {
      switch (answer.outcome) {
        case "answered":
          return { ready, answer: answer.records[index] ?? { status: "unknown" } };
        case "unanswered":
          return { ready, answer: { status: "unknown" } };
        case "throttled":
          return { ready, answer: { status: "throttled" } };
        case "refused":
        case "withheld":
          return { ready, answer: { status: answer.outcome, error: answer.error } };
      }
    });

  /** Writes down which calls are about to be made, and names them by their number in the run. */
  const writeDown = async (calls: readonly (readonly ReadyLine[])[], by: CommitMeta): Promise<readonly Attempt[]> => {
    const stream = runStream(by.causation);
    const { state } = await store.load(runs, stream);
    const attempts = calls.map((lines, index): Attempt => ({ attempt: `${by.causation}.${state.calls + index + 1}`, lines: lines.map(submitted) }));
    await transact({ store, clock }, runs, stream, { type: "AnnounceCalls", data: { calls: attempts } }, by);
    return attempts;
  };

  // One after the other: two groups of calls that are announced at once would count alike.
  let last: Promise<unknown> = Promise.resolve();
  const announce = (calls: readonly (readonly ReadyLine[])[], by: CommitMeta): Promise<readonly Attempt[]> => {
    const mine = last.then(() => writeDown(calls, by));
    last = mine.catch(() => undefined);
    return mine;
  };

  const close = async (execution: string, attempts: readonly string[], by: CommitMeta): Promise<void> => {
    await transact({ store, clock }, runs, runStream(execution), { type: "RecordOutcomes", data: { attempts } }, by);
  };

  const send = async (region: string, calls: readonly (readonly ReadyLine[])[], by: CommitMeta): Promise<readonly LineOutcome[]> => {
    if (calls.length === 0) return [];
    const attempts = await announce(calls, by);
    const results = await inParallel([...calls.entries()], CALLS_AT_ONCE, async ([index, call]) => {
      await turn();
      const answer = await metering.send(
        region,
        call.map(({ line: { billedTo, dimension, timestamp, quantity }, allocations }) => ({ billedTo, dimension, timestamp, quantity, allocations })),
      );
      const name = attempts[index]?.attempt ?? "";
      const isBlamed = answer.outcome === "refused" && call.length > 1;
      const outcomes = isBlamed ? [] : outcomesOf(call, answer);
      await record(name, outcomes, by);
      return { outcomes, halves: isBlamed ? [call.slice(0, Math.ceil(call.length / 2)), call.slice(Math.ceil(call.length / 2))] : [] };
    });
    await close(
      by.causation,
      attempts.map(({ attempt }) => attempt),
      by,
    );
    // AWS names no record: the half that holds it is refused again, until it stands alone. 25 records are five steps.
    const rest = await send(
      region,
      results.flatMap(({ halves }) => halves),
      by,
    );
    return [...results.flatMap(({ outcomes }) => outcomes), ...rest];
  };

  return {
    send,
    /** Calls of which no outcome is recorded, of this run or one before: AWS may have taken them. */
    settle: async (execution: string, by: CommitMeta): Promise<void> => {
      const { state } = await store.load(runs, runStream(execution));
      for (const { attempt, lines } of state.open) await recordUnanswered(attempt, lines, by);
      if (state.open.length > 0)
        await close(
          execution,
          state.open.map(({ attempt }) => attempt),
          by,
        );
    },
  };
};

/** A call takes AWS a tenth of a second or more: so many are under way at once to use all of ten a second. */
const CALLS_AT_ONCE = 10;
