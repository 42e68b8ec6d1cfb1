import type { ExecutionView } from "../../../functions/kernel/aws/state-machines";
import { operator } from "./operator";

const ended = (output: unknown): ExecutionView => ({ status: "SUCCEEDED", output: JSON.stringify(output) });
const REASON = ["--reason", "Ticket 4711", "--by", "operator-1"] as const;

describe("an operator's decision", () => {
  const decided = { outcome: "decided", subscription: "l-1", access: { status: "suspended", reason: "suspendedByOperator" } };

  test.each([
    ["suspend", [], {}],
    ["restore", [], {}],
    ["reread", [], {}],
    ["continue", ["--from", "l-0"], { predecessor: "l-0" }],
    ["grant", ["--until", "2099-01-01T12:00:00+01:00"], { until: "2099-01-01T11:00:00.000Z" }],
  ])("to %s starts a run with what was asked, and tells what came of it", async (decision, more, members) => {
    const { cli, starts, views } = await operator();
    views.push({ status: "RUNNING" }, ended(decided));
    const { code, out } = await cli(decision, "l-1", ...more, ...REASON, "--local");
    expect(code).toBe(0);
    expect(starts).toEqual([
      {
        machine: "stallkeeper-entitlement-change",
        name: expect.stringMatching(/^operator-\d{17}$/) as string,
        input: {
          about: `An operator decided to ${decision} l-1.`,
          kind: "operator",
          decision: { decision, subscription: "l-1", reason: "Ticket 4711", by: "operator-1", ...members },
        },
      },
    ]);
    expect(out).toContain("Access: suspended");
    expect(out).toMatch(/http:\/\/localhost:8700\/console\/runs\/operator-\d{17}/);
  });

  test.each([
    ["untilOutOfRange", "at most 30 days"],
    ["unknownSubscription", "stallkeeper customers"],
    ["nothingToRestore", "nothing to restore"],
    ["continuedOtherwise", "another subscription already"],
  ])("that the rules refuse says why, and what to do: %s", async (refusal, advice) => {
    const { cli, views } = await operator();
    views.push(ended({ outcome: "refused", subscription: "l-1", refusal }));
    const { code, out, complaints } = await cli("restore", "l-1", ...REASON);
    expect([code, out]).toEqual([1, ""]);
    expect(complaints).toContain(advice);
  });

  test("is not started with an e-mail address in its reason", async () => {
    const { cli, starts } = await operator();
    const { code, complaints } = await cli("suspend", "l-1", "--reason", "hare@tortoise.example asked");
    expect([code, starts]).toEqual([2, []]);
    expect(complaints).toContain("leave the e-mail address out");
    expect(complaints).not.toContain("hare@");
  });

  test.each([["soon"], ["2026-13-40"], ["7"]])("is not started with a time that is none: %s", async (until) => {
    const { cli, starts } = await operator();
    const { code, complaints } = await cli("grant", "l-1", "--until", until, ...REASON);
    expect([code, starts]).toEqual([2, []]);
    expect(complaints).toContain(until);
  });

  test("needs a reason", async () => {
    const { cli, starts } = await operator();
    expect((await cli("suspend", "l-1")).code).toBe(2);
    expect(starts).toEqual([]);
  });

  test("says where to look when its run fails", async () => {
    const { cli, views } = await operator();
    views.push({ status: "FAILED", error: "Permanent" });
    const { code, complaints } = await cli("suspend", "l-1", ...REASON);
    expect(code).toBe(1);
    expect(complaints).toMatch(/FAILED \(Permanent\).*console\.aws\.amazon\.com/s);
  });

  test("is told to machines with its run", async () => {
    const { cli, views } = await operator();
    views.push(ended(decided));
    const { out } = await cli("suspend", "l-1", ...REASON, "--json");
    expect(JSON.parse(out)).toMatchObject({ ...decided, run: expect.stringContaining("console.aws.amazon.com") as string });
  });
});
