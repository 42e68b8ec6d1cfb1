import { bought, say } from "../../kit/buyer";
import { LISTING, CALLER, running, typeOf } from "./running";

describe("GET /subscriptions/{id}", () => {
  test("tells the public state, without personal data", async () => {
    const api = running();
    await api.bought();
    await api.register("c-1", "ada");
    const answer = await api.get("/subscriptions/l-one");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(await answer.json()).toMatchObject({
      subscriptionId: "l-one",
      tenantId: null,
      tenantAccess: null,
      productCode: "code-1",
      awsAccountId: "111122223333",
      agreementId: "agmt-1",
      access: "granted",
      reasonCode: "licenseActive",
      registered: true,
    });
  });

  test("says whether the tenant has access by this subscription or another", async () => {
    const api = running();
    await api.bought();
    await api.claim(api.mint(), { tenantId: "t-1" });
    const tenantAccess = async () => ((await (await api.get("/subscriptions/l-one")).json()) as { tenantAccess: boolean }).tenantAccess;
    expect(await tenantAccess()).toBe(true);
    await api.tell({
      type: "RecordFact",
      fact: { type: "LicenseDeprovisioned", data: { ...LISTING, licenseArn: "arn:l-one", notice: "n", at: "2026-11-24T09:00:01.000Z" } },
    });
    expect(await tenantAccess()).toBe(false);
    await api.tellOf("l-two", ...bought(), say.link("t-1"));
    expect(await tenantAccess()).toBe(true);
  });

  test.each(["/subscriptions/l-none", "/subscriptions/%00", "/subscriptions/a%2Fb", "/subscriptions/l-none/contact"])(
    "knows nothing under %s",
    async (path) => {
      const answer = await running().get(path);
      expect([answer.status, answer.headers.get("content-type"), await typeOf(answer)]).toEqual([404, "application/problem+json", "noSubscription"]);
    },
  );
});

describe("GET /subscriptions/{id}/contact", () => {
  test("tells the newest contact", async () => {
    const api = running();
    await api.bought();
    await api.register("c-1", "ada");
    await api.register("c-2", "grace");
    expect(await (await api.get("/subscriptions/l-one/contact")).json()).toEqual({
      contactId: "c-2",
      email: "grace@example.com",
      name: "grace",
      company: null,
      phone: null,
      fields: { costCentre: "CC" },
      registeredAt: "2026-11-24T09:00:00.000Z",
    });
  });

  test("tells the one before when the newest was erased, and 404 when all were", async () => {
    const api = running();
    await api.bought();
    expect(await typeOf(await api.get("/subscriptions/l-one/contact"))).toBe("noContact");
    await api.register("c-1", "ada");
    await api.register("c-2", "grace");
    api.people.delete("c-2");
    expect(await (await api.get("/subscriptions/l-one/contact")).json()).toMatchObject({ contactId: "c-1" });
    api.people.delete("c-1");
    expect((await api.get("/subscriptions/l-one/contact")).status).toBe(404);
  });

  test("logs who read whose contact, without the contact", async () => {
    const api = running();
    await api.bought();
    await api.register("c-1", "ada");
    await api.get("/subscriptions/l-one/contact");
    expect(api.lines.at(-1)).toEqual([
      "request",
      {
        request: "request-1",
        method: "GET",
        route: "/subscriptions/:id/contact",
        status: 200,
        milliseconds: expect.any(Number),
        caller: CALLER,
        subscription: "l-one",
        contact: "c-1",
      },
    ]);
    expect(JSON.stringify(api.lines)).not.toContain("ada@");
  });
});

describe("POST /subscriptions/{id}/provisioned", () => {
  test("confirms, and says so again to who confirms again, in time or late", async () => {
    const api = running();
    await api.bought({ provisionWithinMinutes: 30 });
    expect(await (await api.get("/subscriptions/l-one")).json()).toMatchObject({ provisioningDeadline: "2026-11-24T09:30:00.000Z" });
    api.advance(31);
    for (let time = 0; time < 2; time += 1) {
      const answer = await api.confirm();
      expect(answer.status).toBe(200);
      expect(await answer.json()).toMatchObject({ subscription: { subscriptionId: "l-one", provisioningDeadline: null } });
    }
    expect((await api.history()).filter(({ type }) => type === "ProvisioningConfirmed")).toHaveLength(1);
    expect(api.lines.at(-1)).toMatchObject(["request", { route: "/subscriptions/:id/provisioned", subscription: "l-one", caller: CALLER }]);
  });

  test("refuses where no provisioning was asked for", async () => {
    const api = running();
    await api.bought();
    const answer = await api.confirm();
    expect([answer.status, await typeOf(answer)]).toEqual([409, "notRequested"]);
    expect((await api.history()).map(({ type }) => type)).not.toContain("ProvisioningConfirmed");
  });

  test("knows no subscription of which nothing was ever heard, and records nothing for it", async () => {
    const api = running();
    const answer = await api.confirm();
    expect([answer.status, await typeOf(answer)]).toEqual([404, "noSubscription"]);
    expect(await api.history()).toEqual([]);
  });
});
