import fc from "fast-check";
import { agreement } from "../../../events/agreement/decider";
import type { AgreementEvent } from "../../../events/agreement/events";
import { scenarios } from "../../kit/scenarios";

const { given } = scenarios(agreement);
const T = (hour: string): string => `2026-11-24T${hour}:00.000Z`;
const told = (at: string, more: object = {}) => ({ notice: "n".repeat(32), at: T(at), ...more });

const created = (at: string, more: object = {}): AgreementEvent => ({ type: "AgreementCreated", data: told(at, { intent: "NEW", startsAt: T(at), ...more }) });
const amended = (at: string, more: object = {}): AgreementEvent => ({ type: "AgreementAmended", data: told(at, { intent: "AMEND", ...more }) });
const ended = (at: string, status: "CANCELLED" | "EXPIRED" | "RENEWED" | "REPLACED"): AgreementEvent => ({
  type: "AgreementEnded",
  data: { ...told(at), status },
});
const issued = (at: string): AgreementEvent => ({ type: "AdvisoryIssued", data: told(at) });
const resolved = (at: string): AgreementEvent => ({ type: "AdvisoryResolved", data: told(at) });
const linked = (subscription: string, at: string): AgreementEvent => ({ type: "LicenseLinked", data: { subscription, at: T(at) } });
const continued = (successor: string): AgreementEvent => ({ type: "AgreementContinued", data: { successor, at: T("10:00") } });
const remarked = (notice: string, at: string): AgreementEvent => ({ type: "AgreementRemarked", data: { kind: "Spend Threshold Reached", notice, at: T(at) } });
const read = (at: string, more: object = {}): AgreementEvent => ({
  type: "AgreementRead",
  data: { status: "ACTIVE", trial: false, updatedAt: T(at), at: T(at), ...more },
});
const tell = (fact: AgreementEvent) => ({ type: "RecordFact", fact }) as const;

describe("an agreement", () => {
  test("records what it is told, once", () => {
    given()
      .when(tell(created("08:00")))
      .then(created("08:00"));
    given(created("08:00"))
      .when(tell(created("08:00")))
      .thenNothing();
  });
  test("keeps why it was made when it is amended", () => {
    expect(given(created("08:00"), amended("10:00", { endsAt: T("20:00") })).state.terms).toMatchObject({ intent: { is: "NEW" }, endsAt: { is: T("20:00") } });
  });
  test("does not go back to older terms that come late", () => {
    const newest = amended("10:00", { endsAt: T("20:00") });
    expect(given(newest, created("08:00", { endsAt: T("15:00") })).state.terms.endsAt?.is).toBe(T("20:00"));
  });
  test("keeps terms that a newer fact is silent about", () => {
    expect(given(created("08:00", { endsAt: T("15:00") }), amended("10:00")).state.terms.endsAt?.is).toBe(T("15:00"));
  });
  test("believes a message of how it ended before a reading, whichever came first", () => {
    const [message, answer] = [ended("10:00", "CANCELLED"), read("12:00", { ended: "EXPIRED" })];
    for (const facts of [
      [message, answer],
      [answer, message],
    ])
      expect(given(...facts).state.end).toEqual({ status: "CANCELLED", at: T("10:00"), from: "notice" });
  });
  test("that ran out, by a reading, ended on its day and not when it was read", () => {
    expect(given(read("12:00", { ended: "EXPIRED", endsAt: T("09:00") })).state.end?.at).toBe(T("09:00"));
  });
  test("is a trial by the newest reading of its terms", () => {
    const [before, after] = [read("08:00", { trial: true }), read("10:00", { trial: false })];
    for (const facts of [
      [before, after],
      [after, before],
    ])
      expect(given(...facts).state.trial?.value).toBe(false);
  });
  test("knows each license by the earliest time at which it was named", () => {
    for (const facts of [
      [linked("l-1", "08:00"), linked("l-1", "10:00")],
      [linked("l-1", "10:00"), linked("l-1", "08:00")],
    ])
      expect(given(...facts).state.licenses).toEqual([{ subscription: "l-1", at: T("08:00") }]);
  });
  test("is silent about what it knows or what is older", () => {
    given(issued("10:00"))
      .when(tell(issued("09:00")))
      .thenNothing();
    given(linked("l-1", "08:00"))
      .when(tell(linked("l-1", "10:00")))
      .thenNothing();
    given(continued("agmt-2"))
      .when(tell(continued("agmt-2")))
      .thenNothing();
    given(remarked("n1", "10:00"))
      .when(tell(remarked("n1", "10:00")))
      .thenNothing();
  });
});

describe("whatever the order of its facts", () => {
  const facts: readonly AgreementEvent[] = [
    created("08:00", { acceptorAccountId: "111111111111", side: "proposer" }),
    created("08:00", { acceptorAccountId: "111111111111", side: "manufacturer", resaleAuthorizationId: "resaleauthz-1" }),
    amended("10:00", { autoRenewal: true }),
    amended("10:00", { autoRenewal: false }),
    ended("15:00", "CANCELLED"),
    ended("15:00", "EXPIRED"),
    read("11:00", { trial: true, initialAgreementId: "agmt-0" }),
    read("16:00", { ended: "EXPIRED" }),
    issued("12:00"),
    resolved("12:00"),
    linked("l-1", "08:00"),
    linked("l-2", "08:00"),
    linked("l-1", "07:00"),
    continued("agmt-2"),
    continued("agmt-3"),
    remarked("n1", "12:00"),
    remarked("n2", "12:00"),
  ];
  const fold = (order: readonly AgreementEvent[]) =>
    order.reduce((state, fact) => {
      const decision = agreement.decider.decide(tell(fact), state, T("20:00"));
      return decision.accepted ? decision.events.reduce((folded, event) => agreement.decider.evolve(folded, event, 1), state) : state;
    }, agreement.decider.initialState);

  test("an agreement is the same, and when they are repeated too", () => {
    const once = fold(facts);
    fc.assert(
      fc.property(fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length * 2 }), (order) => {
        expect(fold(order)).toEqual(once);
      }),
      { numRuns: 300, seed: 20261124 },
    );
  });
});
