import { say, tell } from "../../kit/buyer";
import { NOVELTY, tellArrival, tellNotice } from "../../kit/other-streams";
import { operator } from "./operator";

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
