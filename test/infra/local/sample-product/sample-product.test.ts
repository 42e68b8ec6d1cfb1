import { CODE, event, open, subscriptionOf } from "./product";

describe("the sample product", () => {
  test("asks who follows the log-in link for a workspace, and carries the claim code in the form", async () => {
    const { status, text } = await open().ask(`/${CODE}?claim=a%22b`);
    expect(status).toBe(200);
    expect(text).toContain('<input type="hidden" name="claim" value="a&quot;b" />');
    expect(text).toContain("Your purchase has arrived");
  });

  test("claims with an id that says nothing of the name, and shows access, entitlements and events", async () => {
    const product = open();
    const path = await product.logIn("Jane Doe's place");
    expect(product.claims).toEqual([{ code: "code~1", tenantId: expect.stringMatching(/^tenant-[0-9a-f]{12}$/) }]);
    const { text } = await product.ask(path);
    for (const shown of ["Jane Doe&#39;s place", "You have access", "1,250", "until 24 Nov 2027", "Seats", "Tenant Linked"]) expect(text).toContain(shown);
  });

  test("names the same workspace the same when a log-in is tried again, and another product's another", async () => {
    const product = open();
    expect(await product.logIn(" Tortoise & Hare ")).toBe(await product.logIn("tortoise & hare", "code~2"));
    const [first, second] = product.claims;
    expect(first!.tenantId).toBe(second!.tenantId);
    await product.ask("/tidewater0subscription002", { claim: "code~3", tenant: "tortoise & hare" });
    expect(product.claims[2]!.tenantId).not.toBe(first!.tenantId);
  });

  test.each([
    ["unknown", 404, /not complete/],
    ["used", 409, /used for another workspace/],
    ["expired", 410, /older than 15 minutes/],
    ["unreachable", 503, /try again/],
  ] as const)("says what to do when the claim is %s, and opens no workspace", async (outcome, status, sentence) => {
    const product = open();
    product.answers({ outcome });
    const answer = await product.ask(`/${CODE}`, { claim: "code~1", tenant: "Tortoise" });
    expect(answer.status).toBe(status);
    expect(answer.text).toMatch(sentence);
    expect(answer.text.includes('name="claim"')).toBe(outcome === "unreachable");
    expect((await product.ask(`/${CODE}`)).text).not.toContain("Workspaces on this machine</h2>");
  });

  test("keeps each event once, and shows them by sequence, whatever their order; a gap is still under way", async () => {
    const product = open();
    const path = await product.logIn("Tortoise");
    await product.receive(event(2, "Access Granted"));
    await product.receive(event(1, "Customer Registered"));
    await product.receive(event(2, "Access Granted"));
    const heard = JSON.parse((await product.ask("/events.json?subscription=l-1")).text) as { type: string; deliveries: number; detail: unknown }[];
    expect(heard.map(({ type, deliveries }) => [type, deliveries])).toEqual([
      ["Customer Registered", 1],
      ["Access Granted", 2],
      ["Tenant Linked", 1],
    ]);
    expect(heard[0]!.detail).toEqual(event(1, "Customer Registered").detail);
    expect(JSON.stringify(heard[0]!.detail)).toContain("newerMember");
    const { text } = await product.ask(path);
    expect(text).toContain("Event 3 is still under way");
    expect(text).toContain("delivered 2 times and taken once");
  });

  test("tells of one subscription, or of all", async () => {
    const product = open();
    await product.receive(event(1, "Access Granted"));
    expect(JSON.parse((await product.ask("/events.json?subscription=l-2")).text)).toEqual([]);
    expect(JSON.parse((await product.ask("/events.json")).text)).toHaveLength(1);
  });

  test("hears what is Stallkeeper's, and refuses what is unreadable", async () => {
    const product = open();
    await product.receive({ ...event(1, "Access Granted"), source: "somebody.else" });
    expect(JSON.parse((await product.ask("/events.json")).text)).toEqual([]);
    await expect(product.receive({ source: "stallkeeper", "detail-type": "Access Granted", detail: {} })).rejects.toThrow();
  });

  test("shows that access has ended, and says so when the product API does not answer", async () => {
    const product = open();
    const path = await product.logIn("Tortoise");
    product.becomes(subscriptionOf({ access: "revoked", reasonCode: "licenseEnded", entitlements: [] }));
    expect((await product.ask(path)).text).toMatch(/Your access has ended[\s\S]*AWS has ended the license\./);
    product.becomes(undefined);
    expect((await product.ask(path)).text).toContain("The product API did not answer");
  });

  test("confirms what it has provisioned, once, and holds it back while its switch says so", async () => {
    const product = open();
    const asked = (sequence: number) => event(sequence, "Provisioning Requested", { provisioningDeadline: "2026-11-24T10:00:00.000Z" });
    await product.receive(asked(1));
    await product.receive(asked(1));
    expect(product.confirmed).toEqual(["l-1"]);
    await product.ask("/provisioning", { held: "yes" });
    await product.receive(asked(2));
    expect(product.confirmed).toHaveLength(1);
    expect((await product.ask("/")).text).toContain("1 subscription waits");
    await product.ask("/provisioning", { held: "no" });
    expect(product.confirmed).toEqual(["l-1", "l-1"]);
    expect((await product.ask("/")).text).toContain("Nothing waits");
  });

  test("knows of a workspace's access by the newest event, whatever came last", async () => {
    const product = open();
    const path = await product.logIn("Tortoise");
    const { tenantId } = product.claims[0]!;
    expect((await product.ask(path)).text).toMatch(/it\s+has access/);
    await product.receive(event(9, "Access Revoked", { tenantId, access: "revoked", reasonCode: "licenseEnded" }));
    await product.receive(event(8, "Access Granted", { tenantId }));
    expect((await product.ask(path)).text).toMatch(/it\s+has no access/);
  });

  test("lets those in who come without a claim, and offers the workspaces there are", async () => {
    const product = open();
    await product.logIn("Tortoise");
    const { text } = await product.ask(`/${CODE}`);
    expect(text).toContain("Workspaces on this machine");
    expect(text).toContain("<span>Tortoise</span>");
    expect((await product.ask(`/${CODE}`, { tenant: "Tortoise" })).status).toBe(303);
    expect(product.claims).toHaveLength(1);
  });

  test.each([
    ["", "Give your workspace a name."],
    ["x".repeat(61), "Sixty characters are enough."],
  ])("asks again for a name such as '%s'", async (tenant, sentence) => {
    const product = open();
    const { status, text } = await product.ask(`/${CODE}`, { claim: "code~1", tenant });
    expect(status).toBe(400);
    expect(text).toContain(sentence);
    expect(product.claims).toEqual([]);
  });

  test.each(["/nobody0sells0this", "/nobody0sells0this/workspaces/x", `/${CODE}/workspaces/tenant-none`, "/%3Cscript%3E"])(
    "answers %s with a clear 404",
    async (path) => {
      const { status, text } = await open().ask(path);
      expect(status).toBe(404);
      expect(text).toContain("There is nothing here");
      expect(text).not.toContain("<script>");
    },
  );

  test("keeps workspaces of one product from the pages of another", async () => {
    const product = open();
    const path = await product.logIn("Tortoise");
    expect((await product.ask(path.replace(CODE, "tidewater0subscription002"))).status).toBe(404);
  });

  test("takes no form from another site, and sends the claim code to none", async () => {
    const product = open();
    expect((await product.ask(`/${CODE}`, { tenant: "Tortoise" }, { "sec-fetch-site": "cross-site" })).status).toBe(403);
    const { headers } = await product.ask(`/${CODE}?claim=x`);
    expect(headers.get("referrer-policy")).toBe("same-origin");
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
  });
});
