import { randomUUID } from "node:crypto";
import type { SubscriptionCommand } from "../../../events/subscription/commands";
import { subscription, subscriptionStream } from "../../../events/subscription/decider";
import { mintClaim } from "../../../functions/kernel/claim-code";
import type { Contact } from "../../../functions/kernel/contacts";
import { Failure } from "../../../functions/kernel/failure";
import { deriveKeys } from "../../../functions/kernel/keys";
import { memoryEventStore } from "../../../functions/kernel/memory-event-store";
import { projector } from "../../../functions/kernel/projector";
import { readProjections } from "../../../functions/kernel/read-projections";
import { transact } from "../../../functions/kernel/transact";
import { productApi } from "../../../functions/product-api/app";
import { bought, say, tell } from "../../kit/buyer";
import { FIRST, memoryGenerations, memoryRows } from "../../kit/memory-consumers";

const LISTING = { productId: "prod-1", productCode: "code-1", pricingModel: "subscription", test: false } as const;
const CALLER = "arn:aws:sts::111122223333:assumed-role/product/service";

const person = (id: string, name: string): Contact => ({
  id,
  subscription: "l-one",
  arrival: "a",
  details: { email: `${name}@example.com`, name, fields: { costCentre: "CC" } },
  at: "2026-11-24T09:00:00.000Z",
});

const running = () => {
  const store = memoryEventStore();
  const keys = deriveKeys(randomUUID());
  let now = Date.parse("2026-11-24T09:00:00.000Z");
  const clock = { now: () => new Date(now).toISOString() };
  const people = new Map<string, Contact>();
  const lines: unknown[] = [];
  const rows = memoryRows();
  const projections = readProjections({ rows, generations: memoryGenerations() });
  const tellOf = async (id: string, ...commands: readonly SubscriptionCommand[]) => {
    await tell(store, id, ...commands);
    await projector({ store, rows }).project(subscriptionStream(id), FIRST);
  };
  let outage: Error | undefined;
  const log = { info: (...line: unknown[]) => void lines.push(line), error: (...line: unknown[]) => void lines.push(line) };
  const contacts = {
    find: async (id: string) => {
      if (outage !== undefined) throw outage;
      return people.get(id);
    },
  };
  const api = productApi({ store, contacts, keys: async () => keys, clock, log, projections });
  const tellOne = (command: SubscriptionCommand) =>
    transact({ store, clock }, subscription, subscriptionStream("l-one"), command, { correlation: "c", causation: "test", actor: "stallkeeper" });
  const gateway = { base: "/prod", requestId: "request-1", caller: CALLER };
  return {
    people,
    tellOf,
    /** Tells the log, and the projections not yet. */
    lag: (id: string, ...commands: readonly SubscriptionCommand[]) => tell(store, id, ...commands),
    lines,
    keys,
    tell: tellOne,
    advance: (minutes: number) => {
      now += minutes * 60_000;
    },
    fail: (error: Error) => {
      outage = error;
    },
    history: async () => {
      const events = [];
      for await (const commit of store.history(subscription, subscriptionStream("l-one"))) events.push(...commit.events);
      return events;
    },
    bought: async (provisioning: { readonly provisionWithinMinutes?: number } = {}) => {
      await tellOne({
        type: "RecordArrival",
        data: { ...LISTING, ...provisioning, arrival: "a", form: "license", awsAccountId: "111122223333", licenseArn: "arn:l-one" },
      });
      await tellOne({
        type: "RecordFact",
        fact: { type: "LicenseActivated", data: { ...LISTING, ...provisioning, licenseArn: "arn:l-one", notice: "n", agreementId: "agmt-1", at: clock.now() } },
      });
    },
    register: async (id: string, name: string) => {
      people.set(id, person(id, name));
      await tellOne({ type: "RegisterBuyer", data: { contact: id, arrival: "a" } });
    },
    mint: () => mintClaim({ subscription: "l-one", expiresAt: "2026-11-24T09:15:00.000Z" }, keys),
    get: (path: string, headers: Record<string, string> = {}) => Promise.resolve(api.request(path, { headers }, gateway)),
    confirm: (id = "l-one") => Promise.resolve(api.request(`/subscriptions/${id}/provisioned`, { method: "POST" }, gateway)),
    claim: (code: string, body: unknown, headers: Record<string, string> = {}) =>
      Promise.resolve(
        api.request(
          `/claims/${code}`,
          { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body), headers: { "content-type": "application/json", ...headers } },
          gateway,
        ),
      ),
  };
};

const typeOf = async (answer: Response): Promise<unknown> => ((await answer.json()) as { type: string }).type;

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

