import { bought, say } from "../../kit/buyer";
import { running, typeOf } from "./running";

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
