import { CALLER, running, typeOf } from "./running";

describe("POST /claims/{code}", () => {
  test("links the tenant, and says so again to who asks again", async () => {
    const api = running();
    await api.bought();
    const code = api.mint();
    for (let time = 0; time < 2; time += 1) {
      const answer = await api.claim(code, { tenantId: "t-1" });
      expect(answer.status).toBe(200);
      expect(await answer.json()).toMatchObject({ subscription: { subscriptionId: "l-one", tenantId: "t-1", tenantAccess: true } });
    }
    expect((await api.history()).filter(({ type }) => type === "TenantLinked")).toHaveLength(1);
  });

  test("refuses a code that was used for another tenant", async () => {
    const api = running();
    await api.bought();
    const code = api.mint();
    await api.claim(code, { tenantId: "t-1" });
    const answer = await api.claim(code, { tenantId: "t-2" });
    expect([answer.status, await typeOf(answer)]).toEqual([409, "claimUsed"]);
    expect(await (await api.get("/subscriptions/l-one")).json()).toMatchObject({ tenantId: "t-1" });
  });

  test("of two tenants that claim at once serves one", async () => {
    const api = running();
    await api.bought();
    const code = api.mint();
    const statuses = (await Promise.all(["t-1", "t-2", "t-3"].map((tenantId) => api.claim(code, { tenantId })))).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([200, 409, 409]);
  });

  test("refuses a code that has expired", async () => {
    const api = running();
    await api.bought();
    const code = api.mint();
    api.advance(15);
    const answer = await api.claim(code, { tenantId: "t-1" });
    expect([answer.status, await typeOf(answer)]).toEqual([410, "claimExpired"]);
  });

  test("knows no code that was altered, invented, or signed elsewhere", async () => {
    const api = running();
    await api.bought();
    const code = api.mint();
    const altered = `${code.slice(0, 5)}${code[5] === "A" ? "B" : "A"}${code.slice(6)}`;
    for (const one of [altered, code.slice(0, -1), "x", "%00", "a".repeat(5000), running().mint()]) {
      const answer = await api.claim(one, { tenantId: "t-1" });
      expect([answer.status, await typeOf(answer)]).toEqual([404, "noClaim"]);
    }
  });

  test.each([
    ["{", "notJson"],
    [{}, "invalid"],
    [{ tenantId: "" }, "invalid"],
    [{ tenantId: 7 }, "invalid"],
    [{ tenantId: "a".repeat(201) }, "invalid"],
    [{ tenantId: "a\nb" }, "invalid"],
    [{ tenantId: "t", more: 1 }, "invalid"],
    [{ tenantId: "a".repeat(70_000) }, "tooLarge"],
  ])("refuses the body %j", async (body, type) => {
    const api = running();
    await api.bought();
    expect(await typeOf(await api.claim(api.mint(), body))).toBe(type);
  });

  test("never logs the code or the tenant", async () => {
    const api = running();
    await api.bought();
    const code = api.mint();
    await api.claim(code, { tenantId: "tenant-MARKER" });
    expect(JSON.stringify(api.lines)).not.toContain(code);
    expect(JSON.stringify(api.lines)).not.toContain("MARKER");
    expect(api.lines.at(-1)).toMatchObject(["request", { route: "/claims/:code", subscription: "l-one", caller: CALLER }]);
  });
});
