import fc from "fast-check";
import { fold } from "../../../events/kernel/decider";
import { unopened } from "../../../events/usage/book";
import type { LineAnswer, Sealing, UsageCommand } from "../../../events/usage/commands";
import { agree, betweenEnds, sumsOf, totalsOfLines } from "../../../events/usage/conservation";
import { usage } from "../../../events/usage/decider";
import { emptyLedger, enter, unsealedLine } from "../../../events/usage/ledger";
import { isConserved, NO_TOTALS } from "../../../events/usage/totals";

const NOW = "2026-11-24T23:15:00.000Z";
const DAY = "2026-11-24";
const HOURS = ["2026-11-24T07", "2026-11-24T08", "2026-11-24T09"] as const;

const quantity = fc
  .tuple(fc.nat(30), fc.nat(99))
  .map(([whole, part]) => (part === 0 ? String(whole) : `${whole}.${String(part).padStart(2, "0")}`.replace(/0$/, "")));
const untold = fc.option(fc.constantFrom<NonNullable<Sealing["untold"]>>("dryRun", "noLicense", "otherForm"), { nil: undefined, freq: 3 });
const seal = fc
  .record({ hour: fc.constantFrom(...HOURS), gb: quantity, calls: quantity, allowed: quantity, zero: fc.boolean(), final: fc.boolean(), untold })
  .map(({ hour, gb, calls, allowed, untold: why, ...flags }): UsageCommand => {
    const sealing: Sealing = {
      ...{ hour, region: "us-east-1", timestamp: `${hour}:00:00.000Z`, deadline: "2026-11-25T07:00:00.000Z", dimensions: ["gb", "calls"] },
      ...{ recorded: { gb, calls }, allowances: [{ dimension: "gb", window: "w", quantity: allowed }], allocations: {}, ...flags },
      ...(why !== undefined && { untold: why }),
    };
    return { type: "Seal", data: sealing };
  });
const ANSWERS: readonly LineAnswer["answer"][] = [
  { status: "success", meteringRecordId: "mr" },
  { status: "duplicate" },
  { status: "notSubscribed" },
  { status: "refused", error: "InvalidTagException" },
];
const line = fc.record({ hour: fc.constantFrom(...HOURS), dimension: fc.constantFrom("gb", "calls") });
const command: fc.Arbitrary<UsageCommand> = fc.oneof(
  { weight: 3, arbitrary: seal },
  fc.record({ line, answer: fc.constantFrom(...ANSWERS) }).map(({ line: of, answer }) => {
    return { type: "RecordAnswers" as const, data: { attempt: "run.1", answers: [{ ...of, answer }] } };
  }),
  line.map((of) => ({ type: "RecordUnanswered" as const, data: { attempt: "run.1", lines: [of] } })),
  fc.record({ hour: fc.constantFrom(...HOURS), gb: quantity, into: fc.option(fc.constant(DAY), { nil: undefined }) }).map(({ hour, gb, into }) => {
    return { type: "RecordLate" as const, data: { hour, recorded: { gb }, ...(into !== undefined && { into }) } };
  }),
  fc.record({ gb: quantity }).map(({ gb }) => ({ type: "ReceiveLate" as const, data: { from: HOURS[0], dimension: "gb", quantity: gb, total: gb } })),
  fc.constant<UsageCommand>({ type: "ExpireOverdue", data: { now: "2026-11-25T07:00:00.000Z" } }),
  line.map((of) => ({ type: "CloseProblem" as const, data: { ...of, resolution: "writtenOff" as const, reason: "seen", by: "a person" } })),
);

describe("conservation", () => {
  test("says of a book the same line by line as in all, whatever happens to it", () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 20 }), (commands) => {
        let [book, ledger] = [unopened, emptyLedger];
        for (const one of [{ type: "Open", data: { opening: { carry: { gb: "0.5" }, consumed: {} } } } as const, ...commands]) {
          const decision = usage.decider.decide(one, book, NOW);
          const events = decision.accepted ? decision.events : [];
          book = fold(usage.decider, book, events);
          for (const event of events) ledger = enter(ledger, event);
        }
        const counted = totalsOfLines(Object.values(ledger.lines));
        expect(counted).toEqual(book.totals);
        expect(agree(counted, book.totals)).toBe(true);
        expect(Object.values(counted).every(isConserved)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test("leaves out what passed from hour to hour", () => {
    const totals = { ...NO_TOTALS, recorded: "20", carriedIn: "1.5", billed: "19", carriedOut: "2.5" };
    expect(betweenEnds(totals, "0.5")).toMatchObject({ carriedIn: "0.5", carriedOut: "1.5", recorded: "20", billed: "19" });
    expect(sumsOf(betweenEnds(totals, "0.5"))).toEqual({ cameIn: "20.5", accountedFor: "20.5" });
  });

  test("sees a unit that is nowhere, and one that is in two places", () => {
    const some = totalsOfLines([unsealedLine(HOURS[0], "gb", "2.5")]);
    expect(some).toEqual({ gb: { ...NO_TOTALS, recorded: "2.5", pending: "2.5" } });
    expect(agree(some, {})).toBe(false);
    expect(agree(some, { gb: { ...NO_TOTALS, recorded: "2.5", pending: "1.5" } })).toBe(false);
    expect(sumsOf({ ...NO_TOTALS, recorded: "2.5", pending: "2.5", billed: "2" })).toEqual({ cameIn: "2.5", accountedFor: "4.5" });
  });
});
