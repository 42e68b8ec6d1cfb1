import { PRODUCTS } from "./products";
import { meteringWorld } from "./world";

const QUARTER = 15 * 60_000;
const WHO = "legacy.c1";

/** A legacy buyer who gives notice at a time: AWS takes their usage for an hour more. */
const leavingAt = async (notice: string) => {
  const world = meteringWorld({ seed: 1, startsAt: "2026-11-24T09:05:00.000Z" });
  await world.buy("legacy", WHO);
  const to = (time: string): void => {
    world.pass(Date.parse(`2026-11-24T${time}:00.000Z`) - Date.parse(world.clock.now()));
  };
  const use = async (time: string, quantity: string) => {
    const [answer] = await world.report([{ recordId: time, subscription: WHO, dimension: "gb", quantity, usedAt: `2026-11-24T${time}:00.000Z` }]);
    return answer;
  };
  to(notice);
  const { id: productId, pricingModel } = PRODUCTS.find(({ code }) => code === "legacy")!;
  const listing = { productId, productCode: "legacy", pricingModel, test: false } as const;
  const data = { ...listing, form: "customer", customerIdentifier: "c1", notice: "n2", at: world.clock.now() } as const;
  await world.tell(WHO, { type: "RecordFact", fact: { type: "DepartureAnnounced", data } });
  world.aws.ended("c1", Date.parse(world.clock.now()));
  await world.final(WHO, "no");
  const settle = async (): Promise<void> => {
    for (let quarter = 0; quarter < 12; quarter += 1) {
      world.pass(QUARTER);
      await world.meter();
    }
  };
  const held = () => [...world.aws.held.values()].map(({ record: { timestamp, quantity } }) => `${timestamp.slice(11, 16)} ${quantity}`);
  return { ...world, to, use, settle, held };
};

describe("the usage of a legacy buyer who gave notice", () => {
  test("is told in time where the last part of the hour that AWS grants has not begun when it is sealed", async () => {
    const { to, use, final, settle, held, problems, month } = await leavingAt("12:10");
    to("12:40");
    await use("12:39", "3");
    // A quarter of an hour before AWS takes no more: 13:00 has not come.
    to("12:55");
    await final(WHO, "yes");
    await settle();
    expect(held()).toEqual(["12:00 3"]);
    expect(await problems(WHO)).toMatchObject({ raised: [] });
    expect(await month(WHO, "2026-11")).toMatchObject({ conserved: true, totals: { gb: { recorded: "3", billed: "3" } } });
  });

  test("is told at once where the product says that it is complete, whatever hour it is", async () => {
    const { to, use, final, settle, held } = await leavingAt("12:10");
    to("12:20");
    await use("12:15", "4");
    await final(WHO, "yes");
    expect(held()).toEqual(["12:00 4"]);
    await settle();
    expect(held()).toEqual(["12:00 4"]);
  });

  test("is told of both hours where it was sealed in the second", async () => {
    const { to, use, final, settle, held } = await leavingAt("12:30");
    to("13:12");
    await use("12:59", "3");
    await use("13:10", "2");
    to("13:15");
    await final(WHO, "yes");
    await settle();
    expect(held()).toEqual(["12:00 3", "13:00 2"]);
  });

  test("is shown where it came when nothing could be told any more, down to the fraction", async () => {
    const { to, use, final, settle, problems, month } = await leavingAt("12:10");
    to("12:40");
    await use("12:39", "3.5");
    to("12:55");
    await final(WHO, "yes");
    to("13:05");
    expect(await use("13:01", "1")).toMatchObject({ status: "accepted" });
    await settle();
    const { conserved, totals, carried } = await month(WHO, "2026-11");
    expect({ conserved, totals, carried }).toMatchObject({ conserved: true, totals: { gb: { recorded: "4.5", billed: "3", expired: "1.5" } }, carried: {} });
    expect((await problems(WHO)).raised).toMatchObject([
      { hour: "2026-11-24T13", part: "line", kind: "expired", quantity: "1" },
      { hour: "2026-11-24T13", part: "fraction", quantity: "0.5" },
    ]);
  });
});
