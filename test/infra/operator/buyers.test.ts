import { operator } from "./operator";

describe("stallkeeper timeline", () => {
  test("tells each fact with its step and run", async () => {
    const { cli } = await operator();
    const { code, out } = await cli("timeline", "l-1");
    expect(code).toBe(0);
    expect(Math.max(...out.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(100);
    for (const text of ["BuyerArrived", "LicenseActivated", "BuyerRegistered", "seats 5", "AccessGranted", "tenant acme", "run-", "RegisterBuyer"])
      expect(out).toContain(text);
  });

  test("gives machines the commits as they are", async () => {
    const { cli } = await operator();
    const { out } = await cli("timeline", "l-1", "--json");
    const commits = JSON.parse(out) as { first: number; events: { type: string }[]; meta: { run: string } }[];
    expect(commits[0]).toMatchObject({ first: 1, events: [{ type: "BuyerArrived" }, { type: "AccessPending" }] });
    expect(commits[0]!.meta.run).toMatch(/^run-/);
  });

  test("says how to find the id of one that is not there", async () => {
    const { cli } = await operator();
    const { code, out, complaints } = await cli("timeline", "l-2");
    expect([code, out]).toEqual([1, ""]);
    expect(complaints).toContain("stallkeeper customers");
  });
});

describe("stallkeeper subscription", () => {
  test("shows what is known, in words", async () => {
    const { cli } = await operator();
    const { code, out } = await cli("subscription", "l-1");
    expect(code).toBe(0);
    expect(out).toMatch(/access +granted/);
    expect(out).toContain("AWS lists at least one entitlement");
    expect(out).toMatch(/AWS account +111122223333/);
  });

  test("gives machines the row", async () => {
    const { cli } = await operator();
    const row = JSON.parse((await cli("subscription", "l-1", "--json")).out) as Record<string, unknown>;
    expect(row).toMatchObject({ subscriptionId: "l-1", access: "granted", tenantId: "acme" });
  });

  test("fails for one that is not known", async () => {
    const { cli } = await operator();
    expect(await cli("subscription", "nobody")).toMatchObject({ code: 1, out: "" });
  });
});

describe("stallkeeper customers", () => {
  test("lists what an account bought", async () => {
    const { cli } = await operator();
    const { code, out } = await cli("customers", "111122223333");
    expect(code).toBe(0);
    expect(out).toMatch(/^l-1 +code +granted +acme$/m);
    expect(out).toMatch(/entitlement that has not run out\. A\s+contact\s+is\s+registered\.$/);
  });

  test("fails for an account that bought nothing", async () => {
    const { cli } = await operator();
    expect(await cli("customers", "999999999999")).toMatchObject({ code: 1 });
  });
});
