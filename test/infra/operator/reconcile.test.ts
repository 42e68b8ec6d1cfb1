import { reconciliation, reconciliationStream, type ReconciliationCommand } from "../../../events/reconciliation/decider";
import { transact } from "../../../functions/kernel/streams/transact";
import type { Connection } from "../../../infra/operator/connection";
import { operator } from "./operator";

describe("stallkeeper reconcile", () => {
  const AT = "2026-11-24T09:30:00.000Z";
  const tally = { listed: 12, compared: 9, differences: 1, reread: 2, unseen: 1 };

  /** A product's turn as the tasks record it. */
  const record = async (log: Connection["log"], turn: string, ...commands: readonly ReconciliationCommand[]) => {
    const by = { correlation: turn, causation: turn, actor: "stallkeeper", run: turn, state: "test" };
    for (const command of commands) await transact({ store: log, clock: { now: () => AT } }, reconciliation, reconciliationStream("code"), command, by);
  };
  const agreements = { walk: "agreements", turn: "t-agreements" } as const;
  const entitlements = { walk: "entitlements", turn: "t-entitlements" } as const;
  const found = (log: Connection["log"]) =>
    record(
      log,
      "t",
      { type: "Start", data: agreements },
      { type: "RecordNotReadable", data: { turn: agreements.turn } },
      { type: "Finish", data: { ...agreements, tally: { ...tally, listed: 0, differences: 0 } } },
      { type: "Start", data: entitlements },
      { type: "RecordDifferences", data: { ...entitlements, differences: [{ subscription: "l-9", what: "unknown" }] } },
      { type: "Finish", data: { ...entitlements, tally } },
    );

  test("shows the last turns, what they found, and what could not be seen", async () => {
    const { cli, log } = await operator();
    await found(log);
    const { code, out } = await cli("reconcile", "--show");
    expect(code).toBe(0);
    expect(out).toMatch(/2026-11-24 09:30:00 +code +entitlements +12 +9 +1 +2/);
    expect(out).toMatch(/l-9 +AWS lists a customer of whom no message told\./);
    expect(out).toContain("aws-marketplace:SearchAgreements is refused");
    expect(out).toMatch(/1 pay-as-you-go subscription was sold by channel partners/);
    expect(Math.max(...out.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(100);
  });

  test("gives machines the turns with their differences", async () => {
    const { cli, log } = await operator();
    await found(log);
    const turns = JSON.parse((await cli("reconcile", "--show", "--product", "code", "--json")).out) as { walk: string; differences: unknown[] }[];
    expect(turns.find(({ walk }) => walk === "entitlements")).toMatchObject({ tally, differences: [{ subscription: "l-9", what: "unknown", at: AT }] });
  });

  test("says so where nothing was compared yet", async () => {
    const { cli } = await operator();
    expect(await cli("reconcile", "--show")).toMatchObject({ code: 0, out: expect.stringContaining("not compared yet") });
  });

  test("starts a turn over both of AWS's lists, for one product", async () => {
    const { cli, starts, views } = await operator();
    views.push({ status: "SUCCEEDED", output: JSON.stringify({ outcome: "finished", summary: "" }) });
    expect((await cli("reconcile", "--product", "code")).code).toBe(0);
    expect(starts.map(({ machine, input }) => [machine, input["walk"], input["product"]])).toEqual([
      ["stallkeeper-reconciliation", "agreements", "code"],
      ["stallkeeper-reconciliation", "entitlements", "code"],
    ]);
    for (const { name } of starts) expect(name).toMatch(/^reconcile-(agreements|entitlements)-\d{17}$/);
  });

  test("says that another turn is under way", async () => {
    const { cli, views } = await operator();
    views.push({ status: "SUCCEEDED", output: JSON.stringify({ outcome: "underWay", run: "reconcile-agreements-2026-11-24T09" }) });
    const { code, complaints } = await cli("reconcile", "--only", "agreements");
    expect(code).toBe(1);
    expect(complaints).toContain("reconcile-agreements-2026-11-24T09");
  });

  test("passes on why a run failed", async () => {
    const { cli, views } = await operator();
    views.push({ status: "FAILED", error: "ProductUnknown", cause: "No product of this code is configured here." });
    const { code, complaints } = await cli("reconcile", "--product", "nonsense");
    expect(code).toBe(1);
    expect(complaints).toContain("No product of this code");
  });
});
