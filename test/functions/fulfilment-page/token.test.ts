import { Failure } from "../../../functions/kernel/task/failure";
import { unseal } from "../../../functions/kernel/buyers/sealed-token";
import { arrive, cookieOf, postToken, stall } from "./stall";

const TOKEN = "l-one.AbC+/=%20~token";

describe("the fulfilment page, asked without a token", () => {
  test("answers 200 to a probe, with what to do, whom to ask and where to log in", async () => {
    const page = stall();
    const answer = await page.get("/");
    const text = await answer.text();
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("text/html; charset=UTF-8");
    for (const part of ["Manage subscriptions", "Set up your account", "help@analytics.example.com", "https://relay.example.com/"])
      expect(text).toContain(part);
  });

  test("answers HEAD with 200 and no body", async () => {
    const page = stall();
    const answer = await page.app.request("/", { method: "HEAD" }, page.gateway);
    expect([answer.status, await answer.text()]).toEqual([200, ""]);
  });

  test("sends every answer with a strict policy and never to a cache", async () => {
    const page = stall();
    const answers = [await page.get("/"), await page.get("/nowhere"), await page.get("/arrival"), await postToken(page, TOKEN), await page.get("/api/arrival")];
    for (const { headers } of answers) {
      expect(headers.get("content-security-policy")).toBe(
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
      );
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("referrer-policy")).toBe("same-origin");
      expect(headers.get("strict-transport-security")).toMatch(/^max-age=\d{8}$/);
      expect(headers.get("cache-control")).toBe("no-store");
    }
  });

  test("has no inline script or style that the policy would block", async () => {
    const page = stall();
    const text = await (await page.get("/")).text();
    expect(text).not.toMatch(/<style|<script>|\sstyle=|\son\w+=/);
  });

  test("keeps its assets for a year under the name of their content, and no longer under another", async () => {
    const page = stall();
    const [, path = ""] = /href="\/prod(\/assets\/style\.css\?v=\w+)"/.exec(await (await page.get("/")).text()) ?? [];
    const named = await page.get(path);
    expect(named.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(named.headers.get("content-type")).toBe("text/css; charset=utf-8");
    expect((await page.get("/assets/style.css?v=old")).headers.get("cache-control")).toBe("no-cache");
    expect((await page.get("/assets/live.js")).headers.get("content-type")).toBe("text/javascript; charset=utf-8");
  });

  test("computes every link from the base path", async () => {
    for (const base of ["", "/prod", "/fulfilment", "/a/b"]) {
      const page = stall({ base });
      const { cookie } = await arrive(page, TOKEN);
      const text = (await (await page.get("/")).text()) + (await (await page.get("/arrival", { cookie })).text());
      const own = [...text.matchAll(/(?:href|src|action|data-page|data-poll)="(\/[^"]*)"/g)].map(([, path = ""]) => path);
      expect(own.length).toBeGreaterThan(4);
      for (const path of own) expect(path).toMatch(new RegExp(`^${base}/(assets/|arrival|registration)`));
    }
  });
});

