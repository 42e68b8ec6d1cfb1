import { reconciliation } from "../../../events/reconciliation/decider";
import type { ReconciliationEvent, Tally } from "../../../events/reconciliation/events";
import { NOW, scenarios } from "../../kit/scenarios";

const { given } = scenarios(reconciliation);

const LATER = "2026-11-24T10:30:00.000Z";
const tally: Tally = { listed: 3, compared: 2, differences: 1, reread: 0, unseen: 0 };
const started = (turn: string, at = NOW): ReconciliationEvent => ({ type: "ReconciliationStarted", data: { walk: "agreements", turn, at } });
const finished = (turn: string, at = NOW): ReconciliationEvent => ({ type: "ReconciliationFinished", data: { walk: "agreements", turn, tally, at } });
const notReadable = (turn: string): ReconciliationEvent => ({ type: "AgreementsNotReadable", data: { turn, reason: "notPermitted", at: NOW } });

describe("a product's reconciliation", () => {
  test("begins a turn once, however often its task is tried", () => {
    given()
      .when({ type: "Start", data: { walk: "agreements", turn: "t1" } })
      .then(started("t1"));
    given(started("t1"))
      .when({ type: "Start", data: { walk: "agreements", turn: "t1" } })
      .thenNothing();
  });

  test("keeps the two walks apart", () => {
    const { state } = given(started("t1"), { type: "ReconciliationStarted", data: { walk: "entitlements", turn: "t2", at: LATER } });
    expect(state.turns).toMatchObject({ agreements: { turn: "t1" }, entitlements: { turn: "t2" } });
  });

  test("records each difference that a page showed", () => {
    const differences = [
      { subscription: "l-1", what: "unknown" },
      { subscription: "l-2", what: "ended" },
    ] as const;
    given(started("t1"))
      .when({ type: "RecordDifferences", data: { walk: "agreements", turn: "t1", differences } })
      .then(...differences.map((difference) => ({ type: "DifferenceFound", data: { walk: "agreements", turn: "t1", ...difference, at: NOW } }) as const));
  });

  test("reads agreements on from the start of the last turn that got through", () => {
    expect(given(started("t1"), finished("t1", LATER)).state.agreementsReadTo).toBe(NOW);
    expect(given(started("t1"), finished("t1"), started("t2", LATER)).state.agreementsReadTo).toBe(NOW);
  });

  test("does not take a turn that could not read for one that got through", () => {
    const { state } = given(started("t1"), finished("t1"), started("t2", LATER), notReadable("t2"), finished("t2", LATER));
    expect(state.agreementsReadTo).toBe(NOW);
  });

  test("says once in a turn that agreements can't be read", () => {
    given(started("t1"))
      .when({ type: "RecordNotReadable", data: { turn: "t1" } })
      .then(notReadable("t1"));
    given(started("t1"), notReadable("t1"))
      .when({ type: "RecordNotReadable", data: { turn: "t1" } })
      .thenNothing();
  });

  test("ends a turn once", () => {
    given(started("t1"))
      .when({ type: "Finish", data: { walk: "agreements", turn: "t1", tally } })
      .then(finished("t1"));
    given(started("t1"), finished("t1"))
      .when({ type: "Finish", data: { walk: "agreements", turn: "t1", tally } })
      .thenNothing();
  });

  test("keeps a state that does not grow with what was found", () => {
    const turns = Array.from({ length: 50 }, (_, index) => [started(`t${index}`), finished(`t${index}`)]).flat();
    expect(JSON.stringify(given(...turns).state).length).toBeLessThan(250);
  });
});
