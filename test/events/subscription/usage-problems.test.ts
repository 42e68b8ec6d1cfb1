import type { UsageNews } from "../../../events/kernel/usage-problem";
import { worklist } from "../../../events/projections/worklist";
import type { SubscriptionCommand } from "../../../events/subscription/commands";
import { subscription } from "../../../events/subscription/decider";
import { PROBLEMS_KEPT } from "../../../events/subscription/usage-problems";
import { publicEvents } from "../../../events/public/published";
import type { SubscriptionEvent } from "../../../events/subscription/events";
import { Activate, Arrive } from "./facts";

const AT = "2026-11-24T10:15:00.000Z";
const DAY = "2026-11-24";

const raised = (number: number, more: object = {}): UsageNews => ({
  news: "raised",
  number,
  problem: { part: "line", hour: "2026-11-24T09", dimension: "gb", kind: "refused", quantity: "12", because: "InvalidTagException", ...more },
});
const settled = (number: number, more: object = {}): UsageNews => ({
  news: "settled",
  number,
  settlement: { part: "line", hour: "2026-11-24T09", dimension: "gb", kind: "refused", how: "writtenOff", ...more },
});
const hear = (...news: readonly UsageNews[]): SubscriptionCommand => ({ type: "HearUsageNews", data: { day: DAY, news } });

const { decide, evolve, initialState } = subscription.decider;

const after = (...commands: readonly SubscriptionCommand[]) => {
  let state = initialState;
  const told: SubscriptionEvent[] = [];
  for (const command of [Arrive(), Activate(), ...commands]) {
    const decided = decide(command, state, AT);
    if (!decided.accepted) throw new Error(decided.refusal);
    const version = told.length + 1;
    state = decided.events.reduce((folded, event, index) => evolve(folded, event, version + index), state);
    told.push(...decided.events);
  }
  return { state, told: told.filter(({ type }) => type.startsWith("UsageProblem")) };
};

const listed = (...commands: readonly SubscriptionCommand[]) =>
  worklist.rows("l-1", after(...commands).state).filter(({ partition, content }) => partition.startsWith("usage") && content !== null);

describe("what a book tells of usage that AWS does not bill", () => {
  test("is heard once, however often it is told", () => {
    expect(after(hear(raised(1)), hear(raised(1)), hear(raised(1), raised(2, { dimension: "calls" }))).told.map(({ type }) => type)).toEqual([
      "UsageProblemRaised",
      "UsageProblemRaised",
    ]);
  });

  test("is on the worklist by its kind, with what was sealed, until it is settled", () => {
    expect(listed(hear(raised(1), raised(2, { hour: "2026-11-24T10" }), raised(3, { dimension: "calls", kind: "disputed" })))).toMatchObject([
      { key: "l-1", content: { kind: "usageDisputed", detail: { lines: [{ dimension: "calls" }], older: 0 } } },
      { key: "l-1", content: { kind: "usageRefused", since: AT, detail: { lines: [{ hour: "2026-11-24T09", quantity: "12" }, { hour: "2026-11-24T10" }] } } },
    ]);
    expect(listed(hear(raised(1)), hear(settled(2)))).toEqual([]);
  });

  test("moves on the worklist where AWS's word of it changes", () => {
    const waiting = raised(1, { kind: "notSubscribed", because: "notSubscribed", retriedUntil: "2026-11-25T09:00:00.000Z" });
    expect(listed(hear(waiting))).toMatchObject([{ content: { kind: "usageNotSubscribed" } }]);
    expect(listed(hear(waiting), hear(raised(2)))).toMatchObject([{ content: { kind: "usageRefused" } }]);
  });

  test("keeps count of what no longer fits, and forgets none of it", () => {
    const many = Array.from({ length: PROBLEMS_KEPT + 5 }, (_, index) => raised(index + 1, { dimension: `d${index}` }));
    const [row] = listed(hear(...many));
    expect(row).toMatchObject({ content: { detail: { older: 5 } } });
    const [later] = listed(hear(...many), hear(settled(many.length + 1, { dimension: "d0" })));
    expect(later).toMatchObject({ content: { detail: { older: 4 } } });
  });

  test("reaches the product as one event for each matter that is at its end, in the subscription's sequence", () => {
    const before = after().state;
    const { state, told } = after(
      hear(
        raised(1, { kind: "notSubscribed", because: "notSubscribed", retriedUntil: "2026-11-25T09:00:00.000Z" }),
        raised(2),
        raised(3, { dimension: "calls" }),
      ),
      hear(settled(4)),
    );
    const commit = { stream: "subscription-l-1", first: 7, at: AT, events: told, meta: { correlation: "l-1" } } as const;
    const events = publicEvents(commit, { before, after: state, lastSequence: 4, tenantAccess: null });
    expect(events.map(({ type, detail: { metadata, data } }) => ({ type, id: metadata.id, sequence: metadata.sequence, notBilled: data.notBilled }))).toEqual([
      {
        type: "Usage Not Billed",
        id: "subscription-l-1@8",
        sequence: 5,
        notBilled: { hour: "2026-11-24T09", dimension: "gb", quantity: "12", reason: "refused", because: "InvalidTagException" },
      },
      {
        type: "Usage Not Billed",
        id: "subscription-l-1@9",
        sequence: 6,
        notBilled: { hour: "2026-11-24T09", dimension: "calls", quantity: "12", reason: "refused", because: "InvalidTagException" },
      },
    ]);
  });
});
