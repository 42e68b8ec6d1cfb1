import fc from "fast-check";
import { fold } from "../../../events/kernel/decider";
import { unopened, handedOnFrom, type Book } from "../../../events/usage/book";
import { NOTHING_CARRIED } from "../../../events/usage/balances";
import type { UsageCommand } from "../../../events/usage/commands";
import { unsettledLines, usage } from "../../../events/usage/decider";
import type { UsageEvent } from "../../../events/usage/events";
import { isConserved } from "../../../events/usage/totals";
import { answers, HOUR, sealing } from "../../kit/sealed-hour";

const NOW = "2026-11-24T10:15:00.000Z";
const open: UsageCommand = { type: "Open", data: { opening: NOTHING_CARRIED } };
const expire = (now: string): UsageCommand => ({ type: "ExpireOverdue", data: { now } });
const unanswered: UsageCommand = { type: "RecordUnanswered", data: { attempt: "run.1", lines: [{ hour: HOUR, dimension: "gb" }] } };

/** What a book says and holds after some commands, each at NOW or at the time beside it. */
const after = (...commands: readonly (UsageCommand | readonly [UsageCommand, string])[]) => {
  let book: Book = unopened;
  let told: readonly UsageEvent[] = [];
  let refusal: string | undefined;
  for (const one of commands) {
    const [command, at] = Array.isArray(one) ? (one as [UsageCommand, string]) : [one as UsageCommand, NOW];
    const decision = usage.decider.decide(command, book, at);
    refusal = decision.accepted ? undefined : decision.refusal;
    told = decision.accepted ? decision.events : [];
    book = fold(usage.decider, book, told);
    for (const totals of Object.values(book.totals)) expect(isConserved(totals)).toBe(true);
  }
  return { book, told, types: told.map(({ type }) => type), refusal };
};