describe("a POST of a token", () => {
  test("starts the run of its arrival with the sealed token, and sends the browser to the status page", async () => {
    const page = stall();
    const answer = await postToken(page, TOKEN, { "x-amzn-marketplace-offer-type": "free-trial", "x-amzn-marketplace-product-id": "ignored" });
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe("/prod/arrival");
    const [start] = page.starts;
    const { arrival, sealedToken } = start!.input as Record<string, string>;
    expect(start).toEqual({
      machine: "arn:aws:states:us-east-1:111122223333:stateMachine:stallkeeper-onboarding",
      name: `onboard-${arrival}`,
      input: { about: expect.any(String), kind: "token", arrival, sealedToken, hints: { offerType: "free-trial" } },
    });
    expect(arrival).toMatch(/^[0-9a-f]{32}$/);
    expect(unseal(sealedToken!, page.keys)).toBe(TOKEN);
  });

  test("gives a cookie that names the arrival only, for the base path, out of scripts' reach, for four hours", async () => {
    const page = stall();
    const cookie = (await postToken(page, TOKEN)).headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/^arrival=v1\.[0-9a-f]{32}\.\d+\.[\w-]{43}; Max-Age=14400; Path=\/prod; HttpOnly; SameSite=Lax$/);
    const secure = await page.app.request(
      "https://buy.example.com/",
      { method: "POST", body: new URLSearchParams({ "x-amzn-marketplace-token": TOKEN }) },
      page.gateway,
    );
    expect(secure.headers.get("set-cookie")).toContain("; Secure;");
  });

  test("of the same token twice is one run and one arrival", async () => {
    const page = stall();
    const first = await postToken(page, TOKEN);
    const second = await postToken(page, TOKEN);
    expect(second.headers.get("location")).toBe(first.headers.get("location"));
    expect(cookieOf(second)).toBe(cookieOf(first));
    expect(page.starts).toHaveLength(1);
  });

  const refusedForms: readonly (readonly [string, string, number, string])[] = [
    ["without the field", "other=1", 400, "We don&#39;t know your purchase yet"],
    ["with a blank token", "x-amzn-marketplace-token=%20%20", 400, "We don&#39;t know your purchase yet"],
    ["with two tokens", "x-amzn-marketplace-token=a&x-amzn-marketplace-token=b", 400, "This sign-up names two purchases"],
    ["with a token over 4 KB", `x-amzn-marketplace-token=${"a".repeat(4097)}`, 400, "This sign-up can&#39;t be read"],
    ["with a line break in the token", "x-amzn-marketplace-token=a%0d%0aSet-Cookie:%20x=1", 400, "This sign-up can&#39;t be read"],
    ["with a NUL in the token", "x-amzn-marketplace-token=a%00b", 400, "This sign-up can&#39;t be read"],
    ["of a megabyte", `x-amzn-marketplace-token=${"a".repeat(1_048_576)}`, 413, "This sign-up is too large"],
  ];
  test.each(refusedForms)("%s gets a page that says what to do, and starts nothing", async (_, body, status, title) => {
    const page = stall();
    const answer = await page.post("/", body);
    const text = await answer.text();
    expect(answer.status).toBe(status);
    expect(text).toContain(`<h1>${title}</h1>`);
    expect(text).toContain("Open Manage subscriptions");
    expect(answer.headers.get("set-cookie")).toBeNull();
    expect(page.starts).toEqual([]);
  });

  test.each(["text/plain", "application/json", "multipart/form-data; boundary=x", ""])("as '%s' is no form", async (type) => {
    const page = stall();
    const answer = await page.post("/", "x-amzn-marketplace-token=a", { "content-type": type });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("It didn&#39;t come as the form that AWS Marketplace sends.");
    expect(page.starts).toEqual([]);
  });

  test("takes a token of exactly 4096 characters, and one with a charset named", async () => {
    const page = stall();
    const headers = { "content-type": "application/x-www-form-urlencoded; charset=UTF-8" };
    expect((await page.post("/", `x-amzn-marketplace-token=${"a".repeat(4096)}`, headers)).status).toBe(303);
  });

  test.each(["<script>", "FREE-TRIAL", "x".repeat(41), "free trial", ""])("drops the hint '%s', and takes the token", async (offerType) => {
    const page = stall();
    expect((await postToken(page, TOKEN, { "x-amzn-marketplace-offer-type": offerType })).status).toBe(303);
    expect(page.starts[0]?.input["hints"]).toEqual({});
  });

  test("says 'try again' when the run can't be started, and gives no cookie", async () => {
    const page = stall();
    page.fail(new Failure("Throttled", "StartExecution is throttled."));
    const answer = await postToken(page, TOKEN);
    expect([answer.status, answer.headers.get("retry-after"), answer.headers.get("set-cookie")]).toEqual([503, "5", null]);
    expect(await answer.text()).toContain("reload this page");
    page.fail(undefined);
    expect((await postToken(page, TOKEN)).status).toBe(303);
  });

  test("says that it is ours to mend when we are wrong, and shows nothing of the failure", async () => {
    const page = stall();
    page.fail(new Failure("Permanent", "The variable ONBOARDING_MACHINE is not set."));
    const answer = await postToken(page, TOKEN);
    const text = await answer.text();
    expect(answer.status).toBe(500);
    expect(text).not.toContain("ONBOARDING_MACHINE");
    expect(text).not.toContain("    at ");
  });
});
