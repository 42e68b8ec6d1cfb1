import { NOTHING_CARRIED } from "../../../events/usage/balances";
import { HOUR, sealing } from "../../kit/sealed-hour";
import { submitting } from "./submitting";

describe("a deployment whose metering Region was changed", () => {
  test("goes on telling AWS of its old customers' usage where it did before, and of no record in two Regions", async () => {
    const told: string[] = [];
    const { books, unsent, run } = submitting(async (region, records) => {
      await Promise.resolve();
      told.push(...records.map(({ quantity }) => `${region} ${quantity}`));
      return { outcome: "answered", records: records.map(() => ({ status: "success" })) };
    });
    await run("eu-west-1");
    const by = { correlation: "test", causation: "test", actor: "test" };
    for (const [subscription, region, quantity] of [
      ["l-old", "eu-west-1", 12],
      ["l-new", "us-east-1", 7],
    ] as const) {
      await books.write(subscription, "2026-11-24", { type: "Open", data: { opening: NOTHING_CARRIED } }, by);
      const sealed = await books.write(subscription, "2026-11-24", sealing({ region, recorded: { gb: String(quantity) } }), by);
      const { billedTo, timestamp, deadline } = sealed.state.hours[HOUR]!;
      await unsent.put(region, [{ subscription, productCode: "payg", hour: HOUR, dimension: "gb", billedTo: billedTo!, timestamp, quantity, deadline }]);
    }
    expect(await run("us-east-1")).toEqual({ outcome: "submitted" });
    expect(told.toSorted()).toEqual(["eu-west-1 12", "us-east-1 7"]);
    expect((await books.load("l-old", "2026-11-24")).totals["gb"]).toMatchObject({ billed: "12", pending: "0" });
  });
});
