import { meteringWorld } from "./world";

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;

/** A customer at the end of a month, and a clock that goes to a time by quarters of an hour, with a run at each. */
const ending = async (startsAt: string) => {
  const world = meteringWorld({ seed: 1, startsAt });
  await world.buy("legacy", "legacy.c1");
  const report = async (recordId: string, usedAt: string, quantity = "3") =>
    (await world.report([{ recordId, subscription: "legacy.c1", dimension: "gb", quantity, usedAt }]))[0];
  const to = (time: string): void => {
    world.pass(Math.max(0, Date.parse(time) - Date.parse(world.clock.now())));
  };
  const until = async (time: string): Promise<void> => {
    while (Date.parse(world.clock.now()) + QUARTER <= Date.parse(time)) {
      world.pass(QUARTER);
      await world.meter();
    }
    to(time);
  };
  const lines = async (...months: readonly string[]) =>
    (await Promise.all(months.map((month) => world.month("legacy.c1", month)))).flatMap(({ lines: some }) =>
      some.map(({ hour, units, state, because }) => ({ hour, units, state, ...(because !== undefined && { because }) })),
    );
  return { ...world, report, until, to, lines };
};

describe("usage at the end of a month", () => {
  test.each([
    ["a year's end", "2026-12-31T20:00:00.000Z", "2026-12-31", "2027-01-01"],
    ["a leap day", "2028-02-29T20:00:00.000Z", "2028-02-29", "2028-03-01"],
    ["February 28th without one", "2027-02-28T20:00:00.000Z", "2027-02-28", "2027-03-01"],
  ])("counts 23:59:59.999 in the old month and 00:00:00 in the new, at %s", async (_, startsAt, last, first) => {
    const { report, until, lines } = await ending(startsAt);
    await until(`${first}T00:00:30.000Z`);
    expect(await report("r1", `${last}T23:59:59.999Z`, "2")).toMatchObject({
      status: "accepted",
      billsInHour: `${last}T23`,
      deadline: `${first}T06:00:00.000Z`,
    });
    expect(await report("r2", `${first}T00:00:00.000Z`, "5")).toMatchObject({ status: "accepted", billsInHour: `${first}T00` });
    await until(`${first}T01:45:00.000Z`);
    expect(await lines(last.slice(0, 7), first.slice(0, 7))).toEqual([
      { hour: `${last}T23`, units: 2, state: "billed" },
      { hour: `${first}T00`, units: 5, state: "billed" },
    ]);
  });

  test.each([
    ["02:59", "2026-12-01T02:59:00.000Z"],
    ["03:00", "2026-12-01T03:00:00.000Z"],
    ["05:59:59", "2026-12-01T05:59:59.000Z"],
  ])("that comes at %s on the 1st after its hour was sealed is taken, and told as not billed: no hour of its month is open", async (_, at) => {
    const { report, until, lines, problems } = await ending("2026-11-30T22:00:00.000Z");
    await report("r1", "2026-11-30T21:30:00.000Z");
    await until("2026-11-30T23:05:00.000Z");
    await report("r2", "2026-11-30T23:01:00.000Z");
    await until(at);
    expect(await report("r3", "2026-11-30T23:59:59.000Z", "4")).toMatchObject({ status: "accepted", late: true });
    await until("2026-12-01T07:00:00.000Z");
    expect(await lines("2026-11")).toMatchObject([{ hour: "2026-11-30T23", units: 3, state: "billed" }]);
    expect(await problems("legacy.c1")).toMatchObject({ raised: [{ part: "late", kind: "expired", quantity: "4", because: "late" }] });
  });

  test("is refused at 06:00 on the 1st, at the door", async () => {
    const { report, until } = await ending("2026-11-30T22:00:00.000Z");
    await until("2026-12-01T06:00:00.000Z");
    expect(await report("r1", "2026-11-30T23:30:00.000Z")).toMatchObject({ status: "refused", code: "tooLate" });
    expect(await report("r2", "2026-12-01T05:30:00.000Z")).toMatchObject({ status: "accepted" });
  });

  test.each([
    ["05:45", "2026-12-01T05:45:00.000Z", { state: "billed" }],
    ["06:00", "2026-12-01T06:00:00.000Z", { state: "expired", because: "unanswered" }],
  ])("is %s when AWS answers again, after an outage since midnight", async (_, answersAt, expected) => {
    const { aws, report, until, lines, meter, to } = await ending("2026-11-30T22:00:00.000Z");
    await until("2026-11-30T23:15:00.000Z");
    await report("r1", "2026-11-30T23:10:00.000Z");
    await until("2026-12-01T00:00:00.000Z");
    aws.down(true);
    // A run that AWS does not answer lasts longer than a quarter of an hour.
    await until("2026-12-01T05:00:00.000Z");
    to(answersAt);
    aws.down(false);
    await meter();
    expect(await lines("2026-11")).toMatchObject([{ hour: "2026-11-30T23", units: 3, ...expected }]);
  });
});