describe("GET /tenants/{id}/subscriptions", () => {
  interface Page {
    readonly tenantAccess: boolean;
    readonly subscriptions: readonly { subscriptionId: string; tenantId: string; tenantAccess: boolean; access: string; replaces: string | null }[];
    readonly next: string | null;
  }
  const pageOf = async (api: ReturnType<typeof running>, path: string): Promise<Page> => (await (await api.get(path)).json()) as Page;

  test("tells each subscription of the tenant with its whole state, and nobody else's", async () => {
    const api = running();
    await api.tellOf("l-b", ...bought(), say.link("t-1"));
    await api.tellOf("l-a", ...bought(), say.link("t-1"), say.end());
    await api.tellOf("l-c", ...bought(), say.link("t-2"));
    const page = await pageOf(api, "/tenants/t-1/subscriptions");
    expect(page).toMatchObject({ tenantId: "t-1", tenantAccess: true, next: null });
    expect(page.subscriptions.map(({ subscriptionId, access, tenantAccess }) => [subscriptionId, access, tenantAccess])).toEqual([
      ["l-a", "revoked", true],
      ["l-b", "granted", true],
    ]);
    expect(page.subscriptions[1]).toEqual(await (await api.get("/subscriptions/l-b")).json());
  });

  test("says what the log says where the list lags", async () => {
    const api = running();
    await api.tellOf("l-a", ...bought(), say.link("t-1"));
    await api.tellOf("l-b", ...bought(), say.link("t-1"));
    await api.lag("l-a", say.end());
    await api.lag("l-b", say.link("t-2"));
    const page = await pageOf(api, "/tenants/t-1/subscriptions");
    expect(page.tenantAccess).toBe(false);
    expect(page.subscriptions).toMatchObject([{ subscriptionId: "l-a", access: "revoked", tenantAccess: false }]);
  });

  test("is empty for a tenant that nothing is linked with", async () => {
    expect(await pageOf(running(), "/tenants/a%2Fb/subscriptions")).toEqual({ tenantId: "a/b", tenantAccess: false, subscriptions: [], next: null });
  });

  test("goes on page by page until each was told once, and knows of access on another page", async () => {
    const api = running();
    const ids = Array.from({ length: 203 }, (_, index) => `l-${String(index).padStart(3, "0")}`);
    for (const id of ids) await api.tellOf(id, say.arrive(), say.link("t-1"));
    await api.tellOf("l-202", ...bought());
    const found: string[] = [];
    let next: string | null = "";
    while (next !== null) {
      const page: Page = await pageOf(api, `/tenants/t-1/subscriptions${next === "" ? "" : `?next=${next}`}`);
      expect(page.tenantAccess).toBe(true);
      expect(page.subscriptions.length).toBeLessThanOrEqual(100);
      found.push(...page.subscriptions.map(({ subscriptionId }) => subscriptionId));
      ({ next } = page);
    }
    expect(found).toEqual(ids);
  });

  test.each(["", "*", "bC0*", "%00"])("refuses '%s' as a page", async (next) => {
    const answer = await running().get(`/tenants/t-1/subscriptions?next=${next}`);
    expect([answer.status, await typeOf(answer)]).toEqual([400, "invalidPage"]);
  });
});

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

describe("every call of the product API", () => {
  test("is answered with the caller's correlation id, or the request's", async () => {
    const api = running();
    expect((await api.get("/subscriptions/l-one", { "x-correlation-id": "order-7.a:b" })).headers.get("x-correlation-id")).toBe("order-7.a:b");
    for (const bad of ["", "a b", "<x>", "a".repeat(101)]) {
      expect((await api.get("/subscriptions/l-one", { "x-correlation-id": bad })).headers.get("x-correlation-id")).toBe("request-1");
    }
  });

  test("to nowhere says what there is", async () => {
    const answer = await running().get("/elsewhere");
    expect([answer.status, await typeOf(answer)]).toEqual([404, "nowhere"]);
  });

  test("says when to come again if the world failed, and hides the cause", async () => {
    const api = running();
    await api.bought();
    await api.register("c-1", "ada");
    api.fail(new Failure("Throttled", "DynamoDB is throttled."));
    const busy = await api.get("/subscriptions/l-one/contact");
    expect([busy.status, busy.headers.get("retry-after"), await typeOf(busy)]).toEqual([503, "5", "busy"]);
    api.fail(new Error("ada@example.com"));
    const broken = await api.get("/subscriptions/l-one/contact");
    expect(broken.status).toBe(500);
    expect(await broken.text()).not.toContain("ada");
    expect(JSON.stringify(api.lines)).not.toContain("ada@");
  });
});
