import { NOTHING_CARRIED } from "../../../events/usage/balances";
import { dayOf } from "../../../events/kernel/hour";
import type { Billed } from "../../../events/usage/events";
import { HOUR, sealing } from "../../kit/sealed-hour";
import { submitting } from "./submitting";

const BY = { correlation: "test", causation: "test", actor: "test" };

/** One sealed record of each of these products, and AWS, which knows the code of the second no more. */
const seller = async () => {
  let mended = false;
  const told: string[] = [];
  const { books, unsent, run } = submitting(async (_, records) => {
    await Promise.resolve();
    const [code] = records.map(({ billedTo }) => (billedTo.form === "license" ? "" : billedTo.productCode));
    if (code === "beta" && !mended) return { outcome: "withheld", error: "InvalidProductCodeException" };
    told.push(code!);
    return { outcome: "answered", records: records.map(() => ({ status: "success" })) };
  });
  const subscriptions = ["alpha.c1", "beta.c1", "gamma.c1"] as const;
  for (const subscription of subscriptions) {
    const [productCode] = subscription.split(".");
    const billedTo: Billed = { form: "customer", productCode: productCode!, customerIdentifier: "c1" };
    await books.write(subscription, dayOf(HOUR), { type: "Open", data: { opening: NOTHING_CARRIED } }, BY);
    await books.write(subscription, dayOf(HOUR), sealing({ billedTo, deadline: "2026-11-25T09:00:00.000Z" }), BY);
    const line = { subscription, productCode: productCode!, hour: HOUR, dimension: "gb", billedTo, timestamp: `${HOUR}:00:00.000Z`, quantity: 12 };
    await unsent.put("us-east-1", [{ ...line, deadline: "2026-11-25T09:00:00.000Z" }]);
  }
  const totals = async (subscription: (typeof subscriptions)[number]) => (await books.load(subscription, dayOf(HOUR))).totals["gb"];
  return { run: (at: string) => run("us-east-1", at), told, totals, mend: () => (mended = true) };
};

describe("a product whose code AWS does not know", () => {
  test("keeps no other product's usage from AWS, and its own waits until the code is mended", async () => {
    const { run, told, totals, mend } = await seller();
    expect(await run("2026-11-24T10:15:00.000Z")).toEqual({ outcome: "submitted" });
    expect(told.toSorted()).toEqual(["alpha", "gamma"]);
    expect(await totals("gamma.c1")).toMatchObject({ billed: "12", pending: "0" });
    expect(await totals("beta.c1")).toMatchObject({ billed: "0", pending: "12", refused: "0" });
    mend();
    await run("2026-11-24T10:30:00.000Z");
    expect(await totals("beta.c1")).toMatchObject({ billed: "12", pending: "0" });
  });
});
