import { say, tell } from "../../kit/buyer";
import { tellArrival } from "../../kit/other-streams";
import { operator } from "./operator";

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
