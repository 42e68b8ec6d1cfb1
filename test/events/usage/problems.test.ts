import type { UsageCommand } from "../../../events/usage/commands";
import { usage } from "../../../events/usage/decider";
import type { Book } from "../../../events/usage/book";
import { answers, HOUR, sealing } from "../../kit/sealed-hour";

const NOW = "2026-11-24T10:15:00.000Z";

const expire: UsageCommand = { type: "ExpireOverdue", data: { now: "2026-11-25T09:00:00.000Z" } };
const late = (gb: string): UsageCommand => ({ type: "RecordLate", data: { hour: HOUR, recorded: { gb } } });
const close: UsageCommand = { type: "CloseProblem", data: { hour: HOUR, dimension: "gb", resolution: "writtenOff", reason: "Ticket 4711", by: "finance" } };

const { decide, evolve, initialState } = usage.decider;

/** The book after commands, of which each is taken or refused. */
const after = (...commands: readonly UsageCommand[]): { readonly book: Book; readonly refusals: readonly string[] } => {
  let book = initialState;
  const refusals: string[] = [];
  const opening: UsageCommand = { type: "Open", data: { opening: { carry: {}, consumed: {} } } };
  for (const command of [opening, ...commands]) {
    const decided = decide(command, book, NOW);
    if (!decided.accepted) refusals.push(decided.refusal);
    else book = decided.events.reduce((folded, event) => evolve(folded, event, 0), book);
  }
  return { book, refusals };
};

const newsOf = ({ book }: { readonly book: Book }): readonly object[] => [...book.news];

describe("what AWS does not bill as it was sealed", () => {
  test.each([
    ["a dispute", answers({ status: "duplicate", meteringRecordId: "mr-9" }), { kind: "disputed", because: "otherRecord", meteringRecordId: "mr-9" }],
    ["a refusal", answers({ status: "refused", error: "InvalidTagException" }), { kind: "refused", because: "InvalidTagException" }],
    ["an expiry", expire, { kind: "expired", because: "notSent" }],
  ])("is news of the book, and open until a person closes it: %s", (_, command, expected) => {
    const told = after(sealing(), command);
    expect(newsOf(told)).toEqual([{ news: "raised", number: 1, problem: { part: "line", hour: HOUR, dimension: "gb", quantity: "12", ...expected } }]);
    const closed = after(sealing(), command, close);
    expect(newsOf(closed)[1]).toMatchObject({ news: "settled", number: 2, settlement: { kind: expected.kind, how: "writtenOff" } });
    expect(closed.book.problems).toEqual({});
    expect(after(sealing(), command, close, close).refusals).toEqual(["noSuchProblem"]);
  });

  test("is open, and not to be closed, while AWS is told again of a customer it does not know", () => {
    const told = after(sealing(), answers({ status: "notSubscribed" }), close);
    expect(told.refusals).toEqual(["noSuchProblem"]);
    expect(newsOf(told)).toMatchObject([{ problem: { kind: "notSubscribed", retriedUntil: "2026-11-25T09:00:00.000Z" } }]);
    expect(newsOf(after(sealing(), answers({ status: "notSubscribed" }), answers({ status: "success" })))[1]).toMatchObject({
      news: "settled",
      settlement: { how: "billedByAws" },
    });
  });

  test("is a customer AWS never came to know, once the time is over", () => {
    const told = after(sealing(), answers({ status: "notSubscribed" }), expire);
    expect(newsOf(told)[1]).toEqual({
      news: "raised",
      number: 2,
      problem: { part: "line", hour: HOUR, dimension: "gb", kind: "notSubscribed", quantity: "12", because: "notSubscribed" },
    });
    expect(after(sealing(), answers({ status: "notSubscribed" }), expire, close).refusals).toEqual([]);
  });

  test.each(["noLicense", "otherForm"] as const)("is told from the first where AWS is not: %s", (untold) => {
    expect(newsOf(after(sealing({ untold })))).toMatchObject([{ problem: { kind: "expired", because: untold, quantity: "12" } }]);
  });

  test("is late usage by itself, piece by piece, and open as its sum", () => {
    const told = after(sealing(), answers({ status: "success" }), late("13"), late("15"));
    expect(newsOf(told)).toMatchObject([{ problem: { part: "late", quantity: "0.5" } }, { problem: { part: "late", quantity: "2" } }]);
    expect(Object.values(told.book.problems)).toMatchObject([{ quantity: "2.5", because: "late" }]);
  });

  test("is closed without a word to the record beside it that AWS is still told of", () => {
    const told = after(sealing(), late("13"), close, answers({ status: "success" }));
    expect(told.book.totals).toMatchObject({ gb: { billed: "12", expired: "0.5", pending: "0" } });
    expect(told.book.problems).toEqual({});
  });

  test("is the fraction that a license leaves at its end: told, and nobody's task", () => {
    const told = after(sealing({ final: true }));
    expect(newsOf(told)).toMatchObject([{ problem: { part: "fraction", quantity: "0.5", because: "fraction" } }]);
    expect(told.book.problems).toEqual({});
  });

  test("is nothing of a dry run, of nothing to bill, nor of a zero that AWS refused", () => {
    expect(newsOf(after(sealing({ untold: "dryRun" })))).toEqual([]);
    expect(newsOf(after(sealing({ recorded: {} })))).toEqual([]);
    expect(newsOf(after(sealing({ recorded: {}, zero: true }), answers({ status: "refused", error: "InvalidTagException" })))).toEqual([]);
    expect(newsOf(after(sealing({ recorded: {}, zero: true }), answers({ status: "duplicate" })))).toMatchObject([
      { problem: { kind: "disputed", quantity: "0" } },
    ]);
  });

  test("is no news any more once the subscription has heard it", () => {
    const heard: UsageCommand = { type: "MarkProblemsTold", data: { upTo: 1 } };
    const told = after(sealing(), expire, heard, heard, close);
    expect(newsOf(told)).toMatchObject([{ number: 2 }]);
  });
});
