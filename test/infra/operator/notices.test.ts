import type { ExecutionView } from "../../../functions/kernel/aws/state-machines";
import { NOVELTY, tellNotice } from "../../kit/other-streams";
import { operator } from "./operator";

const ended = (output: unknown): ExecutionView => ({ status: "SUCCEEDED", output: JSON.stringify(output) });

describe("stallkeeper notices", () => {
  const parked = async () => {
    const all = await operator();
    await tellNotice(all.log, "n1", ...NOVELTY);
    await all.followOther("notice-n1");
    return { ...all, settle: () => tellNotice(all.log, "n1", { type: "Settle", data: { outcome: "recorded" } }) };
  };

  test("lists those that wait for a person", async () => {
    const { cli } = await parked();
    const { code, out } = await cli("notices");
    expect(code).toBe(0);
    for (const text of ["n1", "unknown kind", "Something New"]) expect(out).toContain(text);
  });

  test("shows one with its exact text", async () => {
    const { cli } = await parked();
    expect((await cli("notices", "show", "n1")).out).toContain('{"a":1}');
    expect((await cli("notices", "show", "n2")).complaints).toContain("notices list");
  });

  test("has nothing to release once one was dealt with", async () => {
    const { cli, views, starts, settle } = await parked();
    views.push(ended({ outcome: "settled" }));
    await settle();
    const { code, out } = await cli("notices", "release", "n1");
    expect([code, out, starts]).toEqual([1, "", []]);
  });

  test("says so when this release can't act on it either", async () => {
    const { cli, views, starts } = await parked();
    views.push(ended({ outcome: "parked", reason: "unknownKind" }));
    const { code, complaints } = await cli("notices", "release", "n1");
    expect(code).toBe(1);
    expect(complaints).toContain("it still waits");
    expect(starts).toMatchObject([
      { machine: "stallkeeper-entitlement-change", name: expect.stringMatching(/^notice-n1-\d{17}$/) as string, input: { kind: "notice", notice: "n1" } },
    ]);
  });

  test("is dealt with once a release understands it, and says so as soon as it is settled", async () => {
    const { cli, views, settle, followOther } = await parked();
    // The run goes on: a contract is read once more ten minutes later.
    views.push({ status: "RUNNING" });
    const released = cli("notices", "release", "n1", "--local");
    await settle();
    const { code, out } = await released;
    expect(code).toBe(0);
    expect(out).toContain("The notice was dealt with.");
    expect(out).toMatch(/http:\/\/localhost:8700\/console\/runs\/notice-n1-\d{17}/);
    await followOther("notice-n1");
    expect((await cli("notices")).out).toBe("No notice waits for a person.");
  });
});

describe("stallkeeper notices dismiss", () => {
  const REASON = ["--reason", "A product we no longer sell, ticket 4715", "--by", "operator-1"] as const;
  const waiting = async () => {
    const all = await operator();
    await tellNotice(all.log, "n1", ...NOVELTY);
    await all.followOther("notice-n1");
    const dismiss = async () => {
      await tellNotice(all.log, "n1", { type: "Dismiss", data: { reason: REASON[1], by: REASON[3] } });
      await all.followOther("notice-n1");
    };
    return { ...all, dismiss };
  };

  test("starts a run with the reason and who gives it; then nothing waits, and the notice can still be looked at", async () => {
    const { cli, views, starts, dismiss } = await waiting();
    views.push(ended({ outcome: "dismissed", notice: "n1" }));
    const asked = cli("notices", "dismiss", "n1", ...REASON, "--local");
    await dismiss();
    expect(await asked).toMatchObject({ code: 0, out: expect.stringContaining("The notice was dismissed") as string });
    expect(starts).toMatchObject([
      {
        machine: "stallkeeper-entitlement-change",
        name: expect.stringMatching(/^dismiss-n1-\d{17}$/) as string,
        input: { kind: "dismissal", notice: "n1", reason: REASON[1], by: REASON[3] },
      },
    ]);
    expect((await cli("notices")).out).toBe("No notice waits for a person.");
    expect((await cli("worklist")).out).toBe("Nothing waits for a person.");
    const listed = (await cli("notices", "list", "--dismissed")).out;
    for (const text of ["n1", "operator-1", "Something New", REASON[1]]) expect(listed).toContain(text);
    expect(JSON.parse((await cli("notices", "list", "--dismissed", "--json")).out)).toMatchObject([
      { id: "n1", kind: "Something New", dismissed: { by: "operator-1" } },
    ]);
    expect((await cli("notices", "show", "n1")).out).toMatch(/dismissed by operator-1 at .* UTC: A product we no longer sell/);
  });

  test("dismisses none that does not wait, and takes no reason with personal data in it", async () => {
    const { cli, starts, dismiss } = await waiting();
    expect(await cli("notices", "dismiss", "n1", "--reason", "hare@tortoise.example wrote")).toMatchObject({ code: 2 });
    await dismiss();
    expect(await cli("notices", "dismiss", "n1", ...REASON)).toMatchObject({
      code: 1,
      complaints: expect.stringContaining("dismissed by operator-1") as string,
    });
    expect(starts).toEqual([]);
  });

  test("says so when the notice was dealt with meanwhile", async () => {
    const { cli, log, views } = await waiting();
    views.push(ended({ outcome: "refused", notice: "n1", refusal: "notWaiting" }));
    const asked = cli("notices", "dismiss", "n1", ...REASON);
    await tellNotice(log, "n1", { type: "Settle", data: { outcome: "applied" } });
    expect(await asked).toMatchObject({ code: 1, complaints: expect.stringContaining("was not dismissed: it is dealt with: applied") as string });
  });
});
