import { open } from "./product";

describe("what is used in a workspace", () => {
  const METERED = "tidewater0subscription002";
  const workspace = async () => {
    const product = open();
    const { headers } = await product.ask(`/${METERED}`, { claim: "code~1", tenant: "Hare" });
    const path = (headers.get("location") ?? "").replace(/^\/sample-product/, "");
    const use = (quantity: string, dimension = "gb_processed", subscription = "l-1") => product.ask(`${path}/usage`, { subscription, dimension, quantity });
    return { ...product, path, use };
  };

  test("is reported at once, to the last digit, and its answer shown", async () => {
    const { use, ask, path, reported } = await workspace();
    expect((await ask(path)).text).toContain("Nothing was used yet");
    expect(await use(" 12.50 ")).toMatchObject({ status: 303 });
    expect(reported).toEqual([
      {
        recordId: expect.stringMatching(/^[0-9A-Z]{26}$/) as string,
        subscription: "l-1",
        dimension: "gb_processed",
        quantity: "12.5",
        usedAt: "2026-11-24T09:30:00.000Z",
      },
    ]);
    const { text } = await ask(path);
    for (const shown of ["12.5 GB", "Data processed", "taken", "Counts in the hour of 24 Nov 2026, 09:00 UTC"]) expect(text).toContain(shown);
  });

  test("is shown as refused, with the reason", async () => {
    const { use, ask, path } = await workspace();
    await use("5", "none");
    const { text } = await ask(path);
    for (const shown of ["refused", "no metered dimension of this key"]) expect(text).toContain(shown);
  });

  test("goes with the next report where nobody answered, under the same name", async () => {
    const { use, ask, path, reported, unreachable } = await workspace();
    unreachable(true);
    await use("5");
    expect((await ask(path)).text).toContain("no answer yet");
    unreachable(false);
    await use("6");
    expect(reported.map(({ quantity }) => quantity).toSorted()).toEqual(["5", "6"]);
    expect(new Set(reported.map(({ recordId }) => recordId)).size).toBe(2);
    expect((await ask(path)).text).not.toContain("no answer yet");
  });

  test.each(["", "0", "-1", "five", "1e3"])("has to be a number above nothing: '%s'", async (quantity) => {
    const { use, reported } = await workspace();
    const { status, text } = await use(quantity);
    expect([status, reported]).toEqual([400, []]);
    expect(text).toContain("Say how much as a number");
  });

  test("is of a purchase that is used there", async () => {
    const { use, reported } = await workspace();
    expect([(await use("5", "gb_processed", "l-9")).status, reported]).toEqual([404, []]);
  });

  test("is asked for of listings alone that meter something", async () => {
    const product = open();
    expect((await product.ask(await product.logIn("Hare"))).text).not.toContain("Use something");
  });
});
