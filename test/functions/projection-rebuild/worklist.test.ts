import { noticeStream, type NoticeCommand } from "../../../events/notice/decider";
import { bought, say, tell } from "../../kit/buyer";
import { NOVELTY, tellArrival, tellNotice } from "../../kit/other-streams";
import { stall } from "./rebuild-stall";

describe("a rebuild of the worklist", () => {
  const settle: NoticeCommand = { type: "Settle", data: { outcome: "applied" } };

  test("finds what waits in a log that is older than the projection: subscriptions, notices and arrivals", async () => {
    const all = stall();
    for (const id of ["n1", "n2", "n3"]) await tellNotice(all.store, id, ...NOVELTY);
    await tellNotice(all.store, "n2", settle);
    await tellArrival(all.store, "a1", { type: "LeaveUnlicensed", data: { productCode: "code" } });
    await tell(all.store, "l-1", ...bought(), say.doubt("l-8", "l-9"));
    expect(all.rows.all()).toEqual([]);
    // Nothing was ever written by a wake-up: the rows are missing on the live side, and come with the swap.
    expect(await all.run("worklist", "next")).toMatchObject({ outcome: "swapped" });
    const listed = all.rows.all().filter(({ generation, content }) => generation === "next" && content !== null);
    expect(listed.map(({ stream }) => stream).toSorted()).toEqual(["arrival-a1", "notice-n1", "notice-n3", "subscription-l-1"]);
  });

  test("gives the rows that wake-ups gave, and the live ones follow a notice that is dealt with meanwhile", async () => {
    const all = stall();
    const wakeNotice = async (id: string) => all.live.projectOther(noticeStream(id), await all.generations.all());
    for (const id of ["n1", "n2"]) {
      await tellNotice(all.store, id, ...NOVELTY);
      await wakeNotice(id);
    }
    const between = async (state: string) => {
      if (state !== "compare") return;
      await tellNotice(all.store, "n2", settle);
      await wakeNotice("n2");
    };
    const before = all.rows.contents("worklist", "first");
    expect(await all.run("worklist", "next", { between })).toMatchObject({ outcome: "swapped" });
    const [kept] = Object.entries(before).filter(([place]) => place.endsWith("/n1"));
    expect(Object.entries(all.rows.contents("worklist", "next"))).toEqual([kept]);
  });
});