describe("a book of usage", () => {
  test("seals an hour once, whatever is recorded afterwards", () => {
    expect(after(open, sealing()).told).toMatchObject([
      { type: "HourSealed", data: { lines: [{ dimension: "gb", recorded: "12.5", billed: 12, carriedOut: "0.5" }] } },
    ]);
    expect(after(open, sealing(), sealing({ recorded: { gb: "99" } })).types).toEqual([]);
  });

  test("seals no hour before one that is sealed already: its usage is late", () => {
    expect(after(open, sealing(), sealing({ hour: "2026-11-24T08" })).refusal).toBe("late");
    expect(after(open, sealing(), { type: "Close" }, sealing({ hour: "2026-11-24T10" })).refusal).toBe("late");
  });

  test("holds a sealed line until AWS has answered", () => {
    const { book } = after(open, sealing());
    expect(unsettledLines(book)).toMatchObject([{ hour: HOUR, line: { dimension: "gb", billed: 12 } }]);
    expect(book.totals).toMatchObject({ gb: { pending: "12", billed: "0", carriedOut: "0.5" } });
    const billed = after(open, sealing(), answers({ status: "success", meteringRecordId: "mr-1" }));
    expect(billed.told).toMatchObject([{ type: "UsageAccepted", data: { meteringRecordId: "mr-1", inferred: false } }]);
    expect(unsettledLines(billed.book)).toEqual([]);
    expect(billed.book.totals).toMatchObject({ gb: { pending: "0", billed: "12" } });
  });

  test("remembers the lost answer though AWS then knew no such customer for a time: the duplicate is its own record", () => {
    const { told, types } = after(open, sealing(), unanswered, answers({ status: "notSubscribed" }, "run.2"), answers({ status: "duplicate" }, "run.3"));
    expect(told).toMatchObject([{ type: "UsageAccepted", data: { inferred: true, attempt: "run.3" } }]);
    expect(types).toEqual(["UsageAccepted"]);
  });

  test("tells once that AWS knows no such customer, however often it says so", () => {
    expect(after(open, sealing(), unanswered, answers({ status: "notSubscribed" }, "run.2"), answers({ status: "notSubscribed" }, "run.3")).types).toEqual([]);
  });

  test("writes down sums of more digits than any report may have", () => {
    const most = { recorded: { gb: "1999999999999998" }, allowances: [{ dimension: "gb", window: "term", quantity: "0.1234567890123456789" }] };
    expect(after(open, sealing(most)).told.map((event) => usage.codec.decode(usage.codec.encode(event)))).toMatchObject([
      { data: { lines: [{ recorded: "1999999999999998", included: "0.1234567890123456789", billed: 2_147_483_647 }] } },
    ]);
  });

  test("takes a duplicate after a lost answer for its own record, and says that it is inferred", () => {
    expect(after(open, sealing(), unanswered, answers({ status: "duplicate" }, "run.2")).told).toMatchObject([
      { type: "UsageAccepted", data: { inferred: true, attempt: "run.2" } },
    ]);
  });

  test("disputes a duplicate of a record that it never sent", () => {
    const { types, book } = after(open, sealing(), answers({ status: "duplicate" }));
    expect(types).toEqual(["UsageDisputed"]);
    expect(unsettledLines(book)).toEqual([]);
    expect(book.totals).toMatchObject({ gb: { disputed: "12", pending: "0" } });
  });

  test("tells AWS again of a customer it does not know yet, and says so once", () => {
    const once = after(open, sealing(), answers({ status: "notSubscribed" }));
    expect(once.types).toEqual(["UsageNotSubscribed"]);
    expect(unsettledLines(once.book)).toHaveLength(1);
    expect(after(open, sealing(), answers({ status: "notSubscribed" }), answers({ status: "notSubscribed" }, "run.2")).types).toEqual([]);
    expect(after(open, sealing(), answers({ status: "notSubscribed" }), answers({ status: "success" }, "run.2")).types).toEqual(["UsageAccepted"]);
  });

  test("lets nothing expire before its deadline, and nothing pass it unseen", () => {
    expect(after(open, sealing(), expire("2026-11-25T08:59:59.999Z")).types).toEqual([]);
    const expired = after(open, sealing(), expire("2026-11-25T09:00:00.000Z"));
    expect(expired.told).toMatchObject([{ type: "UsageExpired", data: { because: "notSent" } }]);
    expect(expired.book.totals).toMatchObject({ gb: { expired: "12", pending: "0" } });
    expect(after(open, sealing(), answers({ status: "notSubscribed" }), expire("2026-11-25T09:00:00.000Z")).told).toMatchObject([
      { data: { because: "notSubscribed" } },
    ]);
  });

  test("is in doubt once a call was not answered, whatever AWS says it does not know later", () => {
    const lost = [open, sealing(), unanswered, answers({ status: "notSubscribed" }, "run.2")] as const;
    expect(after(...lost).types).toEqual(["UsageNotSubscribed"]);
    expect(after(...lost, answers({ status: "notSubscribed" }, "run.3")).types).toEqual([]);
    expect(after(...lost, expire("2026-11-25T09:00:00.000Z")).told).toMatchObject([{ type: "UsageExpired", data: { because: "unanswered" } }]);
    expect(after(...lost, answers({ status: "duplicate" }, "run.3")).told).toMatchObject([{ type: "UsageAccepted", data: { inferred: true } }]);
  });

  test("seals what is past its deadline as too late, not as told", () => {
    const { told, book } = after(open, [sealing(), "2026-11-25T09:00:00.000Z"]);
    expect(told).toMatchObject([{ data: { lines: [{ untold: "tooLate" }] } }]);
    expect(unsettledLines(book)).toEqual([]);
    expect(book.totals).toMatchObject({ gb: { expired: "12" } });
  });

  test("counts a dry run apart", () => {
    expect(after(open, sealing({ untold: "dryRun" })).book.totals).toMatchObject({ gb: { dryRun: "12", billed: "0", pending: "0" } });
  });

  test("hands late usage on once, however often it is counted", () => {
    const late = (gb: string): UsageCommand => ({ type: "RecordLate", data: { hour: HOUR, recorded: { gb }, into: "2026-11-24" } });
    const first = after(open, sealing(), late("15"));
    expect(first.told).toMatchObject([{ type: "LateUsageCarried", data: { quantity: "2.5", total: "2.5" } }]);
    expect(after(open, sealing(), late("15"), late("15")).types).toEqual([]);
    const more = after(open, sealing(), late("15"), late("16"));
    expect(more.told).toMatchObject([{ data: { quantity: "1", total: "3.5" } }]);
    expect(handedOnFrom(more.book, HOUR)).toEqual([{ from: HOUR, dimension: "gb", quantity: "1", total: "3.5", into: "2026-11-24" }]);
  });

  test("bills late usage with the next hour, once", () => {
    const received: UsageCommand = { type: "ReceiveLate", data: { from: HOUR, dimension: "gb", quantity: "2.5", total: "2.5" } };
    const next = sealing({ hour: "2026-11-24T10", recorded: { gb: "1" } });
    expect(after(open, sealing(), received, received, next).told).toMatchObject([
      { data: { lines: [{ recorded: "1", carriedIn: "3", billed: 4, carriedOut: "0" }] } },
    ]);
  });

  test("shows late usage that no hour can take on as expired", () => {
    const { told, book } = after(open, sealing(), { type: "RecordLate", data: { hour: HOUR, recorded: { gb: "13" } } });
    expect(told).toMatchObject([{ type: "LateUsageExpired", data: { quantity: "0.5" } }]);
    expect(book.totals).toMatchObject({ gb: { expired: "0.5" } });
  });

  test("lets a person close what AWS did not bill, and nothing else", () => {
    const close: UsageCommand = {
      type: "CloseProblem",
      data: { hour: HOUR, dimension: "gb", resolution: "writtenOff", reason: "agreed", by: "finance" },
    };
    expect(after(open, sealing(), answers({ status: "refused", error: "InvalidTagException" }), close).types).toEqual(["UsageProblemClosed"]);
    expect(after(open, sealing(), close).refusal).toBe("noSuchProblem");
  });

  test("conserves every unit, whatever AWS answers in whatever order", () => {
    const command = fc.constantFrom<UsageCommand>(
      sealing(),
      sealing({ hour: "2026-11-24T10", recorded: { gb: "0.7" } }),
      unanswered,
      answers({ status: "success" }),
      answers({ status: "duplicate" }),
      answers({ status: "notSubscribed" }),
      answers({ status: "refused", error: "InvalidTagException" }),
      expire("2026-11-26T00:00:00.000Z"),
      { type: "RecordLate", data: { hour: HOUR, recorded: { gb: "14.2" }, into: "2026-11-24" } },
      { type: "RecordLate", data: { hour: HOUR, recorded: { gb: "15" } } },
      { type: "Close" },
    );
    const times = fc.constantFrom(NOW, "2026-11-26T00:00:00.000Z");
    fc.assert(
      fc.property(fc.array(fc.tuple(command, times), { maxLength: 25 }), (commands) => {
        after(open, ...commands);
      }),
    );
  });
});
