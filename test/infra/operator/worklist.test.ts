import type { ExecutionView } from "../../../functions/kernel/aws/state-machines";
import { say, tell } from "../../kit/buyer";
import { NOVELTY, tellArrival, tellNotice } from "../../kit/other-streams";
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

describe("stallkeeper arrivals join", () => {
  const REASON = ["--reason", "Ticket 4714", "--by", "operator-1"] as const;
  const unlicensed = async () => {
    const all = await operator();
    await tell(all.log, "l-7", say.activate());
    await tell(all.log, "l-8", say.arrive("999988887777"));
    await tellArrival(all.log, "a9", { type: "LeaveUnlicensed", data: { productCode: "code", awsAccountId: "111122223333" } });
    return all;
  };

  test("starts a run with whose visit it was and who says so, and ends once the two are joined", async () => {
    const { cli, log, starts, views } = await unlicensed();
    views.push({ status: "RUNNING" });
    const joined = cli("arrivals", "join", "a9", "--to", "l-7", ...REASON);
    await tellArrival(log, "a9", { type: "Resolve", data: { subscription: "l-7", form: "license", productCode: "code", returning: false } });
    expect(await joined).toMatchObject({ code: 0, out: expect.stringContaining("joined to l-7") as string });
    expect(starts).toEqual([
      {
        machine: "stallkeeper-onboarding",
        name: expect.stringMatching(/^join-a9-\d{17}$/) as string,
        input: {
          about: "An operator joined a visit to l-7.",
          kind: "join",
          arrival: "a9",
          customer: { subscription: "l-7", form: "license", productCode: "code", awsAccountId: "111122223333" },
          hints: { chosen: { reason: "Ticket 4714", by: "operator-1" } },
        },
      },
    ]);
    expect(await cli("arrivals", "join", "a9", "--to", "l-7", ...REASON)).toMatchObject({ code: 1, complaints: expect.stringContaining("already") as string });
  });

  test.each([
    ["a9", "l-8", "was bought by the AWS account 999988887777"],
    ["a9", "l-99", "knows no subscription"],
    ["a10", "l-7", "stallkeeper worklist --kind unlicensedArrival"],
  ])("joins %s to %s not, and says why", async (visit, to, words) => {
    const { cli, starts } = await unlicensed();
    expect(await cli("arrivals", "join", visit, "--to", to, ...REASON)).toMatchObject({ code: 1, complaints: expect.stringContaining(words) as string });
    expect(starts).toEqual([]);
  });

  test("says where the run ended if the visit still waits", async () => {
    const { cli, views } = await unlicensed();
    views.push({ status: "FAILED", error: "Permanent" });
    const { code, complaints } = await cli("arrivals", "join", "a9", "--to", "l-7", ...REASON);
    expect([code, complaints]).toEqual([1, expect.stringMatching(/FAILED \(Permanent\); the visit still waits/)]);
  });
});

describe("stallkeeper arrivals dismiss", () => {
  const REASON = ["--reason", "Ticket 4716", "--by", "operator-1"] as const;
  const waiting = async () => {
    const all = await operator();
    await tellArrival(all.log, "a9", { type: "LeaveUnlicensed", data: { productCode: "code", awsAccountId: "111122223333" } });
    await tellArrival(all.log, "a9", { type: "LeaveToPerson", data: { candidates: [] } });
    return all;
  };

  test("starts a run with the reason and who says so, and takes the visit off the worklist for ever", async () => {
    const { cli, log, starts, views, followOther } = await waiting();
    await followOther("arrival-a9");
    expect((await cli("worklist")).out).toContain('stallkeeper arrivals dismiss a9 --reason "…"');
    views.push({ status: "RUNNING" }, { status: "SUCCEEDED" });
    const done = cli("arrivals", "dismiss", "a9", ...REASON);
    await tellArrival(log, "a9", { type: "Dismiss", data: { reason: "Ticket 4716", by: "operator-1" } });
    expect(await done).toMatchObject({ code: 0, out: expect.stringContaining("waits for nobody") as string });
    expect(starts).toMatchObject([
      {
        machine: "stallkeeper-onboarding",
        name: expect.stringMatching(/^dismiss-a9-\d{17}$/) as string,
        input: { kind: "dismissal", arrival: "a9", reason: "Ticket 4716", by: "operator-1" },
      },
    ]);
    await followOther("arrival-a9");
    expect((await cli("worklist")).out).toContain("Nothing waits for a person.");
    expect(await cli("arrivals", "dismiss", "a9", ...REASON)).toMatchObject({
      code: 1,
      complaints: expect.stringContaining("was dismissed by operator-1") as string,
    });
  });

  test("says so where the visit found its license meanwhile, and dismisses none that never came", async () => {
    const { cli, log, views } = await waiting();
    views.push({ status: "RUNNING" }, { status: "SUCCEEDED" });
    const done = cli("arrivals", "dismiss", "a9", ...REASON);
    await tellArrival(log, "a9", { type: "Resolve", data: { subscription: "l-7", form: "license", productCode: "code", returning: false } });
    expect(await done).toMatchObject({ code: 1, complaints: expect.stringContaining("it is resolved by now") as string });
    expect((await cli("arrivals", "dismiss", "a10", ...REASON)).code).toBe(1);
  });
});

