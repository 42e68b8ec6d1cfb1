import { Hono } from "hono";
import { readCatalogue } from "../../../../events/product/catalogue";
import { publicSubscription, type PublicSubscription } from "../../../../events/public/subscription-data";
import { initialSubscription } from "../../../../events/subscription/state";
import type { UsageAnswer, UsageReport } from "../../../../events/public/usage";
import { Failure } from "../../../../functions/kernel/failure";
import { UsageUnanswered } from "../../../../functions/kernel/usage-client";
import { memoryDocuments } from "../../../../infra/local/marketplace/ports";
import type { Claimed } from "../../../../infra/local/sample-product/ports";
import { sampleProduct } from "../../../../infra/local/sample-product/sample-product";
import products from "../../../../infra/products.json";

const CODE = "harbourlight0contract0001";

const subscriptionOf = (change: Partial<PublicSubscription> = {}): PublicSubscription => ({
  ...publicSubscription("l-1", initialSubscription, null),
  productCode: CODE,
  awsAccountId: "845735284135",
  access: "granted",
  reasonCode: "entitled",
  entitlements: [{ dimension: "seats", value: 1250, expiresAt: "2027-11-24T00:00:00.000Z" }],
  ...change,
});

const event = (sequence: number, type: string, change: Partial<PublicSubscription> = {}) => ({
  version: "0",
  source: "stallkeeper",
  "detail-type": type,
  detail: {
    metadata: {
      id: `subscription-l-1@${sequence}`,
      type,
      version: 1,
      time: "2026-11-24T09:30:00.000Z",
      sequence,
      correlationId: "c",
      replay: false,
      newerMember: 1,
    },
    data: { ...subscriptionOf(change), previousEntitlements: null, newerMember: 1 },
  },
});

const answerTo = ({ recordId, subscription, dimension }: UsageReport): UsageAnswer =>
  dimension === "gb_processed"
    ? { status: "accepted", recordId, subscription, billsInHour: "2026-11-24T09", deadline: "2026-11-25T09:00:00.000Z", late: false }
    : { status: "refused", recordId, code: "unknownDimension", retryable: false, message: "The product has no metered dimension of this key." };

const open = () => {
  const documents = memoryDocuments();
  const claims: { code: string; tenantId: string }[] = [];
  const confirmed: string[] = [];
  const reported: UsageReport[] = [];
  let isUnreachable = false;
  let sequence = 3;
  let answer: Claimed = { outcome: "linked", subscription: subscriptionOf() };
  let current: PublicSubscription | undefined = subscriptionOf();
  const product = sampleProduct({
    documents,
    catalogue: readCatalogue(products, "infra/products.json"),
    now: () => "2026-11-24T09:30:00.000Z",
    usage: {
      report: async (...usage) => {
        const reports = usage as UsageReport[];
        if (isUnreachable) throw new UsageUnanswered([], reports, new Failure("Transient", "Nobody answered."));
        reported.push(...reports);
        return reports.map((report) => ({ report, answer: answerTo(report) }));
      },
    },
    api: {
      claim: async (code, tenantId) => {
        claims.push({ code, tenantId });
        if (answer.outcome === "linked") {
          current = { ...answer.subscription, tenantId };
          sequence += 1;
          await product.receive(event(sequence, "Tenant Linked", { tenantId }));
        }
        return answer;
      },
      subscription: async () => current,
      confirmProvisioned: async (id) => {
        confirmed.push(id);
        return await Promise.resolve(true);
      },
    },
  });
  const app = new Hono({ strict: false }).route("/sample-product", product.pages);
  const ask = async (path: string, fields?: Record<string, string>, headers: Record<string, string> = {}) => {
    const response = await app.request(
      `http://localhost:8700/sample-product${path}`,
      fields && { method: "POST", headers, body: new URLSearchParams(fields).toString() },
    );
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  return {
    ...product,
    claims,
    confirmed,
    reported,
    unreachable: (is: boolean) => (isUnreachable = is),
    ask,
    answers: (claimed: Claimed) => (answer = claimed),
    becomes: (now: PublicSubscription | undefined) => (current = now),
    logIn: async (tenant: string, claim = "code~1") => {
      const { headers } = await ask(`/${CODE}`, { claim, tenant });
      return (headers.get("location") ?? "").replace(/^\/sample-product/, "");
    },
  };
};

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
