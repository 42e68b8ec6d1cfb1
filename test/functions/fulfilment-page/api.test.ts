import { Failure } from "../../../functions/kernel/task/failure";
import { stall, type Stall } from "./stall";

const ADA = { email: "ada@example.com", costCentre: "CC 12" };

const post = (page: Stall, path: string, body: unknown, handle?: string) =>
  page.post(path, typeof body === "string" ? body : JSON.stringify(body), {
    "content-type": "application/json",
    ...(handle !== undefined && { authorization: `Bearer ${handle}` }),
  });
const ask = async (page: Stall, handle: string): Promise<Record<string, unknown>> =>
  (await (await page.get("/api/arrival", { authorization: `Bearer ${handle}` })).json()) as Record<string, unknown>;
const bring = async (page: Stall, token: string): Promise<string> => {
  const { handle } = (await (await post(page, "/api/arrivals", { token })).json()) as { handle: string };
  await page.settle();
  return handle;
};
const problem = async (answer: Response) => [answer.status, answer.headers.get("content-type"), ((await answer.json()) as { type: string }).type];
const JSON_PROBLEM = "application/problem+json";

describe("the JSON twins of the page", () => {
  test("lead a seller's own page from the token to the log-in", async () => {
    const page = stall();
    const accepted = await post(page, "/api/arrivals", { token: "l-one", offerType: "free-trial" });
    const { handle, status } = (await accepted.json()) as { handle: string; status: string };
    expect([accepted.status, status]).toEqual([202, "resolving"]);
    expect(page.starts[0]?.input["hints"]).toEqual({ offerType: "free-trial" });
    expect(await ask(page, handle)).toEqual({ status: "resolving" });
    await page.settle();
    expect(await ask(page, handle)).toEqual({
      status: "registrationNeeded",
      product: {
        code: "analytics-code",
        name: "Fieldglass Analytics",
        logInUrl: "https://analytics.example.com/log-in?source=aws",
        support: { email: "help@analytics.example.com", url: "https://analytics.example.com/help" },
      },
      fields: [
        { name: "email", label: "Work e-mail", required: true, maxLength: 254 },
        { name: "name", label: "Full name", required: false, maxLength: 200 },
        { name: "company", label: "Company", required: false, maxLength: 200 },
        { name: "phone", label: "Phone", required: false, maxLength: 40 },
        { name: "costCentre", label: "Cost centre", required: true, maxLength: 20 },
        { name: "region", label: "Preferred Region", required: false, maxLength: 200 },
      ],
    });
    const registered = await post(page, "/api/registration", ADA, handle);
    expect([registered.status, await registered.json()]).toEqual([202, { status: "saving" }]);
    expect((await ask(page, handle))["status"]).toBe("saving");
    await page.settle();
    expect(await ask(page, handle)).toMatchObject({ status: "confirming", returning: false });
    await page.activate("l-one");
    expect(await ask(page, handle)).toMatchObject({ status: "ready", logInUrl: expect.stringContaining("&claim=") });
  });

  test("say that the product has yet to provision, without a log-in link", async () => {
    const page = stall();
    const handle = await bring(page, "vault");
    await post(page, "/api/registration", { email: "ada@example.com" }, handle);
    await page.settle();
    await page.activate("l-vault");
    const now = await ask(page, handle);
    expect(now).toMatchObject({ status: "provisioning", returning: false, product: { code: "vault-code" } });
    expect(now).not.toHaveProperty("logInUrl");
    page.advance(30);
    expect(await ask(page, handle)).toMatchObject({ status: "provisioningLate" });
  });

  test("name the reason of a refusal", async () => {
    const page = stall();
    expect(await ask(page, await bring(page, "expired"))).toEqual({ status: "refused", reason: "tokenExpired" });
  });

  test("are the same run and arrival as the page's own", async () => {
    const page = stall();
    await post(page, "/api/arrivals", { token: "l-one" });
    await page.post("/", "x-amzn-marketplace-token=l-one");
    expect(page.starts).toHaveLength(1);
  });

  test("say which fields are at fault", async () => {
    const page = stall();
    const answer = await post(page, "/api/registration", { email: "x" }, await bring(page, "l-one"));
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ type: "faulty", errors: [{ field: "email" }, { field: "costCentre" }] });
  });

  test("ask for the handle, unaltered", async () => {
    const page = stall();
    const handle = await bring(page, "l-one");
    for (const authorization of ["", "Bearer", "Bearer x", `Basic ${handle}`, `Bearer ${handle}x`]) {
      const answer = await page.get("/api/arrival", { authorization });
      expect(answer.headers.get("www-authenticate")).toBe("Bearer");
      expect(await problem(answer)).toEqual([401, JSON_PROBLEM, "noHandle"]);
    }
    expect(await problem(await post(page, "/api/registration", ADA))).toEqual([401, JSON_PROBLEM, "noHandle"]);
    expect((await page.get("/api/arrival", { cookie: `arrival=${handle}` })).status).toBe(401);
  });

  test("refuse what does not fit, each with its own type", async () => {
    const page = stall();
    const handle = await bring(page, "l-one");
    const cases: readonly (readonly [Promise<Response>, number, string])[] = [
      [post(page, "/api/arrivals", "{"), 400, "notJson"],
      [page.post("/api/arrivals", '{"token":"a"}', { "content-type": "text/plain" }), 400, "notJson"],
      [post(page, "/api/arrivals", { token: 1 }), 400, "invalid"],
      [post(page, "/api/arrivals", ["a"]), 400, "invalid"],
      [post(page, "/api/arrivals", { token: "" }), 400, "token"],
      [post(page, "/api/arrivals", { token: "a\u0000" }), 400, "token"],
      [post(page, "/api/arrivals", { token: "a".repeat(1_048_576) }), 413, "tooLarge"],
      [post(page, "/api/registration", { email: { a: 1 } }, handle), 400, "invalid"],
      [post(page, "/api/registration", ADA, await bring(page, "expired")), 409, "notReady"],
      [page.get("/api/nowhere"), 404, "nowhere"],
    ];
    for (const [answer, status, type] of cases) expect(await problem(await answer)).toEqual([status, JSON_PROBLEM, type]);
  });

  test("say when to come again", async () => {
    const page = stall();
    page.fail(new Failure("Throttled", "StartExecution is throttled."));
    const answer = await post(page, "/api/arrivals", { token: "l-one" });
    expect(answer.headers.get("retry-after")).toBe("5");
    expect(await problem(answer)).toEqual([503, JSON_PROBLEM, "busy"]);
  });
});
