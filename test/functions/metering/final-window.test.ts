import { arn, meteringWorld } from "./world";

const MINUTE = 60_000;

/** A customer who used something until the license ended at 11:10; AWS takes it until 12:10. */
const leaving = async (resend: "success" | "duplicate" = "duplicate") => {
  const world = meteringWorld({ seed: 1, startsAt: "2026-11-24T10:05:00.000Z", resend });
  await world.buy("payg", "l-1");
  world.pass(64 * MINUTE);
  await world.report([{ recordId: "r1", subscription: "l-1", dimension: "gb", quantity: "3", usedAt: "2026-11-24T11:06:00Z" }]);
  world.pass(MINUTE);
  await world.end("l-1");
  await world.final("l-1", "no");
  const last = async () => (await world.month("l-1", "2026-11")).lines.find(({ hour, dimension }) => hour === "2026-11-24T11" && dimension === "gb");
  const told = () =>
    [...world.aws.held.entries()].filter(([key]) => key === `${arn("l-1")}#gb#2026-11-24T11`).map(([, { told: quantities }]) => [...quantities]);
  return { ...world, last, told };
};

describe("the last hour of a license that ended", () => {
  test("is sealed and told at once when the product says that its usage is complete", async () => {
    const { pass, final, last } = await leaving();
    pass(5 * MINUTE);
    await final("l-1", "yes");
    expect(await last()).toMatchObject({ state: "billed", units: 3, deadline: "2026-11-24T12:10:00.000Z" });
  });

  test("takes what the product reports until then, and nothing that was used after the end", async () => {
    const { pass, final, last, report } = await leaving();
    pass(40 * MINUTE);
    const record = { recordId: "r2", subscription: "l-1", dimension: "gb", quantity: "4", usedAt: "2026-11-24T11:09:59Z" };
    expect(await report([record, { ...record, recordId: "r3", usedAt: "2026-11-24T11:10:00Z" }])).toMatchObject([
      { status: "accepted", billsInHour: "2026-11-24T11", deadline: "2026-11-24T12:10:00.000Z" },
      { status: "refused", code: "afterTheEnd" },
    ]);
    pass(5 * MINUTE);
    await final("l-1", "yes");
    expect(await last()).toMatchObject({ state: "billed", units: 7 });
  });

  test("is told again by the next run where the answer to 'complete' was lost for good: AWS bills it once, in time", async () => {
    const { aws, pass, final, meter, last, told } = await leaving();
    pass(5 * MINUTE);
    aws.fate("lost");
    aws.down(true);
    await final("l-1", "yes");
    expect(await last()).toMatchObject({ state: "pending" });
    aws.down(false);
    pass(15 * MINUTE);
    await meter();
    expect(await last()).toMatchObject({ state: "billed", units: 3, inferred: true });
    expect(told()).toEqual([[3]]);
  });

  test("is sealed by the run 15 minutes before the deadline where the one that 'complete' started came to nothing", async () => {
    const { pass, final, last } = await leaving();
    pass(45 * MINUTE);
    await final("l-1", "yes");
    expect(await last()).toMatchObject({ state: "billed", units: 3 });
  });

  test("expires where AWS answers nothing until its final hour is over, is told once, and shown", async () => {
    const { aws, pass, final, meter, last, problems } = await leaving();
    aws.down(true);
    pass(45 * MINUTE);
    await final("l-1", "yes");
    pass(15 * MINUTE);
    aws.down(false);
    await meter();
    await meter();
    expect(await last()).toMatchObject({ state: "expired", because: "unanswered" });
    expect((await problems("l-1")).raised.filter(({ quantity }) => quantity === "3")).toMatchObject([{ kind: "expired", hour: "2026-11-24T11" }]);
  });

  test("leaves no unit unseen: a fraction is rounded down, and told", async () => {
    const { pass, final, last, report, problems, month } = await leaving();
    await report([{ recordId: "r2", subscription: "l-1", dimension: "gb", quantity: "0.75", usedAt: "2026-11-24T11:07:00Z" }]);
    pass(5 * MINUTE);
    await final("l-1", "yes");
    expect(await last()).toMatchObject({ units: 3, lapsed: "0.75", carriedOut: "0" });
    expect(await problems("l-1")).toMatchObject({ raised: [{ part: "fraction", quantity: "0.75", because: "fraction" }], open: [] });
    expect(await month("l-1", "2026-11")).toMatchObject({ conserved: true, carried: {} });
  });
});