describe("stallkeeper worklist", () => {
  test("shows what waits, and the command that settles it", async () => {
    const { cli, log, follow } = await operator();
    await tell(log, "l-2", say.arrive("222233334444"), say.activate(), say.doubt("l-8", "l-9"));
    await follow("l-2");
    const { code, out } = await cli("worklist");
    expect(code).toBe(0);
    for (const text of ["l-2", "222233334444", "l-8 or l-9", "stallkeeper continue l-2 --from"]) expect(out.replaceAll(/\s+/g, " ")).toContain(text);
    expect(JSON.parse((await cli("worklist", "--kind", "ambiguousRenewal", "--json")).out)).toMatchObject({
      items: [{ kind: "ambiguousRenewal", subscriptionId: "l-2" }],
    });
    expect((await cli("worklist", "--kind", "mailFailed")).out).toContain("Nothing waits");
  });

  test("names both ways on from a mail that could not be sent", async () => {
    const { cli, log, follow } = await operator();
    const mail = { kind: "ready", contact: "contact-1" } as const;
    const request = { ...mail, request: "mail-1" };
    await tell(log, "l-2", say.arrive(), say.activate(), say.register("contact-1"), say.read(5), {
      type: "AttemptMail",
      data: { ...request, because: "asked" },
    });
    await tell(log, "l-2", { type: "RecordMail", data: { ...request, error: "MessageRejected" } });
    await follow("l-2");
    const told = (await cli("worklist", "--kind", "mailFailed")).out;
    for (const command of ["stallkeeper mail correct l-2 --contact contact-1 --email -", "stallkeeper mail resend l-2 ready --contact contact-1"])
      expect(told).toContain(command);
  });

  test("shows parked notices and buyers without a license among the others, until they are dealt with", async () => {
    const { cli, log, followOther } = await operator();
    await tellNotice(log, "n1", ...NOVELTY);
    await tellArrival(log, "a9", { type: "LeaveUnlicensed", data: { productCode: "code", awsAccountId: "111122223333" } });
    await followOther("notice-n1");
    await followOther("arrival-a9");
    const text = (await cli("worklist")).out.replaceAll(/\s+/g, " ");
    for (const part of ["Something New", "stallkeeper notices show n1", "AWS is asked again", "111122223333"]) expect(text).toContain(part);
    expect(JSON.parse((await cli("worklist", "--kind", "parkedNotice", "--json")).out)).toEqual({
      items: [
        {
          kind: "parkedNotice",
          noticeId: "n1",
          since: "2026-11-24T09:30:00.000Z",
          detail: { reason: "unknownKind", noticeKind: "Something New", channel: "eventBridge" },
        },
      ],
    });
    await tellArrival(log, "a9", { type: "LeaveToPerson", data: { candidates: ["l-7", "l-8"] } });
    await followOther("arrival-a9");
    const open = (await cli("worklist")).out.replaceAll(/\s+/g, " ");
    for (const part of ["it may be l-7 or l-8", "stallkeeper arrivals join a9 --to"]) expect(open).toContain(part);
    await tellNotice(log, "n1", { type: "Settle", data: { outcome: "applied" } });
    await tellArrival(log, "a9", { type: "Resolve", data: { subscription: "l-7", form: "license", productCode: "code", returning: false } });
    await followOther("notice-n1");
    await followOther("arrival-a9");
    expect((await cli("worklist")).out).toBe("Nothing waits for a person.");
  });

  test("says when nothing waits", async () => {
    const { cli } = await operator();
    expect((await cli("worklist")).out).toBe("Nothing waits for a person.");
  });
});
