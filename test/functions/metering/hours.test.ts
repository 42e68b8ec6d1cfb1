import { arn, meteringWorld } from "./world";

const HOUR = 3_600_000;
const START = "2026-11-24T09:05:00.000Z";

const record = (recordId: string, subscription: string, quantity: string, more: object = {}) => ({
  recordId,
  subscription,
  dimension: "gb",
  quantity,
  usedAt: "2026-11-24T09:06:00Z",
  ...more,
});

/** A customer who used something at 09:06, and a clock that goes on by the hour. */
const used = async (code: "payg" | "legacy" | "consumption", id: string, quantity: string, more: object = {}) => {
  const world = meteringWorld({ seed: 1, startsAt: START });
  await world.buy(code, id);
  world.pass(60_000);
  await world.report([record("first", id, quantity, more)]);
  const hours = async (count: number): Promise<void> => {
    for (let hour = 0; hour < count; hour += 1) {
      world.pass(HOUR);
      await world.meter();
    }
  };
  const lines = async () => (await world.month(id, "2026-11")).lines.filter(({ dimension }) => dimension === "gb");
  return { ...world, hours, lines };
};

describe("an hour of usage", () => {
  test("is told of once it is over and its grace has passed, in whole units, with the time of its start or of the purchase", async () => {
    const { hours, lines, aws } = await used("payg", "l-1", "12.5");
    await hours(1);
    expect(await lines()).toMatchObject([{ hour: "2026-11-24T09", state: "unsealed", recorded: "12.5", units: 0 }]);
    await hours(1);
    expect(await lines()).toMatchObject([{ hour: "2026-11-24T09", state: "billed", units: 12, carriedOut: "0.5", timestamp: "2026-11-24T09:05:00.000Z" }]);
    expect([...aws.held.values()].map(({ record: { timestamp, quantity } }) => ({ timestamp, quantity }))).toContainEqual({
      timestamp: "2026-11-24T09:05:00.000Z",
      quantity: 12,
    });
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])("counts, of reports with one name in one request, the first that is said (seed %i)", async (seed) => {
    const world = meteringWorld({ seed, startsAt: START });
    await world.buy("payg", "l-1");
    world.pass(60_000);
    const answers = await world.report([record("a", "l-1", "1"), record("b", "l-1", "2"), record("a", "l-1", "3"), record("a", "l-1", "1")]);
    expect(answers.map(({ status }) => status)).toEqual(["accepted", "accepted", "conflict", "duplicate"]);
  });

  test("is told of though nothing was used, for pay-as-you-go", async () => {
    const { hours, lines } = await used("payg", "l-1", "1");
    await hours(4);
    expect((await lines()).map(({ hour, units, state }) => `${hour} ${units} ${state}`)).toEqual([
      "2026-11-24T09 1 billed",
      "2026-11-24T10 0 billed",
      "2026-11-24T11 0 billed",
    ]);
  });

  test("is not made up for the time in which nobody looked and AWS takes nothing any more", async () => {
    const { pass, meter, hours, month } = await used("payg", "l-1", "1");
    await hours(3);
    pass(60 * 24 * HOUR);
    await meter();
    const { lines } = await month("l-1", "2027-01");
    const gb = lines.filter(({ dimension }) => dimension === "gb");
    expect(gb.length).toBeLessThanOrEqual(25);
    expect(gb.at(-1)).toMatchObject({ hour: "2027-01-23T10", state: "billed", units: 0 });
  });

  test("is billed though AWS says once more that the license is in force, before it is sealed", async () => {
    const { hours, lines, tell, clock, report, pass } = await used("payg", "l-1", "3");
    pass(HOUR);
    const listing = { productId: "prod-payg", productCode: "payg", pricingModel: "subscription", test: false } as const;
    const again = { ...listing, licenseArn: arn("l-1"), notice: "again", at: clock.now() };
    await tell("l-1", { type: "RecordFact", fact: { type: "LicenseActivated", data: again } });
    expect(await report([record("second", "l-1", "2", { usedAt: "2026-11-24T09:50:00Z" })])).toMatchObject([
      { status: "accepted", billsInHour: "2026-11-24T09" },
    ]);
    await hours(1);
    expect(await lines()).toMatchObject([{ hour: "2026-11-24T09", state: "billed", units: 5 }]);
  });

  test("is billed only beyond what the contract covers", async () => {
    // Four users cover 2.5 each.
    const { hours, lines } = await used("consumption", "l-2", "13.5");
    await hours(2);
    expect(await lines()).toMatchObject([{ recorded: "13.5", included: "10", units: 3, carriedOut: "0.5", state: "billed" }]);
  });

  test("tells AWS of tags, in units that add up", async () => {
    const { hours, aws, report } = await used("payg", "l-1", "2.5", { tags: { team: "red" } });
    await report([record("second", "l-1", "1.5", { tags: { team: "blue" } })]);
    await hours(2);
    const told = [...aws.held.values()].find(({ record: { dimension, quantity } }) => dimension === "gb" && quantity === 4);
    expect(told?.record.allocations).toEqual([
      { tags: { team: "red" }, units: 3 },
      { tags: { team: "blue" }, units: 1 },
    ]);
  });

  test("takes on what was reported late, as long as the month lasts", async () => {
    const { hours, lines, report } = await used("legacy", "legacy.c1", "3");
    await hours(3);
    await report([record("late", "legacy.c1", "2")]);
    await hours(3);
    expect(await lines()).toMatchObject([
      { hour: "2026-11-24T09", units: 3, lateCarried: "2" },
      { carriedIn: "2", units: 2, state: "billed" },
    ]);
  });

  test("counts a report once, however often it comes, and says so", async () => {
    const { report, hours, lines } = await used("legacy", "legacy.c1", "3");
    expect(await report([record("first", "legacy.c1", "3")])).toMatchObject([{ status: "duplicate" }]);
    expect(await report([record("first", "legacy.c1", "4")])).toMatchObject([{ status: "conflict" }]);
    await hours(2);
    expect(await report([record("first", "legacy.c1", "3")])).toMatchObject([{ status: "duplicate" }]);
    await hours(2);
    expect(await lines()).toMatchObject([{ recorded: "3", units: 3, lateCarried: "0" }]);
  });

  test.each([
    ["a number instead of a text", { quantity: 5 }, "malformed"],
    ["a time without a zone", { usedAt: "2026-11-24T09:06:00" }, "malformed"],
    ["another listing's dimension", { dimension: "users" }, "unknownDimension"],
    ["a tag that the settings don't name", { tags: { colour: "red" } }, "unknownTag"],
    ["a time to come", { usedAt: "2026-11-24T11:00:00Z" }, "inTheFuture"],
    ["a time before the purchase", { usedAt: "2026-11-24T08:00:00Z" }, "beforeTheStart"],
    ["a subscription nobody knows", { subscription: "l-9" }, "unknownSubscription"],
  ])("refuses %s at the door", async (_, fault, code) => {
    const { report } = await used("payg", "l-1", "1");
    expect(await report([{ ...record("second", "l-1", "1"), ...fault }])).toMatchObject([{ status: "refused", code }]);
  });

  test("is told of before AWS's final hour is over, the last one as a whole", async () => {
    const { end, final, hours, lines, pass } = await used("payg", "l-1", "1.5");
    await hours(2);
    pass(10 * 60_000);
    await end("l-1");
    await final("l-1", "no");
    pass(45 * 60_000);
    await final("l-1", "yes");
    expect((await lines()).at(-1)).toMatchObject({ hour: "2026-11-24T11", carriedIn: "0.5", units: 0, lapsed: "0.5", state: "billed" });
  });
});
